// How a file writes what new text has to write as well.
#pragma once

#include <string>

#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// One step of indentation: a tab where `own`, the indentation of a line nearby, has one, else what
// lines behind an opening brace have more than the line with it. Two blanks when none shows.
[[nodiscard]] std::string indentation_step(const Source& source, const std::string& own);

// How many more times a file writes `T* x` than `T *x`.
[[nodiscard]] long signs_on_the_left(const Source& source);

// Whether the bodies of most functions begin with a line that is a brace.
[[nodiscard]] bool brace_has_its_line(const Source& source);

struct TypeStyle {
  std::string scope;       // where the text stands: "net::Server::"; "": the global namespace
  bool signs_left = true;  // `T* x`
  bool in_c = false;
};

// A type that the facts spell, "net::Buffer *", as it is written in front of a name: "Buffer* ",
// "struct packet *".
[[nodiscard]] std::string written_type(std::string type, const TypeStyle& style, Sources& sources);

}  // namespace pool_audit::refactor
