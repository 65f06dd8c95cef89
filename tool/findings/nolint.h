// The comments that keep checks quiet, as clang-tidy reads them:
//
//   // NOLINT(pool-x, pool-y): why              this line
//   // NOLINTNEXTLINE(pool-*): why              the next line
//   // NOLINTBEGIN(pool-x): why ... NOLINTEND(pool-x)     what stands between them
//
// Without brackets they speak of every check. Unlike clang-tidy, only comments count here: a string
// literal that holds the word says nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"

namespace pool_audit::findings {

struct Nolint {
  std::string word;                   // "NOLINTNEXTLINE"
  std::vector<std::string> patterns;  // with `*`; {"*"} without brackets
  std::string reason;                 // the text behind, up to the end of its line; "": none
  uint32_t line = 0;                  // of the word; columns count bytes from 1
  uint32_t column = 0;
  bool matched = true;  // false: a BEGIN without END, or the other way round; speaks of nothing
  // A block ends here; 0 for the others.
  uint32_t end_line = 0;
  uint32_t end_column = 0;

  // Whether it speaks of what stands at `place` in its file.
  [[nodiscard]] bool covers(const inventory::Place& place) const;
};

// In the order of the text. A NOLINTEND that ends a block is a part of that block. Time is linear
// in the text but for blocks that nest; a text without the word costs a search.
[[nodiscard]] std::vector<Nolint> read_nolints(std::string_view text);

}  // namespace pool_audit::findings
