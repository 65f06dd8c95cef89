// The missing reset, and the members that a reset leaves out.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// What pool-missing-reset and pool-incomplete-reset find of the pool, as they offer to mend it: one
// group a finding. Those without an offer go to the manual work.
void plan_resets(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
