// `pool-audit model check|list|show|suggest`.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit {

// Prints to standard output and gives the exit code.
[[nodiscard]] int run_model_command(const cli::Options& options);

}  // namespace pool_audit
