// Removal of a pool of a library where it stands: a member of a class that stays, a pool of untyped
// memory, the pool behind the operators new and delete of a class.
//
//   T* t = pool_.construct(n);           T* t = new T(n);
//   pool_.set_next_size(32);       -->
//   void* p = blocks_.malloc();          void* p = ::operator new(sizeof(Node), std::nothrow);
#pragma once

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Appends groups for the modelled pool with this index, or manual work with the reason why it
// cannot be done.
void plan_modelled(const inventory::Subject& subject, size_t pool, Sources& sources, Plan& plan);

}  // namespace pool_audit::refactor
