#include "tool/load/shell.h"

#include <utility>

namespace pool_audit::load {
namespace {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

enum class Dialect { posix, response_file };

bool escapes(Dialect dialect, char quote, char next) {
  if (dialect == Dialect::response_file || quote == 0) return true;
  return quote == '"' &&
         (next == '$' || next == '`' || next == '"' || next == '\\' || next == '\n');
}

ShellWords split(std::string_view text, Dialect dialect) {
  ShellWords out;
  std::string word;
  bool in_word = false;
  char quote = 0;  // the open quote, 0 outside
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && escapes(dialect, quote, text[i + 1])) {
      ++i;
      // An escaped end of line joins two lines for the shell; gcc keeps the character.
      if (text[i] == '\n' && dialect == Dialect::posix) continue;
      word += text[i];
      in_word = true;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (is_blank(c)) {
      if (in_word) out.words.push_back(std::exchange(word, {}));
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) out.words.push_back(std::move(word));
  out.unterminated = quote != 0;
  return out;
}

}  // namespace

ShellWords split_shell(std::string_view text) {
  return split(text, Dialect::posix);
}

ShellWords split_response_file(std::string_view text) {
  return split(text, Dialect::response_file);
}

}  // namespace pool_audit::load
