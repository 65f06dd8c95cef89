// A pool becomes direct construction: gets make an object, puts destroy it, and the pool goes with
// everything that only served it.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Plans the removal of the pool with this index. Appends groups: first the callers, those whose
// objects stay within one function each by itself, then the pool. What keeps it from being certain
// goes to the manual work, and then there are no groups. `all_instances`: other pools of the same
// class may lose their spares as well, where it is its code that keeps them.
void plan_removal(const inventory::Subject& subject, size_t pool, Sources& sources,
                  bool all_instances, Plan& plan);

}  // namespace pool_audit::refactor
