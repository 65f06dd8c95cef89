// Reading compile_commands.json, entry by entry: each entry is good or says what is wrong with it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::load {

struct RawEntry {
  uint32_t index = 0;
  std::string file;
  std::string directory;               // "" when the entry has none
  std::vector<std::string> arguments;  // of either form
  bool unterminated_quote = false;     // in the `command` form
  std::string why_not;                 // not empty: fields are missing or of the wrong type
};

// Calls `each` with every element of the array in order. `name` is for error messages only.
// Fails on text that is no JSON (with line and column) and on JSON that is no array of objects;
// `each` may have been called by then. Bytes that are not UTF-8 pass through unchanged, since paths
// may hold them. Memory: the largest entry.
[[nodiscard]] Result<void> read_database(const std::string& json, const std::string& name,
                                         const std::function<void(RawEntry)>& each);

}  // namespace pool_audit::load
