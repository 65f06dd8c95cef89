// Objects that come into existence and leave it, the modes of a pool, and what it tells of itself;
// see bounded_core.h.
#include <mutex>

#include "budget.h"
#include "pool/detail/bounded_core.h"

namespace pool::detail {

void bounded_core::created() noexcept {
  {
    const std::lock_guard lock(lock_);
    ++counts_.gets_created;
    if (!options_.strict) ++live_;
  }
  note_for_budget(1);
  enforce_budget_when_due();
}

void bounded_core::create_failed() noexcept {
  waiter* next = nullptr;
  {
    const std::lock_guard lock(lock_);
    ++counts_.gets_failed;
    if (options_.strict) {
      --live_;
      next = free_place();
    }
  }
  wake(next);
}

void bounded_core::gone(std::uint64_t pool_stats::* reason) noexcept {
  waiter* next = nullptr;
  {
    const std::lock_guard lock(lock_);
    ++(counts_.*reason);
    --live_;
    next = free_place();
  }
  wake(next);
}

bool bounded_core::may_prefill() noexcept {
  for (;; turn_stashes_off()) {
    const std::lock_guard lock(lock_);
    if (closed_ || bypassed_) return false;
    if (options_.strict && live_ == options_.capacity) return false;
    if (idle_ < room()) {
      ++live_;
      return true;
    }
    if (!stashes_may_hold()) return false;
  }
}

void bounded_core::prefill_failed() noexcept {
  waiter* next = nullptr;
  {
    const std::lock_guard lock(lock_);
    --live_;
    next = free_place();
  }
  wake(next);
}

bool bounded_core::give_prefilled(void* object) noexcept {
  waiter* taker = nullptr;
  bool placed = true;
  {
    const std::lock_guard lock(lock_);
    ++counts_.prefilled;
    const bool open = !closed_ && !bypassed_;
    if (open && takers_.first != nullptr) {
      taker = takers_.pop();
      taker->object = object;
      taker->outcome = waiter::kServed;
      ++counts_.gets_waited;
    } else if (open && idle_ < room()) {
      push(object);
    } else {
      ++counts_.destroyed_trim;
      --live_;
      placed = false;
      taker = free_place();
    }
  }
  wake(taker);
  return placed;
}

void* bounded_core::take_for_trim() noexcept {
  waiter* next = nullptr;
  waiter* giver = nullptr;
  void* object = nullptr;
  {
    const std::lock_guard lock(lock_);
    object = idle_ != 0 ? pop() : steal();
    if (object == nullptr) return nullptr;
    --live_;
    ++counts_.destroyed_trim;
    next = free_place();
    giver = fill_room();
  }
  wake(next);
  wake(giver);
  return object;
}

void bounded_core::close() noexcept {
  {
    const std::lock_guard lock(lock_);
    closed_ = true;  // so that the stashes stay off
  }
  turn_stashes_off();
  for (;;) {
    waiter* refused = nullptr;
    {
      const std::lock_guard lock(lock_);
      refused = takers_.pop();
      if (refused != nullptr) {
        ++counts_.gets_timeout;
      } else {
        refused = givers_.pop();
      }
      if (refused == nullptr) return;
      refused->outcome = waiter::kRefused;
    }
    wake(refused);
  }
}

void bounded_core::set_bypass(bool on) noexcept {
  {
    const std::lock_guard lock(lock_);
    bypassed_ = on;
  }
  if (!on) return;
  turn_stashes_off();
  for (;;) {
    waiter* released = nullptr;
    {
      const std::lock_guard lock(lock_);
      released = givers_.pop();
      if (released != nullptr) {
        released->outcome = waiter::kRefused;
      } else if (!options_.strict) {
        released = takers_.pop();
        if (released != nullptr) released->outcome = waiter::kMayCreate;
      }
    }
    if (released == nullptr) return;
    wake(released);
  }
}

bool bounded_core::bypassed() const noexcept {
  const std::lock_guard lock(lock_);
  return bypassed_;
}

void bounded_core::note(std::uint64_t pool_stats::* event) noexcept {
  const std::lock_guard lock(lock_);
  ++(counts_.*event);
}

pool_stats bounded_core::stats() const {
  const std::lock_guard lock(lock_);
  pool_stats sum = counts_;
  sum.live = live_;
  sum.idle = idle_;
  for (std::uint32_t at = 0; at < stash_count_; ++at) {
    const stash& each = stashes_[at];
    sum.gets_local += each.gets.read();
    sum.puts_kept += each.puts.read();
    if (each.object.load(std::memory_order_relaxed) != nullptr) ++sum.idle;
  }
  sum.out = live_ > sum.idle ? live_ - sum.idle : 0;
  sum.waiting = takers_.length + givers_.length;
  return sum;
}

int bounded_core::check_invariants() const {
  const std::lock_guard lock(lock_);
  if (idle_ > room() || (options_.strict && live_ > options_.capacity)) return 1;
  const bool place = options_.strict && live_ < options_.capacity;
  if (takers_.first != nullptr && (idle_ != 0 || place)) return 2;
  if (givers_.first != nullptr && idle_ < room()) return 3;
  if (stashes_may_hold() && (takers_.first != nullptr || givers_.first != nullptr)) return 5;
  if (bypassed_ && givers_.first != nullptr) return 4;
  if (bypassed_ && !options_.strict && takers_.first != nullptr) return 4;
  return 0;
}

}  // namespace pool::detail
