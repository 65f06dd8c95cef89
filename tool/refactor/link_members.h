// Members of pooled objects that linked the spares, and nothing else: they go in a group of their
// own.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Behind the groups of the hand-written pool with this index, from `first` on: appends one that
// removes `T* next;` from the pooled type T, when all code that names it is gone with them and
// nothing asks for the layout of T. What only the layout keeps is listed as work by hand.
void plan_link_members(const inventory::Subject& subject, size_t pool, Sources& sources,
                       size_t first, Plan& plan);

}  // namespace pool_audit::refactor
