// Waiting for an object or for room; see bounded_core.h.
#include <condition_variable>
#include <mutex>
#include <utility>

#include "fork.h"
#include "pool/detail/bounded_core.h"
#include "telemetry_settings.h"

namespace pool::detail {
namespace {

// A thread that waits. The mutex is held only to set and read `woken`.
struct sleeper : waiter {
  std::mutex mutex;
  std::condition_variable_any woken_up;
  bool woken = false;

  sleeper() {
    is_thread = true;
    wake = [](waiter& self) noexcept {
      auto& me = static_cast<sleeper&>(self);
      // Notified under the mutex: as soon as it is free, the sleeper may be gone.
      const std::lock_guard lock(me.mutex);
      me.woken = true;
      me.woken_up.notify_one();
    };
  }

  // Returns whether it was woken; else the deadline passed or a stop came.
  bool sleep(deadline until, const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    const auto is_woken = [this] { return woken; };
    if (until == no_deadline) return woken_up.wait(lock, stop, is_woken);
    return woken_up.wait_until(lock, stop, until, is_woken);
  }
};

}  // namespace

void waiter_list::push(waiter& one) noexcept {
  one.next = nullptr;
  one.previous = last;
  (last != nullptr ? last->next : first) = &one;
  last = &one;
  ++length;
}

waiter* waiter_list::pop() noexcept {
  waiter* const oldest = first;
  if (oldest != nullptr) remove(*oldest);
  return oldest;
}

void waiter_list::remove(waiter& one) noexcept {
  (one.previous != nullptr ? one.previous->next : first) = one.next;
  (one.next != nullptr ? one.next->previous : last) = one.previous;
  --length;
}

bool bounded_core::take_or_enqueue(waiter& one) noexcept {
  for (;;) {
    if (const std::optional<bool> done = try_take_or_enqueue(one)) return *done;
    turn_stashes_off();
    one.since = std::chrono::steady_clock::now();
  }
}

bool bounded_core::times_next_wait() const noexcept {
  const std::uint32_t every = wait_sampling.load(std::memory_order_relaxed);
  return every != 0 && waits_seen_ % every == 0;
}

void bounded_core::end_wait(const waiter& one) noexcept {
  if (!one.timed) return;
  const auto took = std::chrono::steady_clock::now() - one.since;
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
  const std::lock_guard lock(lock_);
  counts_.waits.add(static_cast<std::uint64_t>(nanoseconds));
}

// Nothing: it would have to wait, and must turn the stashes off, or look at the clock, first.
std::optional<bool> bounded_core::try_take_or_enqueue(waiter& one) noexcept {
  waiter* served = nullptr;
  bool at_once = true;
  {
    const std::lock_guard lock(lock_);
    const taken result = take_locked();
    if (result.object != nullptr) {
      one.object = result.object;
      one.outcome = waiter::kServed;
      served = fill_room();
    } else if (result.may_create) {
      one.outcome = waiter::kMayCreate;
    } else if (closed_) {
      one.outcome = waiter::kRefused;
      ++counts_.gets_timeout;
    } else if (bypassed_ && !options_.strict) {
      // Nothing will come back.
      one.outcome = waiter::kMayCreate;
    } else if (const bool timed = times_next_wait();
               stashes_may_hold() || (timed && one.since == deadline{})) {
      return std::nullopt;
    } else {
      quiet_ = 0;
      one.timed = timed;
      ++waits_seen_;
      takers_.push(one);
      at_once = false;
    }
  }
  wake(served);
  return at_once;
}

bool bounded_core::withdraw(waiter& one) noexcept {
  const std::lock_guard lock(lock_);
  if (one.outcome != waiter::kWaiting) return false;
  takers_.remove(one);
  one.outcome = waiter::kRefused;
  ++counts_.gets_timeout;
  return true;
}

bounded_core::taken bounded_core::take_wait(deadline until, const std::stop_token& stop) {
  // Nobody waits while something is idle, so this overtakes nobody.
  if (const taken at_once = take(); at_once.object != nullptr || at_once.may_create) return at_once;
  sleeper self;
  if (!take_or_enqueue(self) && !self.sleep(until, stop) && !withdraw(self)) {
    // Served at the last moment: the wake is under way and must not find the sleeper gone.
    self.sleep(no_deadline, {});
  }
  end_wait(self);
  return {.object = self.object, .may_create = self.outcome == waiter::kMayCreate};
}

bounded_core::given bounded_core::refusal() const noexcept {
  return closed_ || bypassed_ ? given::passed : given::no_room;
}

bounded_core::given bounded_core::give_wait(void* object, deadline until,
                                            const std::stop_token& stop) {
  if (const given at_once = give(object); at_once != given::no_room) return at_once;
  sleeper self;
  self.object = object;
  for (bool waits = false; !waits;) {
    turn_stashes_off();
    const std::lock_guard lock(lock_);
    if (closed_ || bypassed_) return given::passed;
    if (idle_ < room()) {
      push(object);
      ++counts_.puts_kept;
      return given::kept;
    }
    waits = !stashes_may_hold();
    if (waits) givers_.push(self);
  }
  if (!self.sleep(until, stop)) {
    bool withdrawn = false;
    {
      const std::lock_guard lock(lock_);
      if (self.outcome == waiter::kWaiting) {
        givers_.remove(self);
        self.outcome = waiter::kRefused;
        withdrawn = true;
      }
    }
    if (!withdrawn) self.sleep(no_deadline, {});
  }
  if (self.outcome == waiter::kServed) return given::kept;
  const std::lock_guard lock(lock_);
  return refusal();
}

// Caller holds the lock, and is the only thread.
void bounded_core::forget_threads() noexcept {
  for (waiter_list* const list : {&takers_, &givers_}) {
    for (waiter* at = list->first; at != nullptr;) {
      waiter* const one = std::exchange(at, at->next);
      if (!one->is_thread) continue;
      list->remove(*one);
      one->outcome = waiter::kRefused;
      if (list == &takers_) {
        ++counts_.gets_timeout;
        continue;
      }
      --live_;
      ++counts_.lost;
      keep_for_ever(one->object);
    }
  }
}

}  // namespace pool::detail
