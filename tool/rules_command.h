// `pool-audit rules` and `pool-audit explain`.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit {

// Prints to standard output and gives the exit code.
[[nodiscard]] int run_rules_command(const cli::Options& options);

}  // namespace pool_audit
