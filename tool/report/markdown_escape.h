// Foreign text inside Markdown: it must show as itself, whatever it holds, in CommonMark and in the
// tables of GitHub's dialect.
#pragma once

#include <string>
#include <string_view>

namespace pool_audit::report {

// Safe within a line, also in a table cell. Pipes become entities, because dialects disagree about
// backslashes before them, above all inside code spans.
[[nodiscard]] std::string markdown(std::string_view text);

// Safe at the start of a line or list item too: "1. x", "# x" and "- x" stay what they are.
[[nodiscard]] std::string markdown_start(std::string_view text);

// The same in a code font: "<code>a&#124;b</code>"; "" for "". A code span of backticks cannot hold
// every text inside a table.
[[nodiscard]] std::string markdown_code(std::string_view text);

// Several lines in a code font, laid out as they are.
[[nodiscard]] std::string markdown_block(std::string_view text);

}  // namespace pool_audit::report
