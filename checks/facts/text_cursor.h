// A position in the text of facts: lines, comments, words, strings, numbers, and the first error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checks/support/result.h"

namespace pool_audit::facts::text {

// All members that read something skip spaces before it, unless their name says `adjacent`. They
// stay on the line: a comment (`#` behind a space or at the start of a line) ends it.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  // To the first line after this one that has content; false at the end of the text. The first
  // call goes to the first such line.
  bool next_line();
  [[nodiscard]] bool at_end();  // of the line

  [[nodiscard]] char peek();
  [[nodiscard]] char peek_adjacent(size_t ahead = 0) const;
  [[nodiscard]] std::string_view rest();  // of the line, comment included
  [[nodiscard]] std::string_view rest_adjacent() const;

  bool accept(std::string_view sign);           // a sign: "->", "("
  bool accept_adjacent(std::string_view sign);  // directly here
  bool accept_word(std::string_view word);      // an identifier that is exactly `word`
  // The word that stands here if it is an identifier, else "". Does not move.
  [[nodiscard]] std::string_view peek_identifier();
  std::string_view take(size_t length);  // of rest_adjacent()

  // These report what they expected when it is not there.
  bool expect(std::string_view sign);
  bool expect_end();
  bool string(std::string& out);  // up to the quote character that stands here
  bool number(uint64_t& out, uint64_t max);
  bool number(int64_t& out);

  // The first error counts; always false, so that `return fail(...)` reads well.
  bool fail(std::string_view expected);  // "expected X, found Y"
  bool fail(Error error);
  bool fail_at(size_t position, std::string message);
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] const Error& error() const { return error_; }

  [[nodiscard]] size_t position();  // of what comes next
  [[nodiscard]] size_t line_start() const { return line_start_; }
  [[nodiscard]] uint32_t line() const { return line_; }
  [[nodiscard]] uint32_t column(size_t position) const {
    return static_cast<uint32_t>(position - line_start_ + 1);
  }
  [[nodiscard]] size_t line_end() const { return line_end_; }
  void restart();  // to before the first line

 private:
  void skip_space();
  [[nodiscard]] std::string found();

  std::string_view text_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  size_t line_end_ = 0;  // of the content: before the comment and the line break
  size_t next_ = 0;      // where the next line starts
  uint32_t line_ = 0;
  bool failed_ = false;
  Error error_;
};

}  // namespace pool_audit::facts::text
