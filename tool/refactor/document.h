// The comment above each pool, between markers: what was measured of it, its bound, its benchmark.
//
//   Inventory + Assessment + Sources --document--> Plan, and what has drifted
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/refactor/edits.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"
#include "tool/verdict/assess.h"

namespace pool_audit::refactor {

// All sorted as the pools are.
struct Documentation {
  Plan plan;                    // one group a pool whose block is to be written or changed
  std::vector<Manual> drifted;  // no block, or one that tells another class than the measured one
  std::vector<Manual> unmeasured;  // there is nothing to write of them
};

// Of the pools that the project declares; those of somebody else, as parameters, and those of a
// type are left out. What a person wrote outside of the markers stays, and so does the benchmark
// that was named between them. `assessment` is that of the inventory.
[[nodiscard]] Documentation document(const inventory::Inventory& inventory,
                                     const verdict::Assessment& assessment,
                                     const verdict::Thresholds& thresholds, Sources& sources);

// A judge of changes to comments: wrong is whatever changes the code.
[[nodiscard]] Result<std::string> judge_comments(const Changes& changes);

}  // namespace pool_audit::refactor
