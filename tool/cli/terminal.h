// What standard output is connected to.
#pragma once

#include "tool/cli/options.h"

namespace pool_audit::cli {

[[nodiscard]] bool is_terminal(int descriptor);

// Columns of the terminal behind `descriptor`; otherwise what COLUMNS says; otherwise `otherwise`.
[[nodiscard]] unsigned terminal_width(int descriptor, unsigned otherwise);

// --color WHEN on an output that is a terminal or not. `no_color` is the value of NO_COLOR, null
// when it is unset.
[[nodiscard]] bool use_color(ColorWhen when, bool is_terminal, const char* no_color);

}  // namespace pool_audit::cli
