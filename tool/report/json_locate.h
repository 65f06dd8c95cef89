// Finds the line of a member in JSON text, for error messages: the parser does not keep positions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pool_audit::report {

struct Position {
  uint32_t line = 1;
  uint32_t column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

// One step from a value to a part of it: a member of an object, or an element of an array.
struct Step {
  std::string key;
  size_t index = 0;
  bool is_index = false;
};

// Line and column of byte `offset`, both from 1; columns count bytes.
[[nodiscard]] Position position_of(std::string_view text, size_t offset);

// Where the value starts that `steps` lead to, or the last value on the way that there is. `text`
// must be valid JSON. Linear in the text.
[[nodiscard]] Position locate(std::string_view text, const std::vector<Step>& steps);

}  // namespace pool_audit::report
