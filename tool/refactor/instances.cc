#include "tool/refactor/instances.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace pool_audit::refactor {

using inventory::Subject;

namespace {

// The names of the parameters of a class template, "" for one without; and where they end.
struct Header {
  std::vector<std::string> names;
  size_t end = 0;  // a token
};

// `template <class T, size_t Most = 16>`: the last name of each that is no default.
std::optional<Header> header_at(const Source& source, size_t begin) {
  const auto& tokens = source.tokens();
  if (begin + 1 >= tokens.size() || !tokens[begin].is("template") || !tokens[begin + 1].is("<")) {
    return std::nullopt;
  }
  Header out;
  std::string name;
  bool in_default = false;
  int depth = 1;
  for (size_t i = begin + 2; i < tokens.size(); ++i) {
    const SourceToken& token = tokens[i];
    if (token.is("<")) ++depth;
    if (token.is(">")) --depth;
    if (token.is(">>")) depth -= 2;
    if (depth <= 0 || (depth == 1 && token.is(","))) {
      out.names.push_back(name);
      name.clear();
      in_default = false;
      out.end = i;
      if (depth <= 0) return out;
    } else if (depth == 1 && token.is("=")) {
      in_default = true;
    } else if (depth == 1 && !in_default) {
      name = token.text;
    }
  }
  return std::nullopt;
}

std::optional<Header> header_of(const Source& source, const Stretch& definition) {
  size_t at = source.token_at(definition.range.begin);
  if (at < source.tokens().size() && source.tokens()[at].is("template")) {
    return header_at(source, at);
  }
  constexpr size_t kFarthest = 200;  // tokens
  for (size_t back = 0; back < kFarthest && at > 0; ++back) {
    --at;
    if (source.tokens()[at].is("template")) return header_at(source, at);
    if (source.tokens()[at].is(";") || source.tokens()[at].is("}")) return std::nullopt;
  }
  return std::nullopt;
}

bool is_compared(const Source& source, size_t token) {
  constexpr std::array kComparisons = {"<", "<=", ">", ">=", "==", "!="};
  const auto compares = [&](size_t at) {
    return at < source.tokens().size() &&
           std::ranges::any_of(
               kComparisons, [&](const char* each) { return source.tokens()[at].is(each); });
  };
  return compares(token + 1) || (token > 0 && compares(token - 1));
}

}  // namespace

const facts::Record* element_of(const analysis::Program& program, const analysis::Part& part,
                                bool is_put) {
  const facts::Function* known = program.function(part.function);
  if (known == nullptr) return nullptr;
  facts::TypeId id = known->result;
  if (part.argument >= 0 && static_cast<size_t>(part.argument) < known->parameters.size()) {
    id = known->parameters[static_cast<size_t>(part.argument)].type;
  } else if (is_put) {
    return nullptr;
  }
  const facts::Type& type = program.type(id);
  if (type.template_name.text().starts_with("std::") && !type.arguments.empty()) {
    id = type.arguments[0];
  }
  return program.record_of(id);
}

std::string unseen_parameter(const Subject& subject, size_t pool, const analysis::HandWritten& own,
                             Sources& sources) {
  const analysis::Program& program = subject.program;
  const facts::Record* pattern = own.owner ? program.record(own.owner) : nullptr;
  if (pattern == nullptr) return {};
  const facts::Type& type = program.type(inventory::type_of(subject.keys[pool], program));
  std::vector<Stretch> code = sources.stretch(pattern->location);
  std::optional<Header> header;
  if (code.size() == 1) header = header_of(*sources.find(code[0].file), code[0]);

  std::vector<size_t> differing;
  for (const auto* list : {&own.gets, &own.puts}) {
    for (const analysis::Part& part : *list) {
      const facts::Function* function = program.function(part.function);
      if (function == nullptr) continue;
      for (const Stretch& each : sources.stretch(function->location)) code.push_back(each);
      const facts::Type& seen = program.type(function->record_type);
      if (seen.text_arguments.size() != type.text_arguments.size()) {
        if (!seen.text_arguments.empty()) return "its template arguments";
        continue;
      }
      const facts::Record* element = element_of(program, part, list == &own.puts);
      for (size_t i = 0; i < seen.text_arguments.size(); ++i) {
        if (seen.text_arguments[i] == type.text_arguments[i]) continue;
        const bool is_object = element != nullptr && i < seen.arguments.size() &&
                               program.record_of(seen.arguments[i]) == element;
        if (!is_object) differing.push_back(i);
      }
    }
  }
  for (const size_t index : differing) {
    if (!header || index >= header->names.size()) return "its template arguments";
    const std::string& name = header->names[index];
    if (name.empty()) continue;
    for (const Stretch& use : sources.occurrences(name)) {
      if (!holds(code, use)) continue;
      const Source& source = *sources.find(use.file);
      const size_t token = source.token_at(use.range.begin);
      const bool in_header = use.file == code[0].file && token <= header->end &&
                             use.range.begin >= code[0].range.begin;
      if (!in_header && !is_compared(source, token)) return "'" + name + "'";
    }
  }
  return {};
}

std::string pools_beside(const Subject& subject, size_t pool, const analysis::HandWritten& own) {
  std::set<std::string> names;
  for (const auto* list : {&subject.taken, &subject.given}) {
    for (const inventory::Taken& each : *list) {
      const int known = each.role.hand_written;
      if (known < 0 || &subject.recognised.pools[static_cast<size_t>(known)] != &own) continue;
      for (const size_t other : each.pools) {
        if (other != pool) names.insert(subject.pools[other].name);
      }
    }
  }
  std::string out;
  for (const std::string& each : names) out += (out.empty() ? "" : ", ") + each;
  return out;
}

}  // namespace pool_audit::refactor
