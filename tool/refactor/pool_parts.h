// What a pool consists of in the source: its variable, its class, its functions; and their end.
#pragma once

#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/orphans.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

// The declarations that are the pool. `own`: its structure, null for one that is not hand-written.
[[nodiscard]] std::vector<Entity> parts_of(const inventory::Subject& subject, size_t pool,
                                           const analysis::HandWritten* own, Sources& sources);

struct End {
  std::vector<Group> groups;   // the pool, then the includes that only it needed
  std::vector<Manual> manual;  // what still names it; then there are no groups
  std::vector<Manual> left;    // what a person does behind the groups
};

// The groups that remove the pool with all that only it used. `going`: text that other groups
// replace; `written`: what they write.
[[nodiscard]] End end_of(const inventory::Subject& subject, size_t pool,
                         const analysis::HandWritten* own, Sources& sources,
                         const std::vector<Stretch>& going, const Written& written);

}  // namespace pool_audit::refactor
