// Where the new pool's variable stands: beside that of the old pool.
#pragma once

#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate_target.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Fills in the edits of `target`: the definition behind that of the old pool, with its specifiers;
// a declaration behind each `extern` of it, or behind the first function of a free list that a
// header declares; the runtime's header. False, with the reason in `manual`, when there is no such
// place.
[[nodiscard]] bool place_beside(const inventory::Subject& subject, size_t pool,
                                const PoolUses& uses, Sources& sources, Target& target,
                                std::vector<Manual>& manual);

}  // namespace pool_audit::refactor
