// Small numbers for threads.
#ifndef POOL_SRC_THREAD_INDEX_H
#define POOL_SRC_THREAD_INDEX_H

#include <cstdint>

namespace pool::detail {

inline constexpr std::uint32_t kIndexedThreads = 64;

// The number of the calling thread, below kIndexedThreads, which no other living thread has; what
// the thread did that had it before comes before what this one does. kIndexedThreads itself when
// all were taken at the first call, and at the end of the thread. Not for signal handlers.
[[nodiscard]] std::uint32_t thread_index() noexcept;

// In the child of a fork: the numbers of the threads that it has not got are free.
void forget_thread_indices() noexcept;

}  // namespace pool::detail

#endif
