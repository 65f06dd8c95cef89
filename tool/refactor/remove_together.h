// What several removals of one run come to together.
#pragma once

#include "checks/analysis/program.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Each plan sees what the others take away as still there. Appends a group with the includes that
// nobody needs when all of them are done, which needs them all, and lists files in which nothing is
// left then.
void plan_together(const analysis::Program& program, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
