// Which sources the analyser understands.
#pragma once

#include <string>
#include <string_view>

namespace pool_audit::load {

// Why a source cannot be analysed, "" when it can. `language` is the value of the `-x` flag in
// force, "" or "none" when the file's extension decides.
[[nodiscard]] std::string why_not_a_source(std::string_view file, std::string_view language);

// Why a program is no C or C++ compiler with gcc's command line, "" when it is one or unknown.
[[nodiscard]] std::string why_not_a_compiler(std::string_view program);

}  // namespace pool_audit::load
