// What bounded_pool and ring_pool share, compiled once: a ring of idle objects, the number in
// existence, and those who wait, served in the order in which they came.
//
// In front of the ring, a pool with room to spare has a *stash* for each of its first threads: one
// object, which its thread puts there by a plain store and which anybody takes by an exchange. So a
// pair costs one exchange and no lock. Stashes are for plenty: who would have to wait, or finds no
// room, turns them off first,
//
//   a thread that puts             one that turns off
//   stash := object                stashes := turning
//   (compiler fence only)          membarrier, on behalf of all threads
//   stashes = on ? done            under the lock: stashes := off, what is in a stash to the ring
//   take it back, the slow way
//
// so either the thread sees that they are off, or its object is seen. They come back after a while
// in which nobody wanted.
//
// Invariants, under the lock
//   (1) idle <= capacity; strict: live <= capacity
//   (2) someone waits for an object only while idle = 0 (and, strict, live = capacity)
//   (3) someone waits for room only while idle = capacity
//   (4) passed through: idle = 0 once the idle ones are destroyed, and nobody waits for room;
//       not strict: nobody waits at all
//   (5) someone waits only while the stashes are off
#ifndef POOL_DETAIL_BOUNDED_CORE_H
#define POOL_DETAIL_BOUNDED_CORE_H

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "pool/detail/fork_entry.h"
#include "pool/detail/shard.h"
#include "pool/detail/spin_lock.h"
#include "pool/stats.h"

namespace pool {

// Which idle object a get is given: the one put last, which is still in the cache, or the one that
// has rested longest, so that all take their turn.
// lifo, from 8 objects on: the one in the thread's own place first, if it has one, then the one put
// last of all others.
enum class order : std::uint8_t { lifo, fifo };

using deadline = std::chrono::steady_clock::time_point;
inline constexpr deadline no_deadline = deadline::max();

// The deadline that is `time` away; no_deadline where that is past the end of the clock.
template <class Rep, class Period>
[[nodiscard]] deadline deadline_in(std::chrono::duration<Rep, Period> time) noexcept {
  const deadline now = std::chrono::steady_clock::now();
  using seconds = std::chrono::duration<double>;  // in which nothing overflows
  if (seconds(time) >= seconds(no_deadline - now)) return no_deadline;
  return now + std::chrono::ceil<deadline::duration>(time);
}

namespace detail {

// One who waits. Lives where it waits; in a list exactly until it is served or withdrawn.
struct waiter {
  waiter* next = nullptr;
  waiter* previous = nullptr;
  void* object = nullptr;  // what it was given, or, waiting for room, what it gives
  std::chrono::steady_clock::time_point since{};  // set before it waits, when its wait is timed
  bool timed = false;                             // it waits or has waited, since `since`
  bool is_thread = false;  // which the child of a fork has not got; else a coroutine, which it has
  enum : std::uint8_t { kWaiting, kServed, kMayCreate, kRefused } outcome = kWaiting;
  // Tells it that the outcome is there. Called once, without a lock, by whoever serves it; nothing
  // touches the waiter afterwards.
  void (*wake)(waiter& self) noexcept = nullptr;
};

struct waiter_list {
  waiter* first = nullptr;
  waiter* last = nullptr;
  std::uint64_t length = 0;
  void push(waiter& one) noexcept;
  waiter* pop() noexcept;
  void remove(waiter& one) noexcept;
};

// Without the lock; nullptr: nobody was served.
inline void wake(waiter* served) noexcept {
  if (served != nullptr) served->wake(*served);
}

class bounded_core {
 public:
  // What a taker gets: an object, or the right (strict: the only right) to create one, or nothing.
  struct taken {
    void* object = nullptr;
    bool may_create = false;
  };
  struct options {
    std::size_t capacity = 1;  // at least 1
    bool strict = false;       // capacity bounds the objects in existence, not only the idle ones
    pool::order order = pool::order::lifo;
  };

  explicit bounded_core(const options& chosen);  // throws std::invalid_argument, std::bad_alloc

  taken take() noexcept;  // never waits
  // Waits until it is served, the deadline, the stop, or close.
  taken take_wait(deadline until, const std::stop_token& stop);
  // Served at once: true, with the outcome in `one`. Otherwise it waits in the list.
  bool take_or_enqueue(waiter& one) noexcept;
  bool withdraw(waiter& one) noexcept;        // false: it is or will be woken
  void end_wait(const waiter& one) noexcept;  // once it has the outcome: enters how long it took

  // What became of an object that was given: if not kept, destroy it and call gone.
  enum class given : std::uint8_t { kept, no_room, passed };  // passed: passed through, or closed
  given give(void* object) noexcept;
  // As give, but waits for room.
  given give_wait(void* object, deadline until, const std::stop_token& stop);

  void created() noexcept;        // after a may_create that worked
  void create_failed() noexcept;  // after one that did not
  // An object that was out has been destroyed. The reason is a counter of pool_stats.
  void gone(std::uint64_t pool_stats::* reason) noexcept;
  [[nodiscard]] bool may_prefill() noexcept;  // true: call one of the next two
  void prefill_failed() noexcept;
  bool give_prefilled(void* object) noexcept;  // false: no room any more, destroy it

  void* take_for_trim() noexcept;  // nullptr when nothing is idle; counts it as trimmed
  void close() noexcept;           // refuses all who wait and will come
  // Pass-through: nothing is kept. Who waits for an object creates one as soon as the bound
  // permits; who waits for room is refused. The caller destroys what is idle, afterwards.
  void set_bypass(bool on) noexcept;
  [[nodiscard]] bool bypassed() const noexcept;
  void note(std::uint64_t pool_stats::* event) noexcept;
  [[nodiscard]] pool_stats stats() const;
  [[nodiscard]] int check_invariants() const;
  [[nodiscard]] std::size_t capacity() const noexcept { return options_.capacity; }
  [[nodiscard]] bool strict() const noexcept { return options_.strict; }

 private:
  struct alignas(64) stash {
    // nullptr -> object: its thread, by a store; object -> nullptr: any thread, by an exchange.
    std::atomic<void*> object{nullptr};
    counter gets;  // writer: its thread
    counter puts;
  };
  enum stash_state : std::uint8_t { kOn, kTurning, kOff };
  friend struct fork_access;

  [[nodiscard]] stash* own_stash() noexcept;  // nullptr: this thread has none
  void turn_stashes_off() noexcept;           // without the lock
  // Under the lock:
  void turn_stashes_on_when_quiet() noexcept;
  [[nodiscard]] void* steal() noexcept;  // from some stash, or nullptr
  [[nodiscard]] bool stashes_may_hold() const noexcept {
    return stash_count_ != 0 && stash_state_.load(std::memory_order_relaxed) != kOff;
  }
  // Of the ring: an idle bound includes the places of the stashes while they are on.
  [[nodiscard]] std::size_t room() const noexcept {
    const bool reserved = !options_.strict && stashes_may_hold();
    return options_.capacity - (reserved ? stash_count_ : 0);
  }

  [[nodiscard]] void* pop() noexcept;
  void push(void* object) noexcept;
  [[nodiscard]] taken take_locked() noexcept;
  [[nodiscard]] std::optional<bool> try_take_or_enqueue(waiter& one) noexcept;
  [[nodiscard]] bool times_next_wait() const noexcept;
  [[nodiscard]] std::optional<given> try_give(void* object) noexcept;
  [[nodiscard]] given refusal() const noexcept;  // what a waiter that was not served is told
  waiter* free_place() noexcept;                 // a place in existence is free: who may create now
  waiter* fill_room() noexcept;                  // idle < capacity: who may put now

  // As fork_entry says. A fork turns the stashes off, so that what is in them does not change.
  void announce_fork() noexcept;
  void hold_for_fork() noexcept;
  void let_go_after_fork(bool child) noexcept;
  void forget_threads() noexcept;   // that wait
  void collect_stashes() noexcept;  // under the lock, after the barrier

  const options options_;
  const std::unique_ptr<void*[]> ring_;
  const bool have_barrier_;
  const std::uint32_t stash_count_;
  const std::unique_ptr<stash[]> stashes_;
  std::atomic<std::uint32_t> stashes_used_{0};  // by the threads so far, from the first; grows
  // Written under the lock, apart from kOn -> kTurning, which any thread may do.
  std::atomic<stash_state> stash_state_{kOn};
  mutable spin_lock lock_;
  std::size_t head_ = 0;              // all below under lock_
  std::size_t idle_ = 0;              // in the ring
  std::uint32_t steals_ = 0;          // since the stashes were turned on
  std::uint32_t quiet_needed_ = 256;  // before they are; doubles each time that they go off
  std::uint32_t quiet_ = 0;           // operations since somebody wanted for an object or room
  std::size_t live_ = 0;              // in existence, or being created
  bool closed_ = false;
  bool bypassed_ = false;
  std::uint32_t waits_seen_ = 0;  // of takers; wraps
  waiter_list takers_;
  waiter_list givers_;
  pool_stats counts_;
  bool on_before_fork_ = false;  // the stashes; by the thread that forks
  fork_entry fork_entry_{this, fork_access::of<bounded_core>()};
};

}  // namespace detail
}  // namespace pool

#endif
