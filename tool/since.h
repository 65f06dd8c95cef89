// The same program as another revision of its repository has it.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/cli/options.h"

namespace pool_audit {

// Analyses the sources of options.since with the compile commands, the configuration and the
// generated files of now. `root` is the project's. Warnings say what could not be analysed there:
// findings in it look as if they were new. Errors: no repository around `root`, no such revision.
[[nodiscard]] Result<inventory::Inventory> inventory_since(const cli::Options& options,
                                                           const std::string& root,
                                                           std::vector<std::string>& warnings);

}  // namespace pool_audit
