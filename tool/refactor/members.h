// What a class says of a member besides its declaration.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// The brace that opens the body of a function whose whole definition is in `range`.
[[nodiscard]] std::optional<size_t> body_of(const Source& source, Range range);

// Text of the member initialisers in front of the body at `opening` whose names, as tokens, `goes`
// tells: with the comma, or with the colon when none is left.
[[nodiscard]] std::vector<Range> initialisers(const Source& source, size_t begin, size_t opening,
                                              const std::function<bool(size_t)>& goes);

// What is different in `after`, line by line, as replacements of text of `source` that begins at
// `begin` and is `before`.
struct LineChange {
  Range range;
  std::string text;
};
[[nodiscard]] std::vector<LineChange> line_changes(size_t begin, const std::string& before,
                                                   const std::string& after);

}  // namespace pool_audit::refactor
