#include "checks/facts/text_cursor.h"

#include <algorithm>

#include "checks/facts/text_syntax.h"

namespace pool_audit::facts::text {
namespace {

// Where the content of `line` ends: at a comment that is not inside a string, without the spaces
// before it.
size_t content_length(std::string_view line) {
  char quote = '\0';
  size_t end = line.size();
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '#' && (i == 0 || is_space(line[i - 1]))) {
      end = i;
      break;
    }
  }
  while (end > 0 && is_space(line[end - 1])) --end;
  return end;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void Cursor::restart() {
  at_ = line_start_ = line_end_ = next_ = 0;
  line_ = 0;
}

bool Cursor::next_line() {
  while (next_ < text_.size()) {
    line_start_ = at_ = next_;
    ++line_;
    const size_t newline = std::min(text_.find('\n', next_), text_.size());
    next_ = newline + 1;
    line_end_ = line_start_ + content_length(text_.substr(line_start_, newline - line_start_));
    if (!at_end()) return true;
  }
  line_start_ = at_ = line_end_ = next_ = text_.size();
  ++line_;
  return false;
}

void Cursor::skip_space() {
  while (at_ < line_end_ && is_space(text_[at_])) ++at_;
}
bool Cursor::at_end() {
  skip_space();
  return at_ >= line_end_;
}
size_t Cursor::position() {
  skip_space();
  return at_;
}
char Cursor::peek() {
  skip_space();
  return peek_adjacent();
}
char Cursor::peek_adjacent(size_t ahead) const {
  return at_ + ahead < line_end_ ? text_[at_ + ahead] : '\0';
}
std::string_view Cursor::rest_adjacent() const {
  return text_.substr(at_, line_end_ - at_);
}
std::string_view Cursor::rest() {
  skip_space();
  return rest_adjacent();
}

bool Cursor::accept_adjacent(std::string_view sign) {
  if (!rest_adjacent().starts_with(sign)) return false;
  at_ += sign.size();
  return true;
}
bool Cursor::accept(std::string_view sign) {
  skip_space();
  return accept_adjacent(sign);
}
std::string_view Cursor::peek_identifier() {
  const std::string_view here = rest();
  return here.substr(0, identifier_length(here));
}
bool Cursor::accept_word(std::string_view word) {
  if (peek_identifier() != word) return false;
  at_ += word.size();
  return true;
}
std::string_view Cursor::take(size_t length) {
  const std::string_view taken = rest_adjacent().substr(0, length);
  at_ += taken.size();
  return taken;
}

std::string Cursor::found() {
  if (at_end())
    return next_ > text_.size() || line_end_ == text_.size() ? "the end" : "end of line";
  const std::string_view here = rest_adjacent();
  size_t length = std::max<size_t>(word_length(here), 1);
  length = std::min<size_t>(length, 40);
  return quote(here.substr(0, length), '\'');
}

bool Cursor::fail(Error error) {
  if (!failed_) error_ = std::move(error);
  failed_ = true;
  return false;
}
bool Cursor::fail_at(size_t position, std::string message) {
  if (failed_) return false;
  failed_ = true;
  error_.message = std::move(message);
  const std::string_view before = text_.substr(0, std::min(position, text_.size()));
  const auto lines = static_cast<uint32_t>(std::ranges::count(before, '\n'));
  const size_t newline = before.rfind('\n');
  error_.line = lines + 1;
  error_.column = static_cast<uint32_t>(
      newline == std::string_view::npos ? before.size() + 1 : before.size() - newline);
  return false;
}
bool Cursor::fail(std::string_view expected) {
  const size_t where = position();
  return fail_at(where, "expected " + std::string(expected) + ", found " + found());
}
bool Cursor::expect(std::string_view sign) {
  return accept(sign) || fail(quote(sign, '\''));
}
bool Cursor::expect_end() {
  return at_end() || fail("end of line");
}

bool Cursor::string(std::string& out) {
  skip_space();
  const size_t start = at_;
  const char quote = peek_adjacent();
  out.clear();
  for (++at_; at_ < line_end_; ++at_) {
    char c = text_[at_];
    if (c == quote) {
      ++at_;
      return true;
    }
    if (c == '\\') {
      ++at_;
      c = peek_adjacent();
      if (c == 'n') {
        c = '\n';
      } else if (c == 't') {
        c = '\t';
      } else if (c == 'x') {
        const int high = hex_digit(peek_adjacent(1));
        const int low = hex_digit(peek_adjacent(2));
        if (high < 0 || low < 0) {
          return fail_at(at_ - 1, "expected two hexadecimal digits behind \\x");
        }
        c = static_cast<char>(high * 16 + low);
        at_ += 2;
      } else if (c != '\\' && c != quote) {
        return fail_at(at_ - 1, std::string("expected \\\\, \\") + quote +
                                    ", \\n, \\t or \\xHH, found another escape");
      }
    }
    out += c;
  }
  return fail_at(start, std::string("expected a closing ") + quote + " on the same line");
}

bool Cursor::number(uint64_t& out, uint64_t max) {
  skip_space();
  const size_t start = at_;
  if (!is_digit(peek_adjacent())) return fail("a number");
  uint64_t value = 0;
  bool fits = true;
  while (is_digit(peek_adjacent())) {
    const auto digit = static_cast<uint64_t>(peek_adjacent() - '0');
    fits = fits && value <= (max - digit) / 10 && digit <= max;
    value = fits ? value * 10 + digit : 0;
    ++at_;
  }
  if (!fits) {
    return fail_at(start, "expected a number up to " + std::to_string(max) + ", found " +
                              std::string(text_.substr(start, std::min<size_t>(at_ - start, 40))));
  }
  out = value;
  return true;
}

bool Cursor::number(int64_t& out) {
  const bool negative = accept("-");
  uint64_t magnitude = 0;
  const uint64_t most = uint64_t{INT64_MAX} + (negative ? 1 : 0);
  if (!number(magnitude, most)) return false;
  out = static_cast<int64_t>(negative ? ~magnitude + 1 : magnitude);
  return true;
}

}  // namespace pool_audit::facts::text
