// The comment above a pool that is on its way out, which the rule pool-migrating reads:
//
//   // pool-audit migrating: to buffers_pool. Callers left: net::send, net::receive.
#pragma once

#include <string>
#include <vector>

#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// As whole lines. `callers`: qualified names of those that use the old pool still.
[[nodiscard]] std::string migration_mark(const std::string& new_name,
                                         const std::vector<std::string>& callers,
                                         const std::string& indentation,
                                         const std::string& line_end);

// What brings the marks above the old pool, of the last part of its name, up to date. Empty when
// they are, and when nobody has written one.
[[nodiscard]] std::vector<inventory::Edit> renewed_marks(Sources& sources,
                                                         const std::string& old_name,
                                                         const std::string& new_name,
                                                         const std::vector<std::string>& callers);

}  // namespace pool_audit::refactor
