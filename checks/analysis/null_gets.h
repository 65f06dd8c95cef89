// Hand-written gets that return null when the pool has nothing left to give.
#pragma once

#include <set>

#include "checks/analysis/program.h"
#include "checks/analysis/structure.h"

namespace pool_audit::analysis {

// Gets with a `return nullptr` of their own, behind a question that says that the pool is
// exhausted: whether there is a spare, in a get that makes none, or whether it has made as many
// objects as it may. Not those that are null for an argument, for want of memory, or once the pool
// is closed, and none of which a caller chooses the behaviour by an argument.
[[nodiscard]] std::set<Symbol> null_gets(const Program& program, const Recognised& recognised);

}  // namespace pool_audit::analysis
