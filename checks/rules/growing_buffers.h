// Pooled objects with memory of their own that realloc() makes larger, as in C.
#pragma once

#include <string>
#include <vector>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// A member of the objects of one pool, which drops none for its size.
struct GrowingBuffer {
  size_t pool = 0;   // index into Subject::pools
  std::string path;  // "reply.text"
  const facts::Field* field = nullptr;
  facts::Location grown_at;
};

// In the order of the pools, then of their members. Growth up to a constant does not count, nor
// does a member of which somebody asks how large it is, or that somebody frees, on the way back.
[[nodiscard]] std::vector<GrowingBuffer> growing_buffers(const Subject& subject);

}  // namespace pool_audit::rules
