// pool-audit refactor migrate, and what goes with it: status, resume, rollback.
#pragma once

#include <string>

#include "checks/support/result.h"
#include "tool/cli/options.h"

namespace pool_audit {

[[nodiscard]] int run_migrate_command(const cli::Options& options);

// Restores what the files of the migrations were before their first step. The exit code.
[[nodiscard]] int run_migrate_rollback(const cli::Options& options);

// The folder with pool-migration.json: `root` if it is given, else this folder or the nearest one
// above that has it. An error when there is none.
[[nodiscard]] Result<std::string> migration_root(const std::string& root);

}  // namespace pool_audit
