// Filling paragraphs and two-column lists for --help.
#pragma once

#include <string>
#include <string_view>

namespace pool_audit::cli {

inline constexpr size_t kHelpWidth = 80;

// `text` in lines of at most kHelpWidth columns, each behind `indent` blanks; an empty line in the
// text separates paragraphs. Ends with a line feed.
[[nodiscard]] std::string filled(std::string_view text, size_t indent);

// "  TERM      text", the text filled in its own column from `column` on. A term that is too long
// stands on a line of its own.
[[nodiscard]] std::string item(std::string_view term, std::string_view text, size_t column);

}  // namespace pool_audit::cli
