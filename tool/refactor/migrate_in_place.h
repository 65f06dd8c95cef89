// Spares that stand in a class which does more, or behind functions that do more than get and put:
// the functions stay, and a pool of the runtime keeps the spares.
//
//   struct Tree { Node* free_; };             struct Tree { pool::bounded_pool<Node> free_pool_; };
//   if (t->free_) {                           Node* n = t->free_pool_.get();
//     n = t->free_;                           n->parent = parent;
//     t->free_ = nullptr;            -->
//   } else {
//     n = new Node();
//   }
//   n->parent = parent;
#pragma once

#include <optional>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// One step that changes all functions which name the spares, and ends with them. Nothing where that
// is not certain; then `manual` says why. `uses` is of the pool, and is of its spares afterwards.
[[nodiscard]] std::optional<Migration> move_in_place(const inventory::Subject& subject, size_t pool,
                                                     PoolUses& uses, Sources& sources,
                                                     std::vector<Manual>& manual);

}  // namespace pool_audit::refactor
