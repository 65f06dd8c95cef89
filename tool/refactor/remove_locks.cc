#include "tool/refactor/remove_locks.h"

#include <algorithm>
#include <array>

#include "tool/refactor/fold_truth.h"
#include "tool/refactor/spare_counts.h"

namespace pool_audit::refactor {

namespace {

constexpr std::array<std::string_view, 4> kOwners = {"lock_guard", "unique_lock", "scoped_lock",
                                                     "lock_type"};

bool is_owner(std::string_view word) {
  return std::ranges::find(kOwners, word) != kOwners.end();
}

}  // namespace

bool takes_lock(const Source& source, const StatementNode& node) {
  if (node.kind != StatementNode::Kind::simple) return false;
  for (size_t i = node.first; i < node.last; ++i) {
    if (is_owner(source.tokens()[i].text)) return true;
  }
  return false;
}

bool lock_statements(Sources& sources, const Uses& uses, const std::vector<Stretch>& functions,
                     std::map<std::string, std::set<size_t>>& dropped) {
  constexpr std::array<std::string_view, 6> kCalls = {
      "lock", "unlock", "pthread_mutex_lock", "pthread_mutex_unlock", "mtx_lock", "mtx_unlock"};
  for (const Stretch& each : uses.ours) {
    const auto function = std::ranges::find_if(functions, [&](const Stretch& outer) {
      return outer.file == each.file && outer.range.begin <= each.range.begin &&
             each.range.end <= outer.range.end;
    });
    if (function == functions.end()) return false;
    const Source& source = *sources.find(each.file);
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(each.range.begin);
    const auto statement = source.statement_around(at);
    if (!statement || statement->is_controlled) return false;
    const size_t end = source.token_at(statement->range.end);
    bool owner = false;
    bool call = false;
    for (size_t i = source.token_at(statement->range.begin); i < end; ++i) {
      owner = owner || is_owner(tokens[i].text);
      call = call || std::ranges::find(kCalls, tokens[i].text) != kCalls.end();
    }
    if (!owner && !call) return false;
    dropped[each.file].insert(at);
    if (!owner) continue;
    // lock(mutex_): everything that is done with the owner goes, too.
    const size_t bracket = expression_begin(source, at) - 1;
    if (bracket == 0 || (!tokens[bracket].is("(") && !tokens[bracket].is("{"))) return false;
    const std::string_view variable = tokens[bracket - 1].text;
    const size_t last = source.token_at(function->range.end);
    for (size_t i = bracket; i < last; ++i) {
      if (!tokens[i].is(variable) || tokens[i - 1].is(".") || tokens[i - 1].is(">")) continue;
      if (!tokens[i + 1].is(".") || !tokens[i + 2].is("unlock")) return false;
      dropped[each.file].insert(i);
    }
  }
  return true;
}

bool guards_more(const analysis::Program& program, const analysis::HandWritten& own, Symbol guard,
                 const std::vector<FoldedBody>& left, const std::string& disposal) {
  std::set<std::string> shared;
  for (const Symbol id : neighbours_of(program, own.slot)) {
    if (id == guard) continue;
    const auto field = program.field(id);
    const facts::Variable* variable = program.variable(id);
    if (field.field != nullptr) shared.insert(last_part(field.field->name.text()));
    if (variable != nullptr && !variable->is_const) shared.insert(last_part(variable->name.text()));
  }
  // Functions of the system look after themselves.
  std::set<std::string> library;
  std::set<std::string> project;
  for (const facts::Function* each : program.functions()) {
    const bool system = each->has(facts::FunctionFlag::in_system_header) ||
                        each->location.file.text().starts_with('/');
    (system ? library : project).insert(last_part(each->name.text()));
  }
  for (const std::string& each : project) library.erase(each);
  constexpr std::array<std::string_view, 12> kHarmless = {"malloc", "calloc", "free",   "if",
                                                          "while",  "for",    "switch", "sizeof",
                                                          "delete", "assert", "return", "catch"};
  for (const FoldedBody& each : left) {
    const facts::Function* known = program.function(each.function);
    if (known->has(facts::FunctionFlag::constructor) ||
        known->has(facts::FunctionFlag::destructor)) {
      continue;
    }
    const Source body(each.body);
    const auto& tokens = body.tokens();
    for (size_t i = 1; i + 1 < tokens.size(); ++i) {
      if (shared.contains(std::string(tokens[i].text))) return true;
      const bool call = tokens[i + 1].is("(") && !tokens[i - 1].is("new") &&
                        !tokens[i - 1].is(">") && !tokens[i - 1].is(".") && !tokens[i - 1].is("~");
      const bool harmless = std::ranges::find(kHarmless, tokens[i].text) != kHarmless.end() ||
                            library.contains(std::string(tokens[i].text)) ||
                            disposal.starts_with(std::string(tokens[i].text) + "(");
      if (call && tokens[i].is_word() && !harmless) return true;
    }
  }
  return false;
}

}  // namespace pool_audit::refactor
