// What a pool of the runtime does to its objects, as far as its declaration shows.
#pragma once

#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Whether the pool's objects are made by the runtime as its policy, one of the runtime, says.
[[nodiscard]] bool has_runtime_hooks(const inventory::Pool& pool);

// Why an object of such a pool may be another than a plain new one; "" when it is none. Resets and
// what is kept do not matter to an object that is used once.
[[nodiscard]] std::string against_plain_objects(const inventory::Subject& subject, size_t pool,
                                                Sources& sources);

}  // namespace pool_audit::refactor
