// The second form of a removal: the pool's functions stay, and keep no spares.
//
// A get that takes arguments, or sets up the object, is more than a place to take one from: it is
// how the object is made. So its callers stay as they are, and what goes is the keeping: the list
// of spares, what counts and guards it, and every line that only a spare would reach.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Appends groups for the hand-written pool with this index, or manual work with the reason why it
// cannot be done. `all_instances`: other pools of the same class lose their spares as well.
void plan_hollow(const inventory::Subject& subject, size_t pool, Sources& sources,
                 bool all_instances, Plan& plan);

}  // namespace pool_audit::refactor
