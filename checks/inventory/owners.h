// Who owns a pool that is made on the heap.
#pragma once

#include <optional>

#include "checks/analysis/program.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/survey_pass.h"

namespace pool_audit::inventory {

// The variable, member or smart pointer that a fresh pool went into. A plain local pointer owns
// nothing, and one that is moved from or returned does not keep it.
[[nodiscard]] std::optional<PoolKey> owner_key(const analysis::Program& program,
                                               const SurveyPass::Owned& owned);

}  // namespace pool_audit::inventory
