// Resets that leave members as the last user of an object left them.
#pragma once

#include <optional>
#include <vector>

#include "checks/rules/leftovers.h"

namespace pool_audit::rules {

struct IncompleteReset {
  struct Left {
    Leaf leaf;
    const analysis::MemberWrite* write = nullptr;  // by a user; of the subject's member sites
  };
  const facts::Function* reset = nullptr;
  int parameter = analysis::kOwnObject;  // of the reset, that is the object
  std::vector<size_t> pools;             // that rely on it, as indices into Subject::pools
  std::vector<Left> left;                // with regard to the first of these
  std::optional<facts::Location> called_at;
};

// Sorted by function, each once.
[[nodiscard]] std::vector<IncompleteReset> incomplete_resets(const Subject& subject);

}  // namespace pool_audit::rules
