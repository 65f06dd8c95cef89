// Numbers as people say them, for reasons and reports. The same everywhere: no locale is asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit::verdict {

// "12.4k gets/s", "85 gets/s", "0.3 gets/s".
[[nodiscard]] std::string rate(double per_second);
// "30 days", "36 hours", "5 minutes", "12 seconds"; of two units the larger one that is at least 2.
[[nodiscard]] std::string duration(double seconds);
// "93 %"; rounded, but never to 0 or 100 what is neither.
[[nodiscard]] std::string percent(double share);
// "1 finding", "3 findings".
[[nodiscard]] std::string count(uint64_t number, std::string_view noun);

}  // namespace pool_audit::verdict
