// The missing test of a get that may be empty.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// One group for each get of the pool whose object is used though there may be none: the test right
// behind it, written as others in the file are, with what the function does when it fails. Where
// that is not certain the get goes to the manual work.
void plan_checks(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
