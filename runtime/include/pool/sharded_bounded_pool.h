// A bound on idle objects for many threads at once: small shards that borrow their room.
#ifndef POOL_SHARDED_BOUNDED_POOL_H
#define POOL_SHARDED_BOUNDED_POOL_H

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <source_location>
#include <utility>
#include <vector>

#include "pool/annotate.h"
#include "pool/detail/listing.h"
#include "pool/detail/poison.h"
#include "pool/detail/shards.h"
#include "pool/detail/tracking.h"
#include "pool/lease.h"
#include "pool/policy.h"
#include "pool/stats.h"

namespace pool {

// Holds at most `capacity` idle objects, in shards of which each thread uses one; any number may be
// out. A shard has room as far as it has credits, which it borrows from the bound in batches and
// which another shard may take back when they are not used: the sum of credits never exceeds the
// capacity, so neither does the number of idle objects. A get that finds its own shard empty looks
// into the others before it creates.
//
// Nothing waits here: use bounded_pool for that. Choose it over bounded_pool when that one's lock
// is seen in a profile, and over sharded_pool when the bound must hold at every moment.
//
// Thread safety: all members by any thread, apart from construction and destruction; not by signal
// handlers. Complexity: constant while the thread's own shard serves; else one look at each shard.
template <class T, class Policy = hooks<T>>
class POOL_POOL sharded_bounded_pool {
  using ops = detail::object_ops<T, Policy>;

 public:
  using value_type = T;
  using policy_type = Policy;
  using lease_type = lease<T, sharded_bounded_pool>;

  // Throws std::invalid_argument for a capacity of 0, and std::bad_alloc. `shards`: 0 chooses by
  // the CPUs that the process may use. `track`: as settings::track.
  explicit sharded_bounded_pool(std::size_t capacity, Policy policy = Policy{},
                                std::size_t shards = 0, const char* name = "", bool track = false,
                                const std::source_location& site = std::source_location::current())
      : policy_(std::move(policy)),
        tracking_(name, track),
        shards_(capacity, shards),
        listing_(this, detail::calls_of<sharded_bounded_pool>(), "sharded_bounded_pool",
                 detail::type_name<T>(), name, site) {}
  sharded_bounded_pool(const sharded_bounded_pool&) = delete;
  sharded_bounded_pool& operator=(const sharded_bounded_pool&) = delete;
  ~sharded_bounded_pool() { trim(); }

  // Throws what create or prepare throw.
  [[nodiscard]] POOL_GET T* get() {
    for (;;) {
      if (T* const object = static_cast<T*>(shards_.take())) {
        if (fit(object)) return object;
        continue;
      }
      return create();
    }
  }
  // An idle object, or nullptr.
  [[nodiscard]] POOL_GET T* try_get() {
    while (T* const object = static_cast<T*>(shards_.take())) {
      if (fit(object)) return object;
    }
    detail::count(shards_.counters().gets_failed);
    return nullptr;
  }
  [[nodiscard]] lease_type acquire() { return {get(), detail::home<sharded_bounded_pool>(*this)}; }

  POOL_PUT void put(T* object) noexcept {
    if (object == nullptr) return;
    tracking_.enter(object, event::put);
    if (!ops::ready_to_keep(policy_, *object)) return drop(object);
    detail::poison(object);
    if (shards_.give(object)) return;
    detail::unpoison(object);
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
  }
  void discard(T* object) noexcept {
    if (object == nullptr) return;
    tracking_.enter(object, event::put);
    drop(object);
  }
  // Destroys what is idle.
  void trim() noexcept { trim_some(std::numeric_limits<std::uint64_t>::max()); }
  // Destroys at most so many idle objects; returns how many.
  std::uint64_t trim_some(std::uint64_t most) noexcept {
    std::uint64_t gone = 0;
    for (; gone < most; ++gone) {
      T* const object = static_cast<T*>(shards_.take_for_trim());
      if (object == nullptr) break;
      detail::unpoison(object);
      tracking_.enter(object, event::gone);
      ops::destroy(policy_, object);
    }
    return gone;
  }
  // What one object counts as against pool::budget.
  [[nodiscard]] std::size_t object_bytes() const noexcept { return ops::object_bytes(policy_); }

  // Switches pooling off: every get creates, every put destroys, counters go on. And on again.
  void set_bypass(bool on) noexcept {
    shards_.set_bypass(on);
    if (on) trim();
  }
  [[nodiscard]] bool bypassed() const noexcept { return shards_.bypassed(); }

  [[nodiscard]] std::size_t capacity() const noexcept { return shards_.capacity(); }
  [[nodiscard]] pool_stats stats() const { return shards_.stats(); }
  [[nodiscard]] int check_invariants() const { return shards_.check_invariants(); }

 private:
  using event = detail::life_event;

  // false: it was not valid, and is gone.
  bool fit(T* object) {
    detail::unpoison(object);
    tracking_.enter(object, event::taken);
    try {
      if (ops::valid(policy_, *object)) {
        ops::prepare(policy_, *object);
        return true;
      }
    } catch (...) {
      reject(object);
      detail::count(shards_.counters().gets_failed);
      throw;
    }
    reject(object);
    return false;
  }
  T* create() {
    T* object = nullptr;
    try {
      object = ops::create(policy_);
      detail::count(shards_.counters().gets_created);
      tracking_.enter(object, event::created);
      ops::prepare(policy_, *object);
    } catch (...) {
      if (object != nullptr) reject(object);
      detail::count(shards_.counters().gets_failed);
      throw;
    }
    return object;
  }
  void reject(T* object) noexcept {
    detail::count(shards_.counters().rejected_on_get);
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
  }

  void drop(T* object) noexcept {
    detail::count(shards_.counters().puts_dropped_policy);
    tracking_.enter(object, event::gone);
    ops::destroy(policy_, object);
  }

  [[no_unique_address]] Policy policy_;
  detail::tracking tracking_;
  detail::credit_shards shards_;
  detail::listing listing_;
};

}  // namespace pool

#endif
