#include "tool/refactor/source.h"

#include <algorithm>
#include <array>

#include "tool/scan/lexer.h"

namespace pool_audit::refactor {

namespace {

constexpr std::array<std::string_view, 3> kOpening = {"(", "[", "{"};
constexpr std::array<std::string_view, 3> kClosing = {")", "]", "}"};

template <size_t N>
size_t index_in(const std::array<std::string_view, N>& list, std::string_view text) {
  return static_cast<size_t>(std::ranges::find(list, text) - list.begin());
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

}  // namespace

Source::Source(std::string text) : text_(std::move(text)) {
  lines_.push_back(0);
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
  scan::Lexer lexer(text_);
  bool line_start = true;
  bool in_directive = false;
  while (true) {
    lexer.skip_blanks();
    const size_t begin = lexer.position();
    const scan::Token token = lexer.next();
    if (token.kind == scan::TokenKind::end) break;
    if (token.kind == scan::TokenKind::line_end) {
      line_start = true;
      in_directive = false;
      continue;
    }
    const Range range{begin, lexer.position()};
    if (line_start && of(range) == "#") in_directive = true;
    line_start = false;
    tokens_.push_back({range, of(range), in_directive});
  }
  partners_.assign(tokens_.size(), tokens_.size());
  std::vector<size_t> open;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].in_directive) continue;
    if (index_in(kOpening, tokens_[i].text) < kOpening.size()) {
      open.push_back(i);
    } else if (const size_t kind = index_in(kClosing, tokens_[i].text); kind < kClosing.size()) {
      if (open.empty() || tokens_[open.back()].text != kOpening[kind]) continue;
      partners_[i] = open.back();
      partners_[open.back()] = i;
      open.pop_back();
    }
  }
}

std::optional<size_t> Source::offset(uint32_t line, uint32_t column) const {
  if (line == 0 || column == 0 || line > lines_.size()) return std::nullopt;
  const size_t at = lines_[line - 1] + column - 1;
  const size_t end = line < lines_.size() ? lines_[line] : text_.size() + 1;
  return at < end && at <= text_.size() ? std::optional(at) : std::nullopt;
}

std::optional<Range> Source::range(const inventory::Place& place) const {
  if (!place.macro.empty()) return std::nullopt;
  const auto begin = offset(place.line, place.column);
  const auto end = offset(place.end_line, place.end_column);
  if (!begin || !end || *end < *begin) return std::nullopt;
  return Range{*begin, *end};
}

uint32_t Source::line_of(size_t offset) const {
  return static_cast<uint32_t>(std::ranges::upper_bound(lines_, offset) - lines_.begin());
}

inventory::Place Source::place(const std::string& file, Range range) const {
  const uint32_t line = line_of(range.begin);
  const uint32_t end_line = line_of(range.end);
  return {file,
          line,
          static_cast<uint32_t>(range.begin - lines_[line - 1] + 1),
          end_line,
          static_cast<uint32_t>(range.end - lines_[end_line - 1] + 1),
          ""};
}

size_t Source::line_begin(size_t offset) const {
  return lines_[line_of(offset) - 1];
}

size_t Source::next_line(size_t offset) const {
  const uint32_t line = line_of(offset);
  return line < lines_.size() ? lines_[line] : text_.size();
}

std::string Source::indentation(size_t offset) const {
  const size_t begin = line_begin(offset);
  size_t end = begin;
  while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
  return text_.substr(begin, end - begin);
}

std::string Source::line_end(size_t offset) const {
  const size_t next = next_line(offset);
  return next >= 2 && text_.compare(next - 2, 2, "\r\n") == 0 ? "\r\n" : "\n";
}

size_t Source::token_at(size_t offset) const {
  return static_cast<size_t>(
      std::ranges::lower_bound(tokens_, offset, {},
                               [](const SourceToken& token) { return token.range.begin; }) -
      tokens_.begin());
}

std::optional<size_t> Source::partner(size_t index) const {
  if (index >= partners_.size() || partners_[index] == tokens_.size()) return std::nullopt;
  return partners_[index];
}

std::optional<Statement> Source::statement(Range expression) const {
  const size_t inside = token_at(expression.begin);
  if (inside >= tokens_.size() || tokens_[inside].in_directive) return std::nullopt;
  Statement out;
  // Forwards to the semicolon, over brackets that open behind the expression.
  size_t last = token_at(expression.end);
  for (; last < tokens_.size() && !tokens_[last].is(";"); ++last) {
    const SourceToken& token = tokens_[last];
    if (token.in_directive || token.is("}") || token.is(")") || token.is("]")) return std::nullopt;
    if (token.is(",")) out.has_several = true;
    if (index_in(kOpening, token.text) < kOpening.size()) {
      const auto closing = partner(last);
      if (!closing) return std::nullopt;
      last = *closing;
    }
  }
  if (last >= tokens_.size()) return std::nullopt;
  // Backwards to what ends the statement before, over brackets that close before it.
  size_t first = inside;
  for (; first > 0; --first) {
    const SourceToken& before = tokens_[first - 1];
    if (before.in_directive || before.is(";") || before.is("{") || before.is("}")) break;
    if (before.is("(") || before.is("[")) return std::nullopt;
    if (before.is("else") || before.is("do")) break;
    if (before.is(":") && !(first >= 2 && tokens_[first - 2].is(":")) && !tokens_[first].is(":")) {
      break;  // a label, or the else-part of a conditional operator: both make it controlled
    }
    if (before.is(",")) out.has_several = true;
    if (before.is(")") || before.is("]")) {
      const auto opening = partner(first - 1);
      if (!opening) return std::nullopt;
      const bool keyword =
          *opening > 0 &&
          (tokens_[*opening - 1].is("if") || tokens_[*opening - 1].is("for") ||
           tokens_[*opening - 1].is("while") || tokens_[*opening - 1].is("switch") ||
           tokens_[*opening - 1].is("constexpr"));
      if (keyword) break;
      first = *opening + 1;
    }
  }
  if (first > 0) {
    const SourceToken& before = tokens_[first - 1];
    out.is_controlled =
        !before.in_directive && !before.is(";") && !before.is("{") && !before.is("}");
  }
  find_lines(first, last, out);
  return out;
}

std::optional<Statement> Source::statement_around(size_t index) const {
  if (index >= tokens_.size()) return std::nullopt;
  Range expression = tokens_[index].range;
  for (size_t i = index; i > 0; --i) {
    const SourceToken& before = tokens_[i - 1];
    if (before.in_directive || before.is(";") || before.is("{") || before.is("}")) break;
    if (before.is("(") || before.is("[")) {
      const auto closing = partner(i - 1);
      if (!closing) return std::nullopt;
      expression = {before.range.begin, tokens_[*closing].range.end};
    } else if (before.is(")") || before.is("]")) {
      const auto opening = partner(i - 1);
      if (!opening) return std::nullopt;
      i = *opening + 1;
    }
  }
  return statement(expression);
}

void Source::find_lines(size_t first, size_t last, Statement& statement) const {
  statement.range = {tokens_[first].range.begin, tokens_[last].range.end};
  const size_t begin = statement.range.begin;
  const bool starts_line = line_begin(begin) + indentation(begin).size() == begin;
  const size_t behind = last + 1;
  const bool ends_line =
      behind >= tokens_.size() || tokens_[behind].range.begin >= next_line(statement.range.end - 1);
  statement.owns_lines = starts_line && ends_line;
}

std::optional<Statement> Source::with_if(const Statement& statement) const {
  const size_t first = token_at(statement.range.begin);
  const size_t behind = token_at(statement.range.end);
  if (first < 4 || !tokens_[first - 1].is(")")) return std::nullopt;
  if (behind < tokens_.size() && tokens_[behind].is("else")) return std::nullopt;
  const auto opening = partner(first - 1);
  if (!opening || *opening == 0 || !tokens_[*opening - 1].is("if")) return std::nullopt;
  const size_t keyword = *opening - 1;
  for (size_t i = *opening + 1; i + 1 < first; ++i) {
    const bool call = tokens_[i].is("(") || tokens_[i].is("{");
    const bool changes = tokens_[i].is("=") && !tokens_[i + 1].is("=") && !tokens_[i - 1].is("=") &&
                         !tokens_[i - 1].is("!") && !tokens_[i - 1].is("<") &&
                         !tokens_[i - 1].is(">");
    const bool steps =
        (tokens_[i].is("+") || tokens_[i].is("-")) && tokens_[i + 1].is(tokens_[i].text);
    if (call || changes || steps || tokens_[i].is(";")) return std::nullopt;
  }
  if (keyword > 0) {
    const SourceToken& before = tokens_[keyword - 1];
    if (!before.is(";") && !before.is("{") && !before.is("}")) return std::nullopt;
  }
  Statement out;
  find_lines(keyword, behind - 1, out);
  return out;
}

Range Source::lines_of(const Statement& statement) const {
  if (!statement.owns_lines) {
    // With the blanks behind it, so that none are left between two others.
    size_t end = statement.range.end;
    while (end < text_.size() && is_blank(text_[end])) ++end;
    return {statement.range.begin, end};
  }
  return {line_begin(statement.range.begin), next_line(statement.range.end - 1)};
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool Source::is_behind_object(size_t index) const {
  if (index == 0) return false;
  return tokens_[index - 1].is(".") ||
         (index > 1 && tokens_[index - 1].is(">") && tokens_[index - 2].is("-"));
}

std::optional<size_t> Source::behind_angle(size_t index) const {
  size_t depth = 0;
  for (size_t i = index; i < tokens_.size(); ++i) {
    const SourceToken& token = tokens_[i];
    if (token.is(";") || token.is("(") || token.is("[") || token.is("{")) return std::nullopt;
    if (token.is("<")) ++depth;
    if (token.is(">") && --depth == 0) return i + 1;
  }
  return std::nullopt;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && (text.front() < '0' || text.front() > '9') &&
         std::ranges::all_of(text, is_name_character);
}

bool SourceToken::is_word() const {
  return !text.empty() && is_name_character(text.front()) &&
         (text.front() < '0' || text.front() > '9');
}

}  // namespace pool_audit::refactor
