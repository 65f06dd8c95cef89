// An exposed pool goes behind functions: whoever reaches for the variable calls a function instead,
// and the variable becomes private to its file or class.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Plans it for the pool with this index. Appends groups: the functions, which stand beside the
// variable and its declarations; each caller; last, the variable out of sight. What keeps it from
// being certain goes to the manual work, and then there are no groups.
void plan_encapsulation(const inventory::Subject& subject, size_t pool, Sources& sources,
                        Plan& plan);

}  // namespace pool_audit::refactor
