// The invariants of facts. Both readers check them, so whoever holds facts that came out of a file
// may use every index in them without looking.
//
//  1. types[0] exists and is the unknown type; every TypeId is below types.size().
//  2. No type contains itself through `target` and `arguments`.
//  3. files, records, variables, functions and graphs are sorted and hold each key once.
//  4. A graph has blocks; the last one, and no other, has the terminator `exit`, and no events.
//  5. parameter_count <= locals.size(); temp_count <= kMaxTemps.
//  6. A place's local, temp and capture exist.
//  7. Successors and handler blocks are below blocks.size() or kNoBlock.
//  8. Regions are -1 or below regions.size(); no region encloses itself.
//  9. jump has one successor, branch two, switch_ one more than it has cases, exit none.
#pragma once

#include "checks/facts/facts.h"
#include "checks/support/result.h"

namespace pool_audit::facts {

// More than any function has; a bound for those who allocate by it.
inline constexpr uint32_t kMaxTemps = 1U << 24;

// Invariants 1 to 3, and 4 to 9 of each graph. Linear, but for 2 and 3 which compare strings. The
// error names the entity and the first invariant that does not hold.
[[nodiscard]] Result<void> validate(const TuFacts& facts);
// Invariants 4 to 9, and that types are below `type_count`.
[[nodiscard]] Result<void> validate(const FlowGraph& graph, size_t type_count);

}  // namespace pool_audit::facts
