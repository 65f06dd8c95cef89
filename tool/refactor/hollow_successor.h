// The pool that takes over the spares of a hand-written one, as one of its functions knows it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "checks/analysis/program.h"
#include "tool/refactor/remove_dispose.h"
#include "tool/refactor/successor.h"

namespace pool_audit::refactor {

// All but its name. `slots`: tokens of the function that name the spares. Nothing, with the reason
// in `why`, for a function that is not one thing of one pool.
[[nodiscard]] std::optional<Successor> successor_in(const analysis::Program& program,
                                                    const analysis::HandWritten& own,
                                                    const facts::Function& function,
                                                    const Source& source,
                                                    const std::set<size_t>& slots,
                                                    const Disposal& disposal, std::string& why);

}  // namespace pool_audit::refactor
