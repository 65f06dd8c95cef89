// Splitting a command line into arguments as a POSIX shell does, without any expansion.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::load {

struct ShellWords {
  std::vector<std::string> words;
  bool unterminated = false;  // a quote is not closed; it is taken to end with the text
};

// The `command` form of a compile database. Single quotes keep everything; within double quotes a
// backslash escapes only `$`, backquote, `"`, `\` and the end of a line; outside of quotes it
// escapes any character. Variables, globs and command substitutions stay as they are.
[[nodiscard]] ShellWords split_shell(std::string_view text);

// The rules of gcc's response files: blanks separate, both quotes group, and a backslash escapes
// any character, even within single quotes.
[[nodiscard]] ShellWords split_response_file(std::string_view text);

}  // namespace pool_audit::load
