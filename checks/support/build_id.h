// What tells one build of this program from any other.
#pragma once

#include <string>

namespace pool_audit {

// The build id that the linker made from the program's contents, as its bytes; empty when the
// program was linked without one. Costs no look at the file.
[[nodiscard]] std::string build_id();

}  // namespace pool_audit
