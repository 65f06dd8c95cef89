// The kernel's small text files of numbers. Internal to this folder.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace pool_audit::workers {

// The first two numbers of "12 345 67\n"; nothing when there are no two ("max 100000").
[[nodiscard]] inline std::optional<std::pair<uint64_t, uint64_t>> first_two_numbers(
    std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  uint64_t first = 0;
  uint64_t second = 0;
  const auto [space, error] = std::from_chars(begin, end, first);
  if (error != std::errc() || space == end || *space != ' ') return std::nullopt;
  if (std::from_chars(space + 1, end, second).ec != std::errc()) return std::nullopt;
  return std::pair(first, second);
}

}  // namespace pool_audit::workers
