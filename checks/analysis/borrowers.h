// What can be said of functions whose body nobody has seen.
#pragma once

#include <set>
#include <utility>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"

namespace pool_audit::analysis {

// A function and one of its arguments.
using Argument = std::pair<Symbol, int>;

// The arguments of unseen functions that are left to whoever calls: at least two functions among
// `users` pass an object there and put it right behind the call, whatever happens. If the callee
// had kept or put it, each of them would put it once too often.
[[nodiscard]] std::set<Argument> left_by_callees(const Program& program, const Roles& roles,
                                                 const std::set<Symbol>& users);

// Whether the function can only look at what argument `index` points or refers to: that is constant
// there, and the function's name does not say that it gives things back.
[[nodiscard]] bool only_looks_at(const Program& program, const facts::Function& function,
                                 int index);

}  // namespace pool_audit::analysis
