// The two formats that are lines of text.
#include <charconv>
#include <cmath>
#include <optional>

#include "checks/support/words.h"
#include "tool/telemetry/coverage.h"

namespace pool_audit::telemetry {

namespace {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number out = 0;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc() || last != end) return std::nullopt;
  return out;
}

// Calls `each` with every line and its number, until it returns an error.
template <class Each>
Result<void> for_each_line(std::string_view text, Each each) {
  uint32_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (auto done = each(line, ++number); !done) return done;
  }
  return {};
}

}  // namespace

Result<Telemetry> read_lcov(std::string_view text, const std::string& file, double seconds) {
  Telemetry out;
  std::string source;
  const auto done = for_each_line(text, [&](std::string_view line, uint32_t at) -> Result<void> {
    if (line.starts_with("SF:")) {
      source = line.substr(3);
    } else if (line == "end_of_record") {
      source.clear();
    } else if (line.starts_with("DA:")) {
      line.remove_prefix(3);
      const size_t comma = line.find(',');
      const auto number = number_in<uint32_t>(line.substr(0, comma));
      std::string_view rest = comma == std::string_view::npos ? "" : line.substr(comma + 1);
      rest = rest.substr(0, rest.find(','));  // a checksum may stand behind it
      const auto count = number_in<double>(rest);
      if (!number || !count || !std::isfinite(*count)) {
        return fail("expected DA:LINE,COUNT", file, at);
      }
      if (source.empty()) return fail("expected SF:FILE before the first DA:", file, at);
      if (*count < 0) return {};  // lcov writes that for what gcov miscounted
      out.lines.push_back({source, *number, 0, *number + 1, 0, "", *count, seconds, file});
    }
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  if (out.lines.empty()) out.notes.push_back(file + ": it has no DA: lines");
  return out;
}

Result<Telemetry> read_bpftrace(std::string_view text, const std::string& file, double seconds) {
  Telemetry out;
  const auto done = for_each_line(text, [&](std::string_view line, uint32_t at) -> Result<void> {
    line = trimmed(line);
    if (!line.starts_with('@')) return {};  // "Attaching 3 probes..."
    // The last "]: ", for the key may be anything.
    const size_t open = line.find('[');
    const size_t close = line.rfind("]:");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
      return {};  // a map without keys counts nothing that can be told apart
    }
    const std::string_view key = trimmed(line.substr(open + 1, close - open - 1));
    const auto count = number_in<double>(trimmed(line.substr(close + 2)));
    if (key.empty() || !count || !std::isfinite(*count) || *count < 0) {
      return fail("expected @name[function]: count", file, at);
    }
    // "uprobe:/usr/bin/server:function" counts calls of the function.
    const size_t binary = key.starts_with("uprobe:") ? key.rfind('/') : std::string_view::npos;
    const size_t colon =
        binary == std::string_view::npos ? std::string_view::npos : key.find(':', binary);
    const std::string_view function = colon == std::string_view::npos ? key : key.substr(colon + 1);
    out.lines.push_back({"", 0, 0, 0, 0, std::string(function), *count, seconds, file});
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  if (out.lines.empty()) {
    out.notes.push_back(file + ": it has no counts by function, as @gets[func] = count() makes");
  }
  return out;
}

}  // namespace pool_audit::telemetry
