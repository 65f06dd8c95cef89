// Which units may share a precompiled header.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tool/scan/scan.h"

namespace pool_audit::scan {

// A directive, or a whole conditional block, at the beginning of a main file.
struct SharedItem {
  std::string key;        // equal keys: the same text, and the same headers behind it
  std::string line;       // for the header to precompile
  uint32_t includes = 0;  // how many headers it includes: its worth
};

struct PrefixCandidate {
  size_t unit = 0;
  std::string flags;  // equal flags: the same command but for the source
  std::vector<SharedItem> items;
};

// Chooses disjoint groups of at least four so that the most #includes are saved. A precompiled
// header costs a fifth more than the parse it replaces, which is counted. Independent of the order
// of the candidates.
[[nodiscard]] std::vector<PrefixGroup> choose_prefix_groups(
    std::vector<PrefixCandidate> candidates);

}  // namespace pool_audit::scan
