// A lock for critical sections of a few instructions, in which nothing is allocated or called.
#ifndef POOL_DETAIL_SPIN_LOCK_H
#define POOL_DETAIL_SPIN_LOCK_H

#include <atomic>
#include <cstdint>

namespace pool::detail {

// One exchange to lock, a plain store to unlock: half of what a std::mutex costs. Who waits backs
// off ever longer, so that the holder's cache line stays where it is for many operations, and
// yields before long, since the holder may have been preempted. Not fair. Meets the Lockable
// requirements.
class spin_lock {
 public:
  void lock() noexcept {
    if (!try_lock()) lock_slow();
  }
  bool try_lock() noexcept { return !held_.exchange(true, std::memory_order_acquire); }
  void unlock() noexcept { held_.store(false, std::memory_order_release); }

 private:
  void lock_slow() noexcept;

  std::atomic<bool> held_{false};
};

}  // namespace pool::detail

#endif
