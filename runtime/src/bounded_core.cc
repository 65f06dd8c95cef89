#include "pool/detail/bounded_core.h"

#include <algorithm>
#include <condition_variable>
#include <stdexcept>
#include <utility>

#include "barrier.h"
#include "budget.h"
#include "telemetry_settings.h"
#include "thread_index.h"

namespace pool::detail {
namespace {

// One of eight places, so that a stash which its thread does not use takes little of the bound.
std::uint32_t stashes_for(const bounded_core::options& chosen) noexcept {
  if (chosen.order == order::fifo) return 0;
  return static_cast<std::uint32_t>(std::min<std::size_t>(chosen.capacity / 8, kIndexedThreads));
}

// Steals after which it is taken that some threads put what others get. Objects then pass through
// the ring, which is one cache line to share instead of two.
constexpr std::uint32_t kStealsEnough = 16;

// A thread that waits. The mutex is held only to set and read `woken`.
struct sleeper : waiter {
  std::mutex mutex;
  std::condition_variable_any woken_up;
  bool woken = false;

  sleeper() {
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

void wake(waiter* served) noexcept {
  if (served != nullptr) served->wake(*served);
}

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

bounded_core::bounded_core(const options& chosen)
    : options_(chosen),
      ring_(chosen.capacity == 0
                ? throw std::invalid_argument("a bounded pool needs a capacity of at least 1")
                : std::make_unique<void*[]>(chosen.capacity)),
      have_barrier_(have_process_barrier()),
      stash_count_(stashes_for(chosen)),
      stashes_(stash_count_ != 0 ? std::make_unique<stash[]>(stash_count_) : nullptr) {}

void* bounded_core::pop() noexcept {
  --idle_;
  if (options_.order == order::lifo) return ring_[(head_ + idle_) % options_.capacity];
  void* const oldest = ring_[head_];
  head_ = head_ + 1 == options_.capacity ? 0 : head_ + 1;
  return oldest;
}

void bounded_core::push(void* object) noexcept {
  std::size_t at = head_ + idle_;
  if (at >= options_.capacity) at -= options_.capacity;
  ring_[at] = object;
  ++idle_;
}

bounded_core::taken bounded_core::take_locked() noexcept {
  if (idle_ != 0) {
    ++counts_.gets_local;
    return {.object = pop()};
  }
  if (void* const object = steal()) {
    ++counts_.gets_local;
    ++steals_;
    return {.object = object};
  }
  if (!closed_ && options_.strict && live_ < options_.capacity) {
    ++live_;
    return {.may_create = true};
  }
  return {};
}

waiter* bounded_core::fill_room() noexcept {
  if (givers_.first == nullptr || idle_ >= room()) return nullptr;
  waiter* const giver = givers_.pop();
  push(giver->object);
  ++counts_.puts_kept;
  giver->outcome = waiter::kServed;
  return giver;
}

waiter* bounded_core::free_place() noexcept {
  if (!options_.strict || closed_ || takers_.first == nullptr || live_ >= options_.capacity) {
    return nullptr;
  }
  waiter* const taker = takers_.pop();
  ++live_;
  taker->outcome = waiter::kMayCreate;
  return taker;
}

bounded_core::taken bounded_core::take() noexcept {
  if (stash* const own = own_stash();
      own != nullptr && own->object.load(std::memory_order_relaxed) != nullptr) {
    if (void* const object = own->object.exchange(nullptr, std::memory_order_acquire)) {
      own->gets.bump();
      return {.object = object};
    }
  }
  taken result;
  waiter* served = nullptr;
  bool passed_on = false;
  {
    const std::lock_guard lock(lock_);
    result = take_locked();
    served = fill_room();
    turn_stashes_on_when_quiet();
    passed_on = steals_ >= kStealsEnough && stashes_may_hold();
  }
  wake(served);
  if (passed_on) turn_stashes_off();
  return result;
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

bounded_core::given bounded_core::give(void* object) noexcept {
  if (stash* const own = own_stash(); own != nullptr &&
                                      stash_state_.load(std::memory_order_relaxed) == kOn &&
                                      own->object.load(std::memory_order_relaxed) == nullptr) {
    own->object.store(object, std::memory_order_release);
    // Whoever turns the stashes off orders this store before the load, if the system can.
    if (have_barrier_) {
      std::atomic_signal_fence(std::memory_order_seq_cst);
    } else {
      std::atomic_thread_fence(std::memory_order_seq_cst);
    }
    if (stash_state_.load(std::memory_order_acquire) == kOn) [[likely]] {
      own->puts.bump();
      return given::kept;
    }
    object = own->object.exchange(nullptr, std::memory_order_acquire);
    if (object == nullptr) {  // somebody has it already
      own->puts.bump();
      return given::kept;
    }
  }
  for (;;) {
    if (const std::optional<given> done = try_give(object)) return *done;
    turn_stashes_off();
  }
}

// Nothing: there is no room unless the stashes are turned off.
std::optional<bounded_core::given> bounded_core::try_give(void* object) noexcept {
  waiter* taker = nullptr;
  {
    const std::lock_guard lock(lock_);
    if (closed_ || bypassed_) return given::passed;
    if (takers_.first != nullptr) {
      taker = takers_.pop();
      taker->object = object;
      taker->outcome = waiter::kServed;
      ++counts_.gets_waited;
    } else if (idle_ < room()) {
      push(object);
    } else if (stashes_may_hold()) {
      return std::nullopt;
    } else {
      quiet_ = 0;
      return given::no_room;
    }
    ++counts_.puts_kept;
    turn_stashes_on_when_quiet();
  }
  wake(taker);
  return given::kept;
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
