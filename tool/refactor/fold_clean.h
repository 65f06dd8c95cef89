// The last touch to a function that was folded.
#pragma once

#include <string>
#include <string_view>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// A part of a line with the blanks that it would leave double; whole lines are as they are.
[[nodiscard]] Range with_gap(std::string_view text, Range range);

// `body`: from brace to brace. A local that is declared only to be assigned in the next statement
// is initialised there; one that holds a null pointer and is not named again goes.
[[nodiscard]] std::string clean_body(std::string body);

}  // namespace pool_audit::refactor
