// Functions that use so many objects that rules leave them alone.
#pragma once

#include <cstdint>
#include <set>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// Gets, or puts, of a function times its events. Rules that look through the function for each
// object look at so many events at most, a few times.
inline constexpr uint64_t kMostLooks = 2'000'000;

// The functions with more: generated code with thousands of gets would take minutes, and nothing is
// said of it. Linear in the program's gets and in the graphs that hold them.
[[nodiscard]] std::set<Symbol> crowds(const Subject& subject);

}  // namespace pool_audit::rules
