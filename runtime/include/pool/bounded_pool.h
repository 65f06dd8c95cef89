// Pools with a bound: on what is idle, or on what exists at all.
#ifndef POOL_BOUNDED_POOL_H
#define POOL_BOUNDED_POOL_H

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <source_location>
#include <stop_token>
#include <utility>

#include "pool/annotate.h"
#include "pool/detail/bounded_core.h"
#include "pool/detail/listing.h"
#include "pool/detail/poison.h"
#include "pool/detail/tracking.h"
#include "pool/lease.h"
#include "pool/policy.h"

namespace pool {

// What a bound counts.
//   idle    at most so many objects rest in the pool; any number may be out. get creates when none
//           is idle, put destroys when there is no room
//   strict  at most so many objects exist. get creates up to the bound and then waits for a put:
//           the shape for connections and other resources with a quota
enum class bound : bool { idle, strict };

// A pool that holds at most `capacity` idle objects, or lets at most so many exist. Nothing is
// dropped for age. Those who wait are served in the order in which they came, before any later get.
//
// Thread safety: all members by any thread, apart from construction and destruction; not by signal
// handlers. All objects are to be back, and nobody to wait, when the pool is destroyed. Complexity:
// constant, one short lock an operation, apart from what the policy does.
template <class T, class Policy = hooks<T>>
class POOL_POOL bounded_pool {
  using ops = detail::object_ops<T, Policy>;
  using core = detail::bounded_core;

 public:
  using value_type = T;
  using policy_type = Policy;
  using lease_type = lease<T, bounded_pool>;
  class awaiter;
  static constexpr bool can_wait = true;  // telemetry tells how long

  // Telemetry knows the pool by `name`, a literal, and `site`. `track`: as settings::track. Throws
  // std::invalid_argument for a capacity of 0, and std::bad_alloc.
  explicit bounded_pool(std::size_t capacity, bound kind = bound::idle, Policy policy = Policy{},
                        order taken = order::lifo, const char* name = "", bool track = false,
                        const std::source_location& site = std::source_location::current())
      : bounded_pool("bounded_pool", capacity, kind, std::move(policy), taken, name, track, site) {}
  bounded_pool(const bounded_pool&) = delete;
  bounded_pool& operator=(const bounded_pool&) = delete;
  ~bounded_pool() {
    core_.close();
    trim();
  }

  // bound::idle: an idle object or a new one. bound::strict: waits for one; nullptr once the pool
  // is closed. Throws what create or prepare throw.
  [[nodiscard]] POOL_GET T* get() {
    return core_.strict() ? get_until(no_deadline) : finish(core_.take(), true);
  }
  // Waits; nullptr when the stop comes first.
  [[nodiscard]] POOL_GET T* get(const std::stop_token& stop) {
    return get_until(no_deadline, stop);
  }
  // What is to be had without waiting, or nullptr. bound::idle: an idle object. bound::strict: also
  // a new one, while fewer than capacity exist.
  [[nodiscard]] POOL_GET T* try_get() {
    T* const object = finish(core_.take(), false);
    if (object == nullptr) core_.note(&pool_stats::gets_failed);
    return object;
  }
  // Waits for an object to come back (bound::strict: or for the right to create one); nullptr when
  // the deadline or the stop comes first.
  [[nodiscard]] POOL_GET T* get_until(deadline until, const std::stop_token& stop = {}) {
    return finish_waiting(core_.take_wait(until, stop), until, stop);
  }
  template <class Rep, class Period>
  [[nodiscard]] POOL_GET T* get_for(std::chrono::duration<Rep, Period> time,
                                    const std::stop_token& stop = {}) {
    return get_until(deadline_in(time), stop);
  }
  // The same with an owner around the result; the lease is empty where the above return nullptr.
  [[nodiscard]] lease_type acquire() { return own(get()); }
  template <class Rep, class Period>
  [[nodiscard]] lease_type acquire_for(std::chrono::duration<Rep, Period> time,
                                       const std::stop_token& stop = {}) {
    return own(get_for(time, stop));
  }
  // co_await gives a lease. A coroutine that has to wait is resumed by the thread that puts; the
  // lease is empty when the pool is closed meanwhile. The coroutine must not be destroyed while it
  // waits. Where the policy has valid(), an object that is not makes the thread wait for another.
  [[nodiscard]] awaiter async_get() { return awaiter(*this); }

  // Gives an object back: to who waits longest, or to the idle ones, or, without room, to its end.
  POOL_PUT void put(T* object) noexcept {
    if (object == nullptr || !make_ready(object)) return;
    const core::given result = core_.give(object);
    if (result != core::given::kept) end(object, result);
  }
  // As put, but waits for room. false: there was none by the deadline or the stop, and the object
  // was destroyed.
  bool put_until(T* object, deadline until, const std::stop_token& stop = {}) {
    if (object == nullptr || !make_ready(object)) return false;
    const core::given result = core_.give_wait(object, until, stop);
    if (result == core::given::kept) return true;
    end(object, result);
    return false;
  }
  template <class Rep, class Period>
  bool put_for(T* object, std::chrono::duration<Rep, Period> time,
               const std::stop_token& stop = {}) {
    return put_until(object, deadline_in(time), stop);
  }
  void discard(T* object) noexcept {
    if (object == nullptr) return;
    tracking_.enter(object, event::put);
    drop(object);
  }

  // Creates idle objects, as many as there is room for. Throws what create throws.
  void prefill(std::size_t objects) {
    for (; objects != 0 && core_.may_prefill(); --objects) {
      T* object = nullptr;
      try {
        object = ops::create(policy_);
      } catch (...) {
        core_.prefill_failed();
        throw;
      }
      tracking_.enter(object, event::prefilled);
      detail::poison(object);
      if (!core_.give_prefilled(object)) {
        detail::unpoison(object);
        tracking_.enter(object, event::gone);
        ops::destroy(policy_, object);
        return;
      }
    }
  }
  // Destroys what is idle.
  void trim() noexcept { trim_some(std::numeric_limits<std::uint64_t>::max()); }
  // Destroys at most so many idle objects, in the order in which get takes them; returns how many.
  std::uint64_t trim_some(std::uint64_t most) noexcept {
    std::uint64_t gone = 0;
    for (; gone < most; ++gone) {
      T* const object = static_cast<T*>(core_.take_for_trim());
      if (object == nullptr) break;
      detail::unpoison(object);
      tracking_.enter(object, event::gone);
      ops::destroy(policy_, object);
    }
    return gone;
  }
  // What one object counts as against pool::budget.
  [[nodiscard]] std::size_t object_bytes() const noexcept { return ops::object_bytes(policy_); }
  // Whoever waits, now or later, gets nullptr; what is put is destroyed. For shutting down: threads
  // leave their waits, then the pool can be destroyed.
  void close() noexcept { core_.close(); }

  // Switches pooling off: what is put is destroyed, what is got is new, within the bound of a
  // strict pool, and get_until of another creates instead of waiting. Counters go on. And on again.
  void set_bypass(bool on) noexcept {
    core_.set_bypass(on);
    if (on) trim();
  }
  [[nodiscard]] bool bypassed() const noexcept { return core_.bypassed(); }

  [[nodiscard]] std::size_t capacity() const noexcept { return core_.capacity(); }
  [[nodiscard]] pool_stats stats() const { return core_.stats(); }
  [[nodiscard]] int check_invariants() const { return core_.check_invariants(); }

 protected:
  bounded_pool(const char* listed_as, std::size_t capacity, bound kind, Policy policy, order taken,
               const char* name, bool track, const std::source_location& site)
      : policy_(std::move(policy)),
        tracking_(name, track),
        core_({.capacity = capacity, .strict = kind == bound::strict, .order = taken}),
        listing_(this, detail::calls_of<bounded_pool>(), listed_as, detail::type_name<T>(), name,
                 site) {}

 private:
  using event = detail::life_event;

  lease_type own(T* object) { return {object, detail::home<bounded_pool>(*this)}; }

  // Makes an object of what was taken, or nullptr when nothing was. When it is unfit, goes on with
  // what else is to be had without waiting. `creating`: what is not there is created.
  T* finish(core::taken result, bool creating) {
    for (;; result = core_.take()) {
      T* object = static_cast<T*>(result.object);
      if (object == nullptr && !result.may_create && !creating) return nullptr;
      const bool fresh = object == nullptr;
      if (fresh) {
        try {
          object = ops::create(policy_);
        } catch (...) {
          core_.create_failed();
          throw;
        }
        tracking_.enter(object, event::created);
        core_.created();
      } else {
        detail::unpoison(object);
        tracking_.enter(object, event::taken);
      }
      try {
        if (fresh || ops::valid(policy_, *object)) {
          ops::prepare(policy_, *object);
          return object;
        }
      } catch (...) {
        core_.note(&pool_stats::gets_failed);
        end_rejected(object);
        throw;
      }
      end_rejected(object);
    }
  }

  // As finish; when all was unfit, the caller waits again.
  T* finish_waiting(core::taken result, deadline until, const std::stop_token& stop) {
    while (result.object != nullptr || result.may_create) {
      if (T* const object = finish(result, false)) return object;
      result = core_.take_wait(until, stop);
    }
    return nullptr;
  }

  // Reset and retain; false: the object is gone.
  bool make_ready(T* object) noexcept {
    tracking_.enter(object, event::put);
    if (!ops::ready_to_keep(policy_, *object)) {
      drop(object);
      return false;
    }
    detail::poison(object);
    return true;
  }
  void end(T* object, core::given reason) noexcept {
    detail::unpoison(object);
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
    core_.gone(reason == core::given::passed ? &pool_stats::puts_dropped_bypass
                                             : &pool_stats::puts_dropped_bound);
  }
  void drop(T* object) noexcept {
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
    core_.gone(&pool_stats::puts_dropped_policy);
  }
  void end_rejected(T* object) noexcept {
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
    core_.gone(&pool_stats::rejected_on_get);
  }

  [[no_unique_address]] Policy policy_;
  detail::tracking tracking_;
  core core_;
  detail::listing listing_;
};

template <class T, class Policy>
class bounded_pool<T, Policy>::awaiter : private detail::waiter {
 public:
  explicit awaiter(bounded_pool& pool) noexcept : pool_(pool) {
    wake = [](waiter& self) noexcept { static_cast<awaiter&>(self).waiting_.resume(); };
  }
  awaiter(const awaiter&) = delete;
  awaiter& operator=(const awaiter&) = delete;

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) noexcept {
    waiting_ = waiting;
    return !pool_.core_.take_or_enqueue(*this);
  }
  lease_type await_resume() {
    pool_.core_.end_wait(*this);
    core::taken result{.object = object, .may_create = outcome == kMayCreate};
    return pool_.own(pool_.finish_waiting(result, no_deadline, {}));
  }

 private:
  bounded_pool& pool_;
  std::coroutine_handle<> waiting_;
};

// A bounded pool for thousands of objects that take their turn: strict, and first in, first out
// unless told otherwise, so that no object rests for long while others work.
template <class T, class Policy = hooks<T>>
class POOL_POOL ring_pool : public bounded_pool<T, Policy> {
 public:
  explicit ring_pool(std::size_t capacity, Policy policy = Policy{}, order taken = order::fifo,
                     bound kind = bound::strict, const char* name = "", bool track = false,
                     const std::source_location& site = std::source_location::current())
      : bounded_pool<T, Policy>("ring_pool", capacity, kind, std::move(policy), taken, name, track,
                                site) {}
};

}  // namespace pool

#endif
