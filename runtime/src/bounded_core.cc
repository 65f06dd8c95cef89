// Getting and putting without waiting; see bounded_core.h.
#include "pool/detail/bounded_core.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "barrier.h"
#include "budget.h"
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

}  // namespace

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

}  // namespace pool::detail
