// What a library's pool does to its objects, by its model, as hooks of a pool of the runtime.
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate_habits.h"
#include "tool/refactor/pool_uses.h"

namespace pool_audit::refactor {

// Pools that reuse objects, those that make each anew, with a bound on what exists or without one.
[[nodiscard]] Habits habits_of_library(const inventory::Subject& subject, size_t pool,
                                       const PoolUses& uses);

}  // namespace pool_audit::refactor
