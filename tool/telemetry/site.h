// "file:line", as telemetry names the place of a pool.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pool_audit::telemetry {

struct Site {
  std::string file;
  uint32_t line = 0;  // 0: the text names no line, and is a file as a whole

  friend bool operator==(const Site&, const Site&) = default;
};

[[nodiscard]] Site parse_site(std::string_view text);

}  // namespace pool_audit::telemetry
