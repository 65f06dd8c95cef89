// pool-audit baseline create, prune and merge.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit {

// The exit code. Complaints go to standard error, results to the files that are named.
[[nodiscard]] int run_baseline_command(const cli::Options& options);

}  // namespace pool_audit
