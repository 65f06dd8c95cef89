// The pool to start with: anonymous, interchangeable, temporary objects, shared by all threads.
#ifndef POOL_SHARDED_POOL_H
#define POOL_SHARDED_POOL_H

#include <cstddef>
#include <source_location>
#include <utility>

#include "pool/annotate.h"
#include "pool/detail/front.h"
#include "pool/detail/listing.h"
#include "pool/lease.h"

namespace pool {

// A pool of T without a bound on what is out. A thread that gets takes, in this order: the private
// slot of its own shard, the shard's store (last in, first out), what other threads put, victims,
// and else creates. A put fills the private slot, then the store, and when that is full moves its
// coldest objects to where other threads find them.
//
// The pool gives memory back by rotation: what is idle becomes a victim, and what is a victim still
// at the next rotation is destroyed. It rotates by itself after enough misses and exchanges (see
// settings), or when told to. Its footprint is up to twice what is idle at the peak.
//
// Do not use it for connections, files, or anything with an identity or a quota: objects vanish at
// any rotation, and any number may be created (bounded_pool has a strict bound). Nor for objects
// below about 64 bytes, where malloc is as good, nor for a cache: nothing can be found again.
//
// Thread safety: all members may be called by any thread at any time, from signal handlers as
// docs/runtime/guide.md says, except construction and destruction. All objects are to be back when
// the pool is destroyed. Complexity: constant, apart from what the policy does and rotations.
template <class T, class Policy = hooks<T>>
class POOL_POOL sharded_pool {
  using front = detail::front<T, Policy>;

 public:
  using value_type = T;
  using policy_type = Policy;
  using lease_type = lease<T, sharded_pool>;

  // Telemetry knows the pool by chosen.name and `site`. Throws std::bad_alloc.
  explicit sharded_pool(Policy policy = Policy{}, const settings& chosen = {},
                        const std::source_location& site = std::source_location::current())
      : policy_(std::move(policy)),
        core_(&destroy, this, chosen),
        listing_(opened(), detail::calls_of<sharded_pool>(), "sharded_pool", detail::type_name<T>(),
                 chosen.name, site) {}
  sharded_pool(const sharded_pool&) = delete;
  sharded_pool& operator=(const sharded_pool&) = delete;
  // Destroys what is idle.
  ~sharded_pool() = default;

  // An object, idle or new; never nullptr. Throws what create or prepare throw; the pool is then as
  // before, less the object that could not be prepared.
  [[nodiscard]] POOL_GET POOL_DETAIL_INLINE T* get() {
    return front::get(core_, policy_, core_.own_shard(), nullptr);
  }
  // An idle object, or nullptr. Throws what prepare throws.
  [[nodiscard]] POOL_GET T* try_get() {
    return front::try_get(core_, policy_, core_.own_shard(), nullptr);
  }
  // get() with an owner around it.
  [[nodiscard]] lease_type acquire() { return {get(), detail::home<sharded_pool>(*this)}; }

  // Gives back an object of this pool. It is reset, and kept or destroyed; either way the caller
  // must not touch it any more. nullptr does nothing.
  POOL_PUT POOL_DETAIL_INLINE void put(T* object) noexcept {
    front::put(core_, policy_, object, core_.own_shard(), nullptr);
  }
  // Gives back an object that is not to be used again: destroys it.
  void discard(T* object) noexcept { front::discard(core_, policy_, object); }

  // Creates idle objects, at most as many as the pool keeps. Throws what create throws.
  void prefill(std::size_t objects) { front::prefill(core_, policy_, objects); }
  // One rotation, now. Never stops or waits for a thread that gets or puts.
  void rotate() noexcept { core_.rotate(true); }
  // Destroys what is idle.
  void trim() noexcept { core_.trim(); }
  // Destroys at most so many idle objects, those that are idle for longest first; returns how many.
  // What a thread holds that is amid an operation stays.
  std::uint64_t trim_some(std::uint64_t most) noexcept { return core_.trim_some(most); }
  // What one object counts as against pool::budget.
  [[nodiscard]] std::size_t object_bytes() const noexcept {
    return front::ops::object_bytes(policy_);
  }
  // Switches pooling off: every get creates, every put destroys, counters go on. And on again.
  void set_bypass(bool on) noexcept { core_.set_bypass(on); }
  [[nodiscard]] bool bypassed() const noexcept { return core_.bypassed(); }

  [[nodiscard]] pool_stats stats() const { return core_.stats(); }
  [[nodiscard]] int check_invariants() const { return core_.check_invariants(); }

 private:
  static void destroy(void* self, void* object) noexcept {
    T* const idle = static_cast<T*>(object);
    detail::unpoison(idle);
    front::ops::destroy(static_cast<sharded_pool*>(self)->policy_, idle);
  }

  sharded_pool* opened() {
    core_.open();
    return this;
  }

  // Objects are destroyed when the core closes; telemetry has let go by then.
  struct closing_core : detail::core {
    using core::core;
    ~closing_core() { close(); }
  };

  [[no_unique_address]] Policy policy_;
  closing_core core_;
  detail::listing listing_;
};

}  // namespace pool

#endif
