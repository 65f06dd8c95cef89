// What the variable or member that is a pool is constructed with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/inventory/identity.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// The arguments between two brackets, given as tokens.
[[nodiscard]] std::vector<Range> arguments_in(const Source& source, size_t opening, size_t closing);

// The arguments as they are spelled: of a variable, or of a member by its declaration or by all
// constructors of its class alike; there they are numbers. Nothing where that differs, or does not
// show.
[[nodiscard]] std::optional<std::vector<std::string>> made_with(const analysis::Program& program,
                                                                const inventory::PoolKey& key,
                                                                Sources& sources);

}  // namespace pool_audit::refactor
