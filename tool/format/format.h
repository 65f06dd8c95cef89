// New text in the style of its project: clang-format on what was changed, and on nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pool_audit::format {

// Bytes [begin, end) of a text.
struct Changed {
  size_t begin = 0;
  size_t end = 0;
};

struct Formatted {
  std::string text;
  std::string problem;  // why the text is as it was though there is a style; "": nothing is wrong
};

// The text of the file at `path` with the statements that `changed` touches formatted by the
// .clang-format that is nearest to the file, in its folder or above it up to `root`. Both paths are
// absolute. As it was where there is none. Never throws.
[[nodiscard]] Formatted formatted(const std::string& root, const std::string& path,
                                  const std::string& text, const std::vector<Changed>& changed);

}  // namespace pool_audit::format
