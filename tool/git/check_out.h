// The files of a revision, beside the work tree.
#pragma once

#include <string>

#include "checks/support/result.h"

namespace pool_audit::git {

// Writes all files of `revision` of the repository around `folder` into `target`, which is there.
// `folder` is the top of the work tree. The repository, its index and its work tree stay as they
// are: the files go through an index of their own. Submodules stay empty.
[[nodiscard]] Result<void> check_out(const std::string& folder, const std::string& revision,
                                     const std::string& target);

}  // namespace pool_audit::git
