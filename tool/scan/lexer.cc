#include "tool/scan/lexer.h"

#include <algorithm>
#include <array>

namespace pool_audit::scan {
namespace {

enum CharClass : uint8_t { kOther, kBlank, kNewline, kLetter, kDigit };

constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    table[static_cast<size_t>(c)] = letter || c >= 0x80 ? kLetter : kOther;
  }
  for (const char c : {' ', '\t', '\v', '\f', '\r'}) table[static_cast<size_t>(c)] = kBlank;
  table['\n'] = kNewline;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = kDigit;
  return table;
}();

uint8_t class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}
bool in_name(char c) {
  return class_of(c) >= kLetter;
}

// The literal prefixes; those that end in R begin a raw string.
bool is_literal_prefix(std::string_view name) {
  if (name.ends_with('R')) name.remove_suffix(1);
  return name.empty() || name == "u8" || name == "u" || name == "U" || name == "L";
}

}  // namespace

Lexer::Lexer(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = counted_to_ = 3;
}

// Length of the line continuation at `at`, 0 when there is none. Blanks between the backslash and
// the newline are allowed, as compilers do.
size_t Lexer::continued(size_t at) const {
  if (at >= text_.size() || text_[at] != '\\') return 0;
  size_t end = at + 1;
  while (end < text_.size() && class_of(text_[end]) == kBlank) ++end;
  return end < text_.size() && text_[end] == '\n' ? end + 1 - at : 0;
}

size_t Lexer::over_continued(size_t at) const {
  while (const size_t length = continued(at)) at += length;
  return at;
}

void Lexer::line_comment() {
  while (at_ < text_.size()) {
    const size_t newline = text_.find('\n', at_);
    if (newline == std::string_view::npos) {
      at_ = text_.size();
      return;
    }
    size_t last = newline;
    while (last > at_ && class_of(text_[last - 1]) == kBlank) --last;
    if (last == at_ || text_[last - 1] != '\\') {
      at_ = newline;
      return;
    }
    at_ = newline + 1;
  }
}

void Lexer::block_comment(size_t behind_opening) {
  for (size_t star = text_.find('*', behind_opening); star != std::string_view::npos;
       star = text_.find('*', star + 1)) {
    const size_t slash = over_continued(star + 1);
    if (slash < text_.size() && text_[slash] == '/') {
      at_ = slash + 1;
      return;
    }
  }
  at_ = text_.size();
}

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (class_of(c) == kBlank) {
      ++at_;
    } else if (c == '\\') {
      const size_t length = continued(at_);
      if (length == 0) return;
      at_ += length;
    } else if (c == '/') {
      const size_t second = over_continued(at_ + 1);
      const char kind = second < text_.size() ? text_[second] : '\0';
      const size_t begin = at_;
      if (kind == '/') {
        at_ = second + 1;
        line_comment();
      } else if (kind == '*') {
        block_comment(second + 1);
      } else {
        return;
      }
      if (comments_) comments_->push_back(text_.substr(begin, at_ - begin));
    } else {
      return;
    }
  }
}

Token Lexer::next() {
  const size_t before = at_;
  skip_blanks();
  const bool blank = at_ != before;
  Token token;
  if (at_ >= text_.size()) return {TokenKind::end, {}, blank};
  const char c = text_[at_];
  switch (class_of(c)) {
    case kLetter:
      token = name();
      break;
    case kDigit:
      token = number();
      break;
    case kNewline:
      token = {TokenKind::line_end, text_.substr(at_++, 1), false};
      break;
    default:
      if (c == '"' || c == '\'') {
        token = quoted(at_);
      } else if (c == '.' && at_ + 1 < text_.size() && class_of(text_[at_ + 1]) == kDigit) {
        token = number();
      } else {
        token = {TokenKind::punctuation, text_.substr(at_++, 1), false};
      }
  }
  token.blank_before = blank;
  return token;
}

Token Lexer::name() {
  const size_t begin = at_;
  while (at_ < text_.size() && in_name(text_[at_])) ++at_;
  std::string_view spelled = text_.substr(begin, at_ - begin);
  if (continued(at_) != 0) {
    joined_ = spelled;
    while (true) {
      const size_t next = over_continued(at_);
      if (next == at_ || next >= text_.size() || !in_name(text_[next])) break;
      at_ = next;
      while (at_ < text_.size() && in_name(text_[at_])) joined_ += text_[at_++];
    }
    spelled = joined_;
  }
  if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'') && spelled.size() <= 3 &&
      is_literal_prefix(spelled)) {
    if (spelled.back() != 'R') return quoted(begin);
    if (text_[at_] == '"' && raw_string(at_)) {
      return {TokenKind::literal, text_.substr(begin, at_ - begin), false};
    }
  }
  return {TokenKind::name, spelled, false};
}

// Moves behind the raw string whose quote stands at `quote`. One that is not well-formed or never
// ends is left to be read as a plain string, which hides less of the file.
bool Lexer::raw_string(size_t quote) {
  constexpr size_t kLongestDelimiter = 16;
  constexpr uint32_t kTries = 64;  // each costs a look at the whole rest of the text
  if (open_raw_strings_ >= kTries) return false;
  const size_t length = text_.substr(quote + 1, kLongestDelimiter + 1).find('(');
  if (length == std::string_view::npos) return false;
  const size_t open = quote + 1 + length;
  const std::string_view delimiter = text_.substr(quote + 1, length);
  if (delimiter.find_first_of(" \t\v\f\r\n\\)\"") != std::string_view::npos) return false;
  const std::string closing = ")" + std::string(delimiter) + "\"";
  const size_t close = text_.find(closing, open + 1);
  if (close == std::string_view::npos) {
    ++open_raw_strings_;
    return false;
  }
  at_ = close + closing.size();
  return true;
}

// A string or character whose text begins, with its prefix, at `begin`; at_ may stand on the quote.
Token Lexer::quoted(size_t begin) {
  const char quote = text_[at_++];
  while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
    if (const size_t length = continued(at_); length != 0) {
      at_ += length;
    } else {
      // A backslash hides the next character, but never the end of the line.
      at_ += text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
    }
  }
  if (at_ < text_.size() && text_[at_] == quote) ++at_;
  return {TokenKind::literal, text_.substr(begin, at_ - begin), false};
}

Token Lexer::number() {
  const size_t begin = at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if ((c == '+' || c == '-') &&
        std::string_view("eEpP").find(text_[at_ - 1]) != std::string_view::npos) {
      ++at_;
    } else if (in_name(c) || c == '.' || (c == '\'' && in_name(after))) {
      ++at_;
    } else if (const size_t next = over_continued(at_);
               next != at_ && next < text_.size() && in_name(text_[next])) {
      at_ = next;
    } else {
      break;
    }
  }
  return {TokenKind::number, text_.substr(begin, at_ - begin), false};
}

std::string Lexer::header_name() {
  if (at_ >= text_.size()) return {};
  const char open = text_[at_];
  if (open != '"' && open != '<') return {};
  const char close = open == '<' ? '>' : '"';
  std::string name(1, open);
  for (size_t i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
    if (const size_t length = continued(i); length != 0) {
      i += length - 1;
      continue;
    }
    name += text_[i];
    if (text_[i] == close) {
      at_ = i + 1;
      return name;
    }
  }
  return {};
}

bool Lexer::at_line_end() {
  skip_blanks();
  return at_ >= text_.size() || text_[at_] == '\n';
}

uint32_t Lexer::line_of(size_t position) {
  if (position > counted_to_) {
    const auto begin = text_.begin() + static_cast<ptrdiff_t>(counted_to_);
    const auto end = text_.begin() + static_cast<ptrdiff_t>(position);
    line_ += static_cast<uint32_t>(std::count(begin, end, '\n'));
    counted_to_ = position;
  }
  return line_;
}

}  // namespace pool_audit::scan
