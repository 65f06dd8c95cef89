#include "tool/refactor/fold_clean.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

namespace {

bool is_null(std::string_view text) {
  return text == "nullptr" || text == "NULL" || text == "0";
}

struct Declared {
  size_t first = 0;  // tokens
  size_t name = 0;
  size_t semicolon = 0;
};

bool is_arithmetic(const Source& source, size_t first, size_t name) {
  constexpr std::array<std::string_view, 13> kNames = {
      "int",   "unsigned", "signed",  "long",   "short", "char",    "bool",
      "_Bool", "size_t",   "ssize_t", "double", "float", "uint32_t"};
  for (; first < name; ++first) {
    if (std::ranges::find(kNames, source.tokens()[first].text) == kNames.end()) return false;
  }
  return true;
}

// `T* n;`, `int n;` or `T* n = nullptr;` whose semicolon is the token at `semicolon`.
std::optional<Declared> declared(const Source& source, size_t semicolon) {
  const auto& tokens = source.tokens();
  size_t first = semicolon;
  while (first > 0 && !tokens[first - 1].is(";") && !tokens[first - 1].is("{") &&
         !tokens[first - 1].is("}") && !tokens[first - 1].is(":")) {
    --first;
    const SourceToken& token = tokens[first];
    const bool fits = token.is_word() || token.is("*") || token.is("=") || token.is("<") ||
                      token.is(">") || token.is("0");
    if (!fits || token.is("return") || token.is("delete") || token.is("static"))
      return std::nullopt;
  }
  if (first > 0 && tokens[first - 1].is(":")) return std::nullopt;
  size_t name = semicolon - 1;
  if (semicolon >= first + 4 && tokens[semicolon - 2].is("=") && is_null(tokens[name].text))
    name -= 2;
  const bool good = semicolon >= first + 2 && name > first && tokens[name].is_word() &&
                    std::none_of(tokens.begin() + static_cast<ptrdiff_t>(first),
                                 tokens.begin() + static_cast<ptrdiff_t>(name),
                                 [](const SourceToken& token) { return token.is("="); });
  // `T n;` may run a constructor; `T* n;`, `int n;` and `Node n = NULL;` do not.
  const bool plain = tokens[name - 1].is("*") || is_arithmetic(source, first, name);
  if (!good || (!plain && name + 1 == semicolon)) return std::nullopt;
  return Declared{first, name, semicolon};
}

// The declaration of several pointers that ends at `semicolon`, when nothing else names them:
// `T *m, *n;`.
std::optional<Range> unused_several(const Source& source, size_t semicolon) {
  const auto& tokens = source.tokens();
  size_t first = semicolon;
  bool several = false;
  std::vector<std::string_view> names;
  while (first > 0 && !tokens[first - 1].is(";") && !tokens[first - 1].is("{") &&
         !tokens[first - 1].is("}")) {
    --first;
    const SourceToken& token = tokens[first];
    const bool ends = token.is_word() && (tokens[first + 1].is(",") || first + 1 == semicolon);
    if (ends) names.push_back(token.text);
    if (ends && first > 0 && !tokens[first - 1].is("*")) return std::nullopt;
    several = several || token.is(",");
    if (!token.is_word() && !token.is("*") && !token.is(",")) return std::nullopt;
  }
  const bool used = std::ranges::any_of(names, [&](std::string_view name) {
    return std::ranges::count(tokens, name, &SourceToken::text) != 1;
  });
  const auto statement = source.statement(tokens[first].range);
  if (!several || used || !statement || !statement->owns_lines) return std::nullopt;
  return source.lines_of(*statement);
}

// The lines with the empty line behind them, when a block begins with them.
Range with_line_behind(const Source& source, size_t first, Range lines) {
  const size_t next = source.next_line(lines.end);
  const bool begins = first > 0 && source.tokens()[first - 1].is("{");
  if (begins && source.of({lines.end, next}).find_first_not_of("\r\n") == std::string_view::npos) {
    lines.end = next;
  }
  return lines;
}

// The `return;` that a body ends with.
bool drop_return(std::string& body) {
  const Source source(body);
  const auto& tokens = source.tokens();
  if (tokens.size() < 4 || !tokens[tokens.size() - 3].is("return") ||
      !tokens[tokens.size() - 2].is(";")) {
    return false;
  }
  const SourceToken& before = tokens[tokens.size() - 4];
  const auto statement = source.statement(tokens[tokens.size() - 3].range);
  if (!statement || statement->is_controlled || before.is("else")) return false;
  const Range lines = with_gap(body, source.lines_of(*statement));
  body.erase(lines.begin, lines.end - lines.begin);
  return true;
}

// One step; false when there is nothing left to do.
bool step(std::string& body) {
  const Source source(body);
  const auto& tokens = source.tokens();
  for (size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].is(";")) continue;
    if (const auto lines = unused_several(source, i)) {
      const Range all = with_line_behind(source, source.token_at(lines->begin), *lines);
      body.erase(all.begin, all.end - all.begin);
      return true;
    }
    const auto here = declared(source, i);
    if (!here) continue;
    const std::string_view name = tokens[here->name].text;
    const bool counts = is_arithmetic(source, here->first, here->name);
    if (!counts && i + 3 < tokens.size() && tokens[i + 1].is(name) && tokens[i + 2].is("=") &&
        !tokens[i + 3].is("=")) {
      const size_t begin = tokens[here->name].range.end;
      // A comment between them keeps them apart.
      const std::string_view between = source.of({tokens[i].range.end, tokens[i + 1].range.begin});
      if (between.find('/') != std::string_view::npos) continue;
      body.replace(begin, tokens[i + 1].range.end - begin, "");
      return true;
    }
    const bool once = std::ranges::count(tokens, name, &SourceToken::text) == 1;
    const auto statement = source.statement({tokens[here->name].range});
    if (once && statement && statement->owns_lines) {
      const Range lines =
          with_line_behind(source, here->first, with_gap(body, source.lines_of(*statement)));
      body.erase(lines.begin, lines.end - lines.begin);
      return true;
    }
  }
  return false;
}

}  // namespace

Range with_gap(std::string_view text, Range range) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  const bool from_start = range.begin == 0 || text[range.begin - 1] == '\n';
  if (from_start || range.begin == range.end || text[range.end - 1] == '\n') return range;
  if (!is_blank(text[range.begin - 1])) return range;
  while (range.end < text.size() && is_blank(text[range.end])) ++range.end;
  if (range.end == text.size() || text[range.end] == '\n' || text[range.end] == '\r') {
    while (range.begin > 0 && is_blank(text[range.begin - 1])) --range.begin;
  }
  return range;
}

std::string clean_body(std::string body) {
  while (step(body)) {
  }
  while (drop_return(body)) {
  }
  if (body.find_first_not_of(" \t", 1) == body.size() - 1) return "{}";
  return body;
}

}  // namespace pool_audit::refactor
