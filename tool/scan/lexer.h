// C and C++ tokens, as far as a reader of names needs them: comments, literals, raw strings, digit
// separators and continued lines are told apart from names. Never fails: whatever is not closed
// ends with its line, or with the text for a comment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::scan {

enum class TokenKind : uint8_t {
  name,         // identifier or keyword; bytes above 0x7F count as letters
  number,       // preprocessing number
  literal,      // string or character, with its prefix
  punctuation,  // one character
  line_end,     // a newline that ends a line for the preprocessor
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  // As spelled; names without continued lines. Valid until the next token is taken.
  std::string_view text;
  bool blank_before = false;  // a blank or a comment stands before it
};

class Lexer {
 public:
  explicit Lexer(std::string_view text);

  [[nodiscard]] Token next();

  // From here on every comment that is passed is appended to `comments`, with its marks. Outlives
  // the lexer.
  void collect_comments(std::vector<std::string_view>& comments) { comments_ = &comments; }

  // Skips blanks, comments and continued lines, but no line end.
  void skip_blanks();
  // Behind `#include` or `#define NAME`, blanks skipped: the header name that begins here with its
  // quotes or angle brackets, or "" when none does. Moves behind it.
  [[nodiscard]] std::string header_name();
  // Whether only blanks and comments are left on this line.
  [[nodiscard]] bool at_line_end();

  [[nodiscard]] size_t position() const { return at_; }
  void rewind(size_t position) { at_ = position; }
  // Whether the next character is exactly `c`, with nothing before it.
  [[nodiscard]] bool directly(char c) const { return at_ < text_.size() && text_[at_] == c; }
  // Line of a position, from 1. Positions must not decrease from call to call.
  [[nodiscard]] uint32_t line_of(size_t position);

 private:
  [[nodiscard]] size_t continued(size_t at) const;
  [[nodiscard]] size_t over_continued(size_t at) const;
  [[nodiscard]] Token name();
  [[nodiscard]] Token number();
  [[nodiscard]] Token quoted(size_t begin);
  [[nodiscard]] bool raw_string(size_t quote);
  void line_comment();
  void block_comment(size_t behind_opening);

  std::string_view text_;
  size_t at_ = 0;
  size_t counted_to_ = 0;
  uint32_t line_ = 1;
  uint32_t open_raw_strings_ = 0;  // how many were never closed
  std::vector<std::string_view>* comments_ = nullptr;
  std::string joined_;  // a name that continued lines cut into pieces
};

}  // namespace pool_audit::scan
