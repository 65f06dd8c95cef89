// What stands around a source and says how to look at it: the root of its project, its models.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checks/model/model.h"
#include "checks/support/result.h"

namespace pool_audit::tidy {

// The nearest folder at or above `folder` with `.git` or `.pool-audit.yaml` in it, `folder` itself
// when there is none. Paths are absolute.
[[nodiscard]] std::string project_root(const std::string& folder);

// The models in force for a source in `folder`: the built-in ones, the nearest `.pool-audit.yaml`,
// and `files`, of which a relative one is taken from the nearest folder upwards that has it. Read
// once a process. Errors name file, line and column.
[[nodiscard]] tl::expected<std::shared_ptr<const model::ModelSet>, std::vector<Error>> models_for(
    const std::string& folder, const std::vector<std::string>& files);

}  // namespace pool_audit::tidy
