// pool-audit refactor remove, fix and undo.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit {

// The exit code: 0 when everything was planned and kept, 1 when something is left to a person or
// was withdrawn, 2 on errors. Patches go to standard output, everything else to standard error.
[[nodiscard]] int run_refactor_command(const cli::Options& options);

}  // namespace pool_audit
