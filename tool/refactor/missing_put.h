// The put that is missing in front of a `return`.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Edits that put the object back on every path on which it is lost, as the function does on its
// other paths; none where that is not certain: the ways of putting differ, it is lost elsewhere
// than at a `return`, or some way to that `return` has no object to put.
[[nodiscard]] std::vector<inventory::Edit> missing_puts(const inventory::Subject& subject,
                                                        Sources& sources,
                                                        const inventory::Taken& get);

}  // namespace pool_audit::refactor
