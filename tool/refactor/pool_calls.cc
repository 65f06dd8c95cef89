#include "tool/refactor/pool_calls.h"

#include <algorithm>

#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/remove_sites.h"

namespace pool_audit::refactor {

using facts::Event;
using facts::Operand;
using facts::StepKind;
using facts::TypeKind;
using inventory::Subject;

namespace {

// Whether an operand is the variable or the member itself, a pointer that it holds, or its address.
bool is_of(const Operand& operand, Symbol id) {
  const facts::Place& place = operand.place;
  size_t steps = place.steps.size();
  while (steps != 0 && place.steps[steps - 1].kind == StepKind::deref) --steps;
  if (steps == 0) return place.root == facts::Root::global && place.symbol == id;
  const facts::Step& last = place.steps[steps - 1];
  return last.kind == StepKind::field && last.field == id;
}

// What the pool is in a call: -1 its object, else the index of an argument; nothing when it is not.
std::optional<int> position_in(const Event& event, Symbol id) {
  if (event.kind != facts::EventKind::call) return std::nullopt;
  if (is_of(event.object, id)) return -1;
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    if (is_of(event.arguments[i], id)) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::string stem_of(std::string name) {
  if (name.starts_with("g_") || name.starts_with("s_") || name.starts_with("m_")) name.erase(0, 2);
  while (name.ends_with('_')) name.pop_back();
  return name;
}

bool has_capital(std::string_view name) {
  return std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether functions of the pool are spelled `borrowObject`: the methods of one class alike.
bool is_camel(const analysis::Program& program, const facts::Function& callee) {
  if (has_capital(last_part(callee.name.text()))) return true;
  const auto flags = {facts::FunctionFlag::constructor, facts::FunctionFlag::destructor,
                      facts::FunctionFlag::implicit};
  return callee.record && std::ranges::any_of(program.functions(), [&](const auto* each) {
           return each->record == callee.record &&
                  std::ranges::none_of(flags, [&](auto flag) { return each->has(flag); }) &&
                  has_capital(last_part(each->name.text()));
         });
}

// "buffers_acquire"; "packets_alloc" of pool_alloc(&packets); "buffersBorrowObject".
std::string name_for(const std::string& pool, const std::string& callee, bool camel) {
  const std::string stem = stem_of(pool);
  const std::string api = last_part(callee);
  if (camel) {
    std::string out = stem + api;
    char& first = out[stem.size()];
    if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
    return out;
  }
  std::string out = stem;
  for (size_t at = 0; at <= api.size();) {
    const size_t end = std::min(api.find('_', at), api.size());
    const std::string word = api.substr(at, end - at);
    if (!word.empty() && word != "pool") out += "_" + word;
    at = end + 1;
  }
  return out;
}

class Writer {
 public:
  Writer(const Subject& subject, const std::string& pool) : subject_(subject), pool_(pool) {}

  // Nothing for types that no source can name, and for C's variable arguments.
  [[nodiscard]] std::optional<Forwarder> forwarder(const Event& event, int position) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (callee == nullptr || event.arguments.size() > callee->parameters.size()) {
      return std::nullopt;
    }
    Forwarder out;
    out.pool_argument = position;
    out.callee = position < 0 ? last_part(callee->name.text()) : std::string(callee->name.text());
    out.name = name_for(pool_, out.callee, is_camel(subject_.program, *callee));
    out.result = spelled(event.type != facts::kNoType ? event.type : callee->result);
    if (callee->result != facts::kNoType &&
        subject_.program.type(callee->result).kind == TypeKind::lvalue_reference) {
      out.result += " &";
    }
    for (size_t i = 0; i < event.arguments.size(); ++i) {
      if (static_cast<int>(i) == position) {
        out.by_address = event.arguments[i].address_of;
        continue;
      }
      const facts::Parameter& parameter = callee->parameters[i];
      const facts::Type& declared = subject_.program.type(parameter.type);
      // What a template's parameter is shows at the argument.
      const facts::Type& given = subject_.program.type(event.arguments[i].type);
      std::string type = spelled(parameter.type);
      bool moved = declared.kind == TypeKind::record || declared.kind == TypeKind::rvalue_reference;
      if (is_open(*callee, declared)) {
        type = spelled(event.arguments[i].type);
        if (given.kind == TypeKind::null_pointer) return std::nullopt;
        if (declared.kind == TypeKind::lvalue_reference) type += " &";
        if (declared.kind == TypeKind::rvalue_reference) type += " &&";
        if (declared.spelling.text().starts_with("const ") && type.ends_with(" &")) {
          type.insert(0, "const ");
        }
        moved = declared.kind != TypeKind::lvalue_reference && given.kind == TypeKind::record;
      }
      out.parameters.push_back(std::move(type));
      const std::string name(parameter.name.text());
      out.names.push_back(name.empty() ? "argument" + std::to_string(i) : name);
      out.moved.push_back(moved);
    }
    const auto unnamed = [](const std::string& type) {
      return type.empty() || type.find("(lambda") != std::string::npos ||
             type.find("(unnamed") != std::string::npos || type.find("(*)") != std::string::npos;
    };
    if (unnamed(out.result) || std::ranges::any_of(out.parameters, unnamed)) return std::nullopt;
    return out;
  }

 private:
  [[nodiscard]] std::string spelled(facts::TypeId type) const {
    return writable_type(std::string(subject_.program.type(type).spelling.text()));
  }

  // Facts of a template are those of its pattern.
  [[nodiscard]] bool is_open(const facts::Function& callee, const facts::Type& type) const {
    return type.kind == TypeKind::dependent || type.kind == TypeKind::unknown ||
           !callee.template_arguments.empty() || callee.has(facts::FunctionFlag::instantiation) ||
           callee.has(facts::FunctionFlag::template_pattern) ||
           (callee.record_type != facts::kNoType &&
            !subject_.program.type(callee.record_type).text_arguments.empty());
  }

  const Subject& subject_;
  std::string pool_;
};

// How many arguments a call is written with; nothing when a template argument may hold a comma.
std::optional<size_t> arguments_in(const Source& source, Range call) {
  const auto& tokens = source.tokens();
  const size_t behind = source.token_at(call.end);
  if (behind == 0 || !tokens[behind - 1].is(")")) return std::nullopt;
  const auto opening = source.partner(behind - 1);
  if (!opening) return std::nullopt;
  if (*opening + 1 == behind - 1) return 0;
  size_t out = 1;
  for (size_t i = *opening + 1; i + 1 < behind; ++i) {
    if (tokens[i].is("<")) return std::nullopt;
    if (tokens[i].is(",")) ++out;
    if (const auto closing = source.partner(i); closing && *closing > i) i = *closing;
  }
  return out;
}

// Where the qualifiers in front of a name begin, as a token.
size_t qualified_from(const Source& source, size_t at) {
  const auto& tokens = source.tokens();
  while (at >= 2 && tokens[at - 1].is(":") && tokens[at - 2].is(":")) {
    at -= 2;
    if (at > 0 && tokens[at - 1].range.end == tokens[at].range.begin &&
        is_identifier(tokens[at - 1].text)) {
      --at;
    }
  }
  return at;
}

// The edits that turn "net::buffers.acquire(" into "net::buffers_acquire(". Empty: it is written in
// another way.
std::vector<inventory::Edit> of_method(const Source& source, const Stretch& pool,
                                       const std::string& name) {
  const auto& tokens = source.tokens();
  size_t at = source.token_at(pool.range.begin) + 1;
  if (at + 3 >= tokens.size()) return {};
  if (tokens[at].is(".")) {
    ++at;
  } else if (tokens[at].is("-") && tokens[at + 1].is(">")) {
    at += 2;
  } else {
    return {};
  }
  if (at + 1 >= tokens.size() || !tokens[at + 1].is("(")) return {};
  return {{source.place(pool.file, {pool.range.begin, tokens[at].range.end}), name}};
}

// The same for "pool_get(&net::packets, 3)", which becomes "net::packets_get(3)".
std::vector<inventory::Edit> of_argument(const Source& source, const Stretch& pool, Range call,
                                         const std::string& name) {
  const auto& tokens = source.tokens();
  const size_t at = source.token_at(pool.range.begin);
  size_t first = qualified_from(source, at);
  const std::string qualifier(source.of({tokens[first].range.begin, tokens[at].range.begin}));
  if (first > 0 && tokens[first - 1].is("&")) --first;
  if (first == 0 || at + 1 >= tokens.size()) return {};
  const size_t callee = source.token_at(call.begin);
  size_t bracket = callee;
  while (bracket < first && !tokens[bracket].is("(")) ++bracket;
  const bool begins = tokens[first - 1].is("(") || tokens[first - 1].is(",");
  const bool ends = tokens[at + 1].is(")") || tokens[at + 1].is(",");
  if (!begins || !ends || bracket >= first || source.partner(bracket) <= at) return {};
  std::vector<inventory::Edit> out = {
      {source.place(pool.file, {tokens[callee].range.begin, tokens[bracket].range.begin}),
       qualifier + name}};
  Range gone = {tokens[first].range.begin, tokens[at].range.end};
  if (tokens[first - 1].is("(")) gone.begin = tokens[first - 1].range.end;
  if (tokens[at + 1].is(",")) {
    gone.end = tokens[at + 2].range.begin;
  } else if (tokens[first - 1].is(",")) {
    gone.begin = tokens[first - 1].range.begin;
  }
  out.push_back({source.place(pool.file, gone), ""});
  return out;
}

}  // namespace

PoolCalls calls_on(const Subject& subject, Sources& sources, Symbol id, const std::string& name) {
  const Writer writer(subject, name);
  PoolCalls found;
  std::vector<PoolCall>& out = found.calls;
  for (const facts::Function* function : subject.program.functions()) {
    const auto graph = subject.program.graph(function->id);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        const auto position = position_in(event, id);
        if (!position) continue;
        const std::vector<Stretch> where = sources.stretch(event.location);
        if (where.empty()) {
          const inventory::Place place = inventory::to_place(event.location);
          if (sources.find(place.file) == nullptr) found.outside.push_back(place);
          continue;
        }
        const Source& source = *sources.find(where[0].file);
        Event written = event;
        if (const auto count = arguments_in(source, where[0].range)) {
          // The facts have the default ones as well.
          if (*count < written.arguments.size()) written.arguments.resize(*count);
        }
        const auto forwarder = writer.forwarder(written, *position);
        // The occurrence of the name that is the pool of this call: with nested calls, others have
        // theirs.
        for (const Stretch& each : sources.occurrences(name)) {
          if (each.file != where[0].file || each.range.begin < where[0].range.begin ||
              each.range.end > where[0].range.end) {
            continue;
          }
          const std::string called = forwarder ? forwarder->name : std::string("x");
          std::vector<inventory::Edit> edits =
              *position < 0 ? of_method(source, each, called)
                            : of_argument(source, each, where[0].range, called);
          if (edits.empty()) continue;
          out.push_back({function->id, each, event, forwarder, std::move(edits)});
          break;
        }
      }
    }
  }
  std::ranges::sort(out, {}, &PoolCall::pool);
  const auto doubles = std::ranges::unique(out, {}, &PoolCall::pool);
  out.erase(doubles.begin(), doubles.end());
  return found;
}

std::string declarator_of(const Forwarder& forwarder, bool in_c) {
  const auto beside = [](const std::string& type, const std::string& name) {
    const bool sign = type.ends_with('*') || type.ends_with('&') || type.ends_with(' ');
    return type + (sign ? "" : " ") + name;
  };
  std::string out = beside(forwarder.result, forwarder.name) + "(";
  for (size_t i = 0; i < forwarder.parameters.size(); ++i) {
    out += (i == 0 ? "" : ", ") + beside(forwarder.parameters[i], forwarder.names[i]);
  }
  if (forwarder.parameters.empty() && in_c) out += "void";
  return out + (forwarder.is_noexcept ? ") noexcept" : ")");
}

std::string body_of(const Forwarder& forwarder, const std::string& pool, bool arrow) {
  std::string arguments;
  const auto add = [&](const std::string& text) {
    arguments += (arguments.empty() ? "" : ", ") + text;
  };
  const size_t count = forwarder.parameters.size();
  for (size_t i = 0; i <= count; ++i) {
    if (static_cast<int>(i) == forwarder.pool_argument) {
      add((forwarder.by_address ? "&" : "") + pool);
    }
    if (i == count) break;
    const std::string& name = forwarder.names[i];
    add(forwarder.moved[i] ? "std::move(" + name + ")" : name);
  }
  std::string out = forwarder.result == "void" ? "" : "return ";
  if (forwarder.pool_argument < 0) out += pool + (arrow ? "->" : ".");
  return out + forwarder.callee + "(" + arguments + ");";
}

}  // namespace pool_audit::refactor
