// Where lines of an earlier revision stand now, by the hunks of a diff.
//
//   git diff -U0 REVISION --> LineMap: (file, line) then --> line now
//
// A line outside every hunk moved by what the hunks above it added and took away. A line inside one
// is where it was when the hunk puts as many lines there as it takes away, and gone otherwise: what
// a hunk rewrites is another thing, unless it only spells the same line anew.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"
#include "tool/verdict/join.h"

namespace pool_audit::verdict {

class LineMap {
 public:
  // From the output of `git diff -U0 --no-color` (context lines do no harm). Text that is no diff
  // is an empty one.
  static LineMap parse(std::string_view diff);

  // None when the line, or its file, is gone. A file that the diff does not name is as it was.
  [[nodiscard]] std::optional<Where> now(std::string_view file, uint32_t line) const;

 private:
  struct Hunk {
    uint32_t old_line = 0;
    uint32_t old_count = 0;
    uint32_t new_line = 0;
    uint32_t new_count = 0;
  };
  struct File {
    std::string name;  // now; "": deleted
    std::vector<Hunk> hunks;
  };
  std::map<std::string, File, std::less<>> files_;  // by the old name
};

// Runs `git diff` in the work tree that holds `folder`, against what is on disk. Errors: no git, no
// repository, an unknown revision; with git's own words.
[[nodiscard]] Result<LineMap> lines_since(const std::string& revision, const std::string& folder);

}  // namespace pool_audit::verdict
