// The stashes in front of the ring of a bounded pool; see bounded_core.h.
#include <algorithm>

#include "barrier.h"
#include "pool/detail/bounded_core.h"
#include "thread_index.h"

namespace pool::detail {
namespace {

// Operations without want, at most, after which the stashes are tried again.
constexpr std::uint32_t kLongestQuiet = 1U << 16;

}  // namespace

bounded_core::stash* bounded_core::own_stash() noexcept {
  if (stash_count_ == 0) return nullptr;
  const std::uint32_t at = thread_index();
  if (at >= stash_count_) return nullptr;
  std::uint32_t used = stashes_used_.load(std::memory_order_relaxed);
  while (at >= used && !stashes_used_.compare_exchange_weak(used, at + 1)) {
  }
  return &stashes_[at];
}

void bounded_core::turn_stashes_off() noexcept {
  if (!stashes_may_hold()) return;
  stash_state on = kOn;
  stash_state_.compare_exchange_strong(on, kTurning, std::memory_order_seq_cst);
  // Every thread that comes here runs it, so that nobody relies on one that is under way elsewhere.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  static_cast<void>(process_barrier());  // does not fail once the process is registered
  const std::lock_guard lock(lock_);
  quiet_ = 0;
  if (stash_state_.load(std::memory_order_relaxed) != kTurning) return;
  quiet_needed_ = std::min(quiet_needed_ * 2, kLongestQuiet);
  collect_stashes();
}

void bounded_core::collect_stashes() noexcept {
  stash_state_.store(kOff, std::memory_order_relaxed);
  steals_ = 0;
  while (void* const object = steal()) push(object);
}

void bounded_core::turn_stashes_on_when_quiet() noexcept {
  if (stash_count_ == 0 || stash_state_.load(std::memory_order_relaxed) != kOff) return;
  const bool wanted = idle_ == 0 || takers_.first != nullptr || givers_.first != nullptr;
  if (wanted) quiet_ = 0;
  if (wanted || ++quiet_ < quiet_needed_ || closed_ || bypassed_) return;
  if (!options_.strict && idle_ + stash_count_ > options_.capacity) return;
  stash_state_.store(kOn, std::memory_order_release);
}

void bounded_core::announce_fork() noexcept {
  stash_state on = kOn;
  on_before_fork_ = stash_count_ != 0 &&
                    stash_state_.compare_exchange_strong(on, kTurning, std::memory_order_seq_cst);
}

void bounded_core::hold_for_fork() noexcept {
  lock_.lock();
  if (stashes_may_hold()) collect_stashes();
}

void bounded_core::let_go_after_fork(bool child) noexcept {
  if (child) {
    // A thread that puts may have had its object in its stash for a moment, until it saw that they
    // are off. It owned the object then, whose memory may not have been copied in one moment with
    // the stash: the object is out.
    for (std::uint32_t at = 0; at < stash_count_; ++at) {
      stashes_[at].object.store(nullptr, std::memory_order_relaxed);
    }
    forget_threads();
  }
  const bool room = options_.strict || idle_ + stash_count_ <= options_.capacity;
  if (on_before_fork_ && room && !closed_ && !bypassed_ && takers_.first == nullptr &&
      givers_.first == nullptr) {
    stash_state_.store(kOn, std::memory_order_release);
  }
  lock_.unlock();
}

void* bounded_core::steal() noexcept {
  const std::uint32_t used = stashes_used_.load(std::memory_order_relaxed);
  for (std::uint32_t at = 0; at < used; ++at) {
    std::atomic<void*>& from = stashes_[at].object;
    if (from.load(std::memory_order_relaxed) == nullptr) continue;
    if (void* const object = from.exchange(nullptr, std::memory_order_acquire)) return object;
  }
  return nullptr;
}

}  // namespace pool::detail
