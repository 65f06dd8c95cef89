// What a pool of the runtime is told to drop: its hook `retain`.
//
//   pool::sharded_pool<Buffer> buffers({.reset = ..., .retain = [](const Buffer& object) { ... }});
#pragma once

#include <optional>
#include <string>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// The edit of the pool's declaration. `condition`: of the objects that are kept, which it calls
// `object`. Nothing for pools that are no variable with the runtime's hooks, for those that have
// that hook, and for arguments that do not show it.
[[nodiscard]] std::optional<inventory::Edit> retain_hook(const inventory::Subject& subject,
                                                         size_t pool, Sources& sources,
                                                         const std::string& condition);

}  // namespace pool_audit::refactor
