#include "checks/rules/documented.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace pool_audit::rules {

namespace {

// Words, or beginnings of words, in lower case.
constexpr std::array<std::string_view, 15> kRates = {
    "/s",   "/sec", "/min", "per second", "a second", "per minute", "a minute", "per request",
    " qps", " rps", " hz",  "hot",        "warm",     "cold",       " ops"};
constexpr std::array<std::string_view, 14> kBounds = {
    "bound", "at most", "maxim",      "max ",         "limit", "drop",  "cap ",
    "up to", "capac",   "never more", "no more than", "grows", "freed", "trim"};
constexpr std::array<std::string_view, 4> kBenchmarks = {"bench", "measured", "profile", "perf/"};

template <size_t N>
bool says(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

Documented documented(std::string_view comment) {
  std::string text(" ");
  for (const char c : comment) {
    const auto byte = static_cast<unsigned char>(c);
    text += std::isspace(byte) != 0 ? ' ' : static_cast<char>(std::tolower(byte));
  }
  text += ' ';
  Documented out;
  out.purpose = !comment.empty();
  out.rate = says(text, kRates);
  out.bound = says(text, kBounds);
  out.benchmark = says(text, kBenchmarks);
  return out;
}

std::string missing_from(const Documented& comment) {
  std::vector<std::string_view> parts;
  if (!comment.purpose) parts.emplace_back("what it is for");
  if (!comment.rate) parts.emplace_back("its rate");
  if (!comment.bound) parts.emplace_back("its bound");
  if (!comment.benchmark) parts.emplace_back("where it is benchmarked");
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

}  // namespace pool_audit::rules
