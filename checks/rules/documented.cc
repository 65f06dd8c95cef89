#include "checks/rules/documented.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <regex>
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

DocumentedRate documented_rate(std::string_view comment) {
  static const std::regex number(
      R"(([~<>]? ?)(\d[\d,]*(?:\.\d+)?) ?([km]|million)?\b(?: (?:get|take|acquire|checkout|borrow|)"
      R"(request|call|alloc|allocation|use|time|operation|op|packet|message)s?)? ?)"
      R"((?:/ ?|per |an? |each )(s|sec|second|m|min|minute|h|hour)\b)");
  static const std::regex named(R"(\b(?:rate|class):? (hot|warm|cold)\b)");
  std::string text;  // lower case, one blank between words; as long as `shown`
  std::string shown;
  for (const char c : comment) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank = std::isspace(byte) != 0;
    if (blank && text.ends_with(' ')) continue;
    text += blank ? ' ' : static_cast<char>(std::tolower(byte));
    shown += blank ? ' ' : c;
  }
  DocumentedRate out;
  for (std::sregex_iterator at(text.begin(), text.end(), number), end; at != end; ++at) {
    const std::smatch& match = *at;
    // The end of a word or of a version is no number of gets.
    const auto from = static_cast<size_t>(match.position(2));
    if (from > 0 && (std::isalnum(static_cast<unsigned char>(text[from - 1])) != 0 ||
                     text[from - 1] == '.' || text[from - 1] == '_')) {
      continue;
    }
    std::string digits = match[2];
    std::erase(digits, ',');
    double rate = std::strtod(digits.c_str(), nullptr);
    if (match[3] == "k") rate *= 1e3;
    if (match[3] == "m" || match[3] == "million") rate *= 1e6;
    if (match[4].str().starts_with('m')) rate /= 60;
    if (match[4].str().starts_with('h')) rate /= 3600;
    if (out.per_second && *out.per_second >= rate) continue;
    out.per_second = rate;
    out.text =
        shown.substr(static_cast<size_t>(match.position(0)), static_cast<size_t>(match.length(0)));
    while (out.text.starts_with(' ')) out.text.erase(0, 1);
  }
  if (out.per_second) return out;
  if (std::smatch match; std::regex_search(text, match, named)) {
    out.text =
        shown.substr(static_cast<size_t>(match.position(0)), static_cast<size_t>(match.length(0)));
    out.class_ = match[1];
  }
  return out;
}

Heat heat_told(const DocumentedRate& told, double hot_above, double cold_below) {
  if (told.per_second) {
    if (*told.per_second > hot_above) return Heat::hot;
    return *told.per_second < cold_below ? Heat::cold : Heat::warm;
  }
  for (const Heat heat : {Heat::cold, Heat::warm, Heat::hot}) {
    if (told.class_ == to_text(heat)) return heat;
  }
  return Heat::unmeasured;
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
