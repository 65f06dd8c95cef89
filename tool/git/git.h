// Asks git, which is a program that may be absent.
#pragma once

#include <string>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::git {

// Settings beside those of the process: "GIT_INDEX_FILE=...".
using Environment = std::vector<std::string>;

// Runs `git ARGUMENTS` in `folder` and returns what it wrote to standard output. Standard input is
// empty, no pager and no prompt comes up, and no configuration of the user's changes what is
// written. Errors: git is not installed, or failed, with its own first line of complaint.
[[nodiscard]] Result<std::string> run(const std::string& folder,
                                      const std::vector<std::string>& arguments,
                                      const Environment& environment = {});

}  // namespace pool_audit::git
