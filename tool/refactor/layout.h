// How a file is laid out, as far as new text has to know.
#pragma once

#include <string>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// One step of indentation: a tab where `own`, the indentation of a line nearby, has one, else what
// lines behind an opening brace have more than the line with it. Two blanks when none shows.
[[nodiscard]] std::string indentation_step(const Source& source, const std::string& own);

}  // namespace pool_audit::refactor
