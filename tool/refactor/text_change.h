// Changes of text as planners collect them, before they are edits.
#pragma once

#include <string>
#include <vector>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

struct TextChange {
  std::string file;
  Range range;
  std::string text;

  friend bool operator==(const TextChange&, const TextChange&) = default;
};

// What `range` of a file reads like with the changes that begin in it. One that lies in another
// counts as part of that; what reaches past the end is cut off with it.
[[nodiscard]] std::string text_after(const Source& source, const std::string& file, Range range,
                                     const std::vector<TextChange>& changes);

}  // namespace pool_audit::refactor
