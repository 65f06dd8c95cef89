// The last touch to a function that was folded.
#pragma once

#include <string>

namespace pool_audit::refactor {

// `body`: from brace to brace. A local that is declared only to be assigned in the next statement
// is initialised there; one that holds a null pointer and is not named again goes.
[[nodiscard]] std::string clean_body(std::string body);

}  // namespace pool_audit::refactor
