// Text that may hold any bytes, for formats that may not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit::report {

// Valid UTF-8 without control characters but line feed and tab: what is neither becomes U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

// The column, counted in characters from 1, of byte `column` (from 1) of a line. A column behind
// the end keeps its distance.
[[nodiscard]] uint32_t character_column(std::string_view line, uint32_t column);

}  // namespace pool_audit::report
