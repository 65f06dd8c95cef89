// The part of the Markdown report that says what changed.
#pragma once

#include <string>

#include "tool/compare/compare.h"

namespace pool_audit::report {

[[nodiscard]] std::string markdown_comparison(const compare::Comparison& comparison);

}  // namespace pool_audit::report
