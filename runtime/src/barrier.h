// The barrier that lets the fast path go without one: a rotation runs it on behalf of every thread.
#ifndef POOL_SRC_BARRIER_H
#define POOL_SRC_BARRIER_H

namespace pool::detail {

// Whether the system has the barrier; asked once. When not, shards run with kFenced. Environment
// variable POOL_NO_MEMBARRIER, set to anything but 0, says no.
[[nodiscard]] bool have_process_barrier() noexcept;

// After it returns true, every other running thread of the process has executed a full memory
// barrier since it was called. false: nothing can be said. A few microseconds.
[[nodiscard]] bool process_barrier() noexcept;

}  // namespace pool::detail

#endif
