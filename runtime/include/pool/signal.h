// Pools within signal handlers.
#ifndef POOL_SIGNAL_H
#define POOL_SIGNAL_H

#include <atomic>
#include <cerrno>

#include "pool/detail/shard.h"

namespace pool {

// Made first thing in a signal handler that uses pools: as long as it lives, this thread's try_get
// and put neither allocate nor wait, whatever the signal interrupted, and errno is kept.
//
//   void on_signal(int) {
//     const pool::signal_scope handling;
//     if (event* e = events.try_get()) { ... }
//   }
//
// try_get finds what the thread's shard holds, and otherwise may find nothing although other
// threads hold something. A put that finds no room destroys its object, which is rarely allowed in
// a handler: an object that the same handler got has room again. get() may create. The thread must
// have used the pool before the signal comes.
class signal_scope {
 public:
  signal_scope() noexcept : errno_(errno) {
    ++detail::this_thread_table.inside;
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  ~signal_scope() {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    --detail::this_thread_table.inside;
    errno = errno_;
  }
  signal_scope(const signal_scope&) = delete;
  signal_scope& operator=(const signal_scope&) = delete;

 private:
  int errno_;
};

}  // namespace pool

#endif
