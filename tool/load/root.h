// Finding the project's root, the folder that reports name files relative to.
#pragma once

#include <string>
#include <vector>

namespace pool_audit::load {

// S is the deepest folder that holds all `sources`; those inside `database_folder` (generated ones)
// do not count as long as others remain. A marker is `.git` or `.pool-audit.yaml`. The root is
//   1. the nearest folder at or above `database_folder` with a marker that also holds S, else
//   2. the nearest folder at or above S with a marker, else
//   3. the nearest folder at or above `database_folder` with a marker when S is "/", else
//   4. S, or `database_folder` when there is no source.
// Paths are absolute and canonical. The answer does not depend on the order of the sources.
[[nodiscard]] std::string find_root(const std::vector<std::string>& sources,
                                    const std::string& database_folder);

}  // namespace pool_audit::load
