#include "checks/support/words.h"

#include <algorithm>

namespace pool_audit {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> out;
  size_t from = 0;
  while (from <= text.size()) {
    const size_t to = std::min(text.find(',', from), text.size());
    const std::string_view part = trimmed(text.substr(from, to - from));
    if (!part.empty()) out.emplace_back(part);
    from = to + 1;
  }
  return out;
}

bool matches_stars(std::string_view pattern, std::string_view text) {
  constexpr size_t kNone = std::string_view::npos;
  size_t at = 0;
  size_t in_text = 0;
  size_t star = kNone;     // the last star passed,
  size_t behind_star = 0;  // and where the text goes on that it does not stand for
  while (in_text < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      behind_star = in_text;
    } else if (at < pattern.size() && pattern[at] == text[in_text]) {
      ++at;
      ++in_text;
    } else if (star != kNone) {
      at = star + 1;
      in_text = ++behind_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == kNone;
}

bool matches_last_parts(std::string_view pattern, std::string_view name) {
  return matches_stars(pattern, name) || matches_stars("*::" + std::string(pattern), name);
}

std::string_view last_component(std::string_view name) {
  const size_t at = name.rfind("::");
  return at == std::string_view::npos ? name : name.substr(at + 2);
}

std::string plain_type(std::string_view type) {
  type = trimmed(type);
  for (const std::string_view word : {"struct ", "class ", "union ", "enum "}) {
    if (type.starts_with(word)) type.remove_prefix(word.size());
  }
  std::string out;
  for (const char c : type) {
    if (c != ' ') out += c;
  }
  for (const std::string_view nameless :
       {"(anonymousnamespace)::", "{anonymous}::", "<unnamed>::", "`anonymousnamespace'::"}) {
    for (size_t at = out.find(nameless); at != std::string::npos; at = out.find(nameless, at)) {
      out.erase(at, nameless.size());
    }
  }
  while (out.ends_with('*') || out.ends_with('&')) out.pop_back();
  return out;
}

}  // namespace pool_audit
