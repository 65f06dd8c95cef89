// A look ahead of the walks: which functions hand on what a get gives, and which functions without
// a body are handed it. It names more of the program to read before the first walk is made.
//
//   gets --assignments, calls, returns; no paths, no conditions--> names
//
// It may name a function that no path hands an object to, and it misses what goes through members,
// containers and pointers to functions. Nothing is claimed of either.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"

namespace pool_audit::analysis {

struct Outlook {
  std::set<Symbol> wrappers;  // return an object that they took, or that a wrapper gave them
  std::set<Symbol> unseen;    // are handed one and have no body in the program
};

// `users` are the functions to look for gets in; `callers` tells the functions that call one.
// Linear in the size of the functions that an object gets to, times the variables that hold it.
[[nodiscard]] Outlook look_ahead(const Program& program, const Roles& roles,
                                 const std::set<Symbol>& users,
                                 const std::function<std::vector<Symbol>(Symbol)>& callers);

}  // namespace pool_audit::analysis
