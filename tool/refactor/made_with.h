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

// Whether each object of a class is made so that its member, a number which nothing but
// constructors sets, is more than none: what they are called with says so, or a default. False when
// it does not show. Reads the graphs of all functions.
[[nodiscard]] bool is_made_positive(const analysis::Program& program, const facts::Record& record,
                                    Symbol member, Sources& sources);

}  // namespace pool_audit::refactor
