// YAML text as a small tree in which every node knows where it stands. yaml-cpp does the parsing;
// the limits here keep any input cheap: no aliases (they multiply), no deep nesting, no huge
// values.
//
//   text --check bytes--> yaml-cpp events --> Node
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::model::yaml {

inline constexpr size_t kMaxBytes = size_t{1} << 20;  // of a whole file
inline constexpr size_t kMaxDepth = 16;               // of nesting
inline constexpr size_t kMaxNodes = 100'000;
inline constexpr size_t kMaxScalarBytes = 4096;

enum class Kind { nothing, scalar, sequence, map };

// Lines and columns count from 1, columns count bytes. A map's children alternate key and value, in
// the order of the file; keys are scalars and unique. A plain `null` or `~` is a scalar with that
// text: "null" is a word of the vocabulary. A value left out is `nothing`.
struct Node {
  Kind kind = Kind::nothing;
  std::string text;
  bool quoted = false;
  uint32_t line = 0;
  uint32_t column = 0;
  std::vector<Node> children;
};

// The one document of `text`; `nothing` for an empty one. Never throws. Time and memory are linear
// in the size of the text, which is limited to kMaxBytes.
[[nodiscard]] Result<Node> parse(std::string_view text, const std::string& name);

// What a node is, for messages: "a list", "the text 'x'".
[[nodiscard]] std::string describe(const Node& node);

}  // namespace pool_audit::model::yaml
