// What stands beside the spares of a pool, and counts them.
#pragma once

#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

// The other members of the class that the slot is a member of, or the other variables of its file.
[[nodiscard]] std::vector<Symbol> neighbours_of(const analysis::Program& program, Symbol slot);

// Whether a member or variable is a mutex.
[[nodiscard]] bool is_lock(const analysis::Program& program, Symbol id);

// The numbers beside the spares that go up where one is stored and down where one is taken, and
// never the other way.
[[nodiscard]] std::vector<Uses> spare_counts(Sources& sources, const analysis::Program& program,
                                             const analysis::HandWritten& own);

}  // namespace pool_audit::refactor
