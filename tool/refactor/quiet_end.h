// Whether it shows when an object ends: then it has to end where it did.
#pragma once

#include "checks/inventory/subject.h"

namespace pool_audit::refactor {

// The end of such an object gives memory back and does nothing else: no destructor that tells
// others, and no member of a type that may. False where the type does not show.
[[nodiscard]] bool ends_quietly(const analysis::Program& program, facts::TypeId type);

// Whether a local that is declared behind `get`, in its function, has a destructor: it would run
// before that of an owner in the place of the object.
[[nodiscard]] bool outlives_a_local(const analysis::Program& program, const inventory::Taken& get);

}  // namespace pool_audit::refactor
