// The text of one source file with its tokens: how far a statement reaches, how a line is indented.
//
// Positions are byte offsets; lines and columns count from 1, columns in bytes. Plain text, no
// syntax tree: whatever is not certain is nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"

namespace pool_audit::refactor {

struct Range {
  size_t begin = 0;
  size_t end = 0;  // past the last byte

  friend bool operator==(const Range&, const Range&) = default;
};

[[nodiscard]] constexpr bool holds(const Range& outer, const Range& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

struct SourceToken {
  Range range;
  std::string_view text;
  bool in_directive = false;  // of the preprocessor

  [[nodiscard]] bool is(std::string_view other) const { return text == other; }
  // A name or a keyword.
  [[nodiscard]] bool is_word() const;
};

// A statement that ends in a semicolon.
struct Statement {
  Range range;                 // from its first token to the semicolon
  bool is_controlled = false;  // the whole body of an `if`, `else`, loop or label, without braces
  bool owns_lines = false;     // nothing else but a comment behind it stands on its lines
  bool has_several = false;    // a declaration of several names

  friend bool operator==(const Statement&, const Statement&) = default;
};

// Moving it would leave the tokens' texts behind.
class Source {
 public:
  explicit Source(std::string text);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<SourceToken>& tokens() const { return tokens_; }
  [[nodiscard]] std::string_view of(Range range) const {
    return std::string_view(text_).substr(range.begin, range.end - range.begin);
  }

  // Nothing when the text has no such place.
  [[nodiscard]] std::optional<size_t> offset(uint32_t line, uint32_t column) const;
  // Nothing for a place that is nowhere, or in a macro.
  [[nodiscard]] std::optional<Range> range(const inventory::Place& place) const;
  [[nodiscard]] inventory::Place place(const std::string& file, Range range) const;
  [[nodiscard]] uint32_t line_of(size_t offset) const;

  // The statement that an expression stands in: nothing when that is none that ends in a semicolon,
  // as a condition or an argument of a macro over several lines.
  [[nodiscard]] std::optional<Statement> statement(Range expression) const;
  // The same of the token with this index, which may stand in brackets: an argument of a call.
  [[nodiscard]] std::optional<Statement> statement_around(size_t index) const;
  // A controlled statement with the `if` that it is the only part of, when testing the condition
  // does nothing but test it: names, members, numbers and operators. Nothing otherwise.
  [[nodiscard]] std::optional<Statement> with_if(const Statement& statement) const;
  // Its lines as a whole when it owns them, with the line end; the statement alone otherwise.
  [[nodiscard]] Range lines_of(const Statement& statement) const;
  // The blanks and tabs that the line of an offset begins with.
  [[nodiscard]] std::string indentation(size_t offset) const;
  // "\r\n" when the line of an offset ends so, "\n" otherwise.
  [[nodiscard]] std::string line_end(size_t offset) const;
  [[nodiscard]] size_t line_begin(size_t offset) const;
  // Past the line end.
  [[nodiscard]] size_t next_line(size_t offset) const;
  // Index of the first token that begins at `offset` or behind it.
  [[nodiscard]] size_t token_at(size_t offset) const;
  // The token that closes the bracket at `index`, or that opens it; nothing when there is none.
  [[nodiscard]] std::optional<size_t> partner(size_t index) const;
  // Whether the token at `index` names a member of an object: it stands behind `.` or `->`.
  [[nodiscard]] bool is_behind_object(size_t index) const;
  // Past the `>` that closes the `<` at `index`; nothing when a `;` or a bracket comes before it.
  [[nodiscard]] std::optional<size_t> behind_angle(size_t index) const;

 private:
  void find_lines(size_t first, size_t last, Statement& statement) const;

  std::string text_;
  std::vector<size_t> lines_;  // offsets at which they begin
  std::vector<SourceToken> tokens_;
  std::vector<size_t> partners_;  // of brackets; the number of tokens: none
};

// Whether a character may stand in a name.
[[nodiscard]] bool is_name_character(char c);
// Whether a text is one name and nothing else.
[[nodiscard]] bool is_identifier(std::string_view text);

}  // namespace pool_audit::refactor
