// Which names speak of a pool. `scan` skips a translation unit in which no name does, and the
// structural recogniser asks for one such name in every hand-written pool that it reports, so that
// skipping never changes a result: both call the functions below and nothing else.
#pragma once

#include <string_view>

#include "checks/support/hash.h"

namespace pool_audit::analysis {

// The part of the identifier that speaks of a pool, as the table spells it ("freelist",
// "recycl", "free" of "firstFree"), or "" when none does. Case does not matter. `identifier` is a
// single name without
// "::" or template arguments. Names of the C and C++ libraries and of the compiler that merely
// contain such a word ("memory_order_acquire", "maybe_unused") do not count. Linear in the length.
[[nodiscard]] std::string_view hint_word(std::string_view identifier);

[[nodiscard]] inline bool is_hint(std::string_view identifier) {
  return !hint_word(identifier).empty();
}

// Changes whenever hint_word may answer differently: part of the key of whatever is cached.
[[nodiscard]] Digest hints_version();

}  // namespace pool_audit::analysis
