// What tracked pools know of their objects; see settings::track.
//
// Environment variables, read when the first tracked pool is made:
//   POOL_DEBUG   anything but 0: all pools are tracked
//   POOL_STACKS  as set_stack_sampling
#ifndef POOL_DEBUG_H
#define POOL_DEBUG_H

#include <cstdint>
#include <string>

namespace pool {

// Every so many-th get of a tracked pool keeps the call stack that it came by, so that a report of
// what is out says where it was got. 1: all. 0: none. Default 16. Counts from the first get of each
// pool. Pools that are not tracked have no stacks and pay nothing. Any thread.
void set_stack_sampling(std::uint32_t every) noexcept;

// The objects of all tracked pools that are out, by pool and by call stack; empty when there are
// none. A frame is given by function, where the dynamic symbols know it, and as (file+offset),
// which addr2line -ie file offset and llvm-symbolizer understand. A tracked pool writes the same of
// itself to standard error at its end, when objects are out. Any thread. Throws std::bad_alloc.
[[nodiscard]] std::string outstanding_objects();

}  // namespace pool

#endif
