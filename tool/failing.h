// Whether what was found fails a run.
#pragma once

#include "checks/inventory/inventory.h"
#include "tool/cli/options.h"
#include "tool/compare/compare.h"

namespace pool_audit {

// What --fail-on, --max-issues, --strict-suppressions, --strict-baseline and --exit-zero ask for.
// `shown` is what the reports show of `all`; `comparison` is null when nothing is known.
[[nodiscard]] bool fails(const cli::Options& options, const inventory::Inventory& all,
                         const inventory::Inventory& shown, const compare::Comparison* comparison);

}  // namespace pool_audit
