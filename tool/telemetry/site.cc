#include "tool/telemetry/site.h"

#include <charconv>

namespace pool_audit::telemetry {

Site parse_site(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {std::string(text), 0};
  uint32_t line = 0;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data() + colon + 1, end, line);
  if (error != std::errc() || last != end) return {std::string(text), 0};
  return {std::string(text.substr(0, colon)), line};
}

}  // namespace pool_audit::telemetry
