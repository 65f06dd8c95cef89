// The members that a reset leaves out, as assignments in it.
#pragma once

#include <string>
#include <vector>

#include "checks/rules/incomplete_resets.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Either edits that give each member the value that a new object has, or why that is not certain.
struct Completed {
  std::vector<inventory::Edit> edits;
  std::string reason;
};
[[nodiscard]] Completed completed(const inventory::Subject& subject, Sources& sources,
                                  const rules::IncompleteReset& reset);

}  // namespace pool_audit::refactor
