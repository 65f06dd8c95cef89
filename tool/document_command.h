// pool-audit document.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit {

// The exit code: 0 when every measured pool has its block, or it was planned; 1 when --check found
// one that drifted, or something is left to a person; 2 on errors, 3 when --check could not look at
// all units. Patches go to standard output, everything else to standard error.
[[nodiscard]] int run_document_command(const cli::Options& options);

}  // namespace pool_audit
