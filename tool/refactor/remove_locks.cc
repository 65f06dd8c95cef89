#include "tool/refactor/remove_locks.h"

#include <algorithm>
#include <array>

#include "tool/refactor/fold_truth.h"

namespace pool_audit::refactor {

bool lock_statements(Sources& sources, const Uses& uses, const std::vector<Stretch>& functions,
                     std::map<std::string, std::set<size_t>>& dropped) {
  constexpr std::array<std::string_view, 4> kOwners = {"lock_guard", "unique_lock", "scoped_lock",
                                                       "lock_type"};
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
      owner = owner || std::ranges::find(kOwners, tokens[i].text) != kOwners.end();
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

}  // namespace pool_audit::refactor
