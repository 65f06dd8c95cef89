// The statements that take and give back a lock.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

// Adds the tokens, by file, of which the statements go when the lock goes: those of the lock, and
// of the locals that own it. False when one of them does something else, or stands outside of
// `functions`.
[[nodiscard]] bool lock_statements(Sources& sources, const Uses& uses,
                                   const std::vector<Stretch>& functions,
                                   std::map<std::string, std::set<size_t>>& dropped);

}  // namespace pool_audit::refactor
