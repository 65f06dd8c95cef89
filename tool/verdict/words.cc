#include "tool/verdict/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pool_audit::verdict {

namespace {

std::string fixed(double value, int digits) {
  std::array<char, 400> buffer;  // the largest double has 309 digits
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::fixed, digits);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

// At most three significant digits, without a trailing ".0".
std::string short_number(double value) {
  const int digits = value >= 100 || value == std::floor(value) ? 0 : 1;
  std::string out = fixed(value, digits);
  if (out.ends_with(".0")) out.resize(out.size() - 2);
  return out;
}

}  // namespace

std::string rate(double per_second) {
  constexpr double kMillion = 1e6;
  constexpr double kThousand = 1e3;
  if (!(per_second >= 0)) return "? gets/s";
  if (per_second >= 10 * kMillion) return short_number(per_second / kMillion) + "M gets/s";
  if (per_second >= 10 * kThousand) return short_number(per_second / kThousand) + "k gets/s";
  if (per_second > 0 && per_second < 0.1) return "under 0.1 gets/s";
  return short_number(per_second) + " gets/s";
}

std::string duration(double seconds) {
  struct Unit {
    double seconds;
    std::string_view name;
  };
  constexpr std::array kUnits = {Unit{86400, "day"}, Unit{3600, "hour"}, Unit{60, "minute"}};
  for (const Unit& unit : kUnits) {
    if (seconds >= 2 * unit.seconds) {
      return short_number(std::floor(seconds / unit.seconds * 10) / 10) + " " +
             std::string(unit.name) + "s";
    }
  }
  return short_number(seconds) + " seconds";
}

std::string percent(double share) {
  double hundredths = std::round(share * 100);
  if (share < 1 && hundredths >= 100) hundredths = 99;
  if (share > 0 && hundredths < 1) hundredths = 1;
  return fixed(std::clamp(hundredths, 0.0, 100.0), 0) + " %";
}

std::string count(uint64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

}  // namespace pool_audit::verdict
