#include "tool/refactor/object_statement.h"

#include "checks/support/words.h"

namespace pool_audit::refactor {

namespace {

// Whether the star at `index` stands in front of what it reads through.
bool is_unary(const std::vector<SourceToken>& tokens, size_t index) {
  if (index == 0) return true;
  const SourceToken& before = tokens[index - 1];
  if (before.is("sizeof") || before.is("return")) return true;
  return !before.is_word() && !before.is(")") && !before.is("]");
}

}  // namespace

std::optional<std::string> of_object(const Source& source, Range range, const ObjectWords& words) {
  const auto& tokens = source.tokens();
  std::string out;
  size_t copied = range.begin;
  bool named = false;
  for (size_t i = source.token_at(range.begin);
       i < tokens.size() && tokens[i].range.end <= range.end; ++i) {
    const SourceToken& token = tokens[i];
    if (token.in_directive || token.is("this")) return std::nullopt;
    if (!token.is_word()) continue;
    if (source.is_behind_object(i)) continue;
    if (!token.is(words.name)) {
      if (words.closed.contains(std::string(token.text))) return std::nullopt;
      continue;
    }
    named = true;
    size_t begin = token.range.begin;
    size_t end = token.range.end;
    std::string text = "object";
    if (!words.is_reference) {
      const bool leads = i + 2 < tokens.size() && tokens[i + 1].is("-") && tokens[i + 2].is(">");
      const bool starred = i >= 1 && tokens[i - 1].is("*") && is_unary(tokens, i - 1);
      if (leads) {
        text = "object.";
        end = tokens[i + 2].range.end;
      } else if (starred) {
        begin = tokens[i - 1].range.begin;
      } else {
        text = "&object";
      }
    }
    out += source.of({copied, begin});
    out += text;
    copied = end;
  }
  if (!named) return std::nullopt;
  out += source.of({copied, range.end});
  return std::string(trimmed(out));
}

}  // namespace pool_audit::refactor
