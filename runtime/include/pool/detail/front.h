// What sharded_pool and static_pool have in common: objects of a type and a policy on top of a
// core.
#ifndef POOL_DETAIL_FRONT_H
#define POOL_DETAIL_FRONT_H

#include <cstddef>

#include "pool/detail/core.h"
#include "pool/detail/poison.h"
#include "pool/policy.h"

namespace pool::detail {

// All functions take the core, the policy and the shard slot (nullptr for pools that have none), so
// that the two pools differ in where these live and in nothing else.
template <class T, class Policy>
struct front {
  using ops = object_ops<T, Policy>;

  static POOL_DETAIL_INLINE T* get(core& from, Policy& policy, shard& own, shard** slot) {
    void* const object = fast_get(own);
    if (object != nullptr && !ops::checks_on_get) [[likely]] {
      T* const taken = static_cast<T*>(object);
      unpoison(taken);
      return taken;
    }
    return get_rest(from, policy, static_cast<T*>(object), slot);
  }

  // The rest of a get: `taken` is what the fast way found, or nullptr.
  static POOL_DETAIL_NOINLINE T* get_rest(core& from, Policy& policy, T* taken, shard** slot) {
    for (;;) {
      if (taken == nullptr) taken = take_idle(from, slot);
      const bool fresh = taken == nullptr;
      try {
        if (fresh) {
          taken = ops::create(policy);
          count(from.counters().gets_created);
          from.track_created(taken);
        } else {
          unpoison(taken);
        }
        if (fresh || ops::valid(policy, *taken)) {
          ops::prepare(policy, *taken);
          return taken;
        }
      } catch (...) {
        reject(from, policy, taken);
        count(from.counters().gets_failed);
        throw;
      }
      reject(from, policy, taken);
      taken = nullptr;
    }
  }

  // An idle object, or nullptr: creates none.
  static T* try_get(core& from, Policy& policy, shard& own, shard** slot) {
    for (T* taken = static_cast<T*>(fast_get(own));; taken = nullptr) {
      if (taken == nullptr) taken = take_idle(from, slot);
      if (taken == nullptr) {
        count(from.counters().gets_failed);
        return nullptr;
      }
      unpoison(taken);
      try {
        if (ops::valid(policy, *taken)) {
          ops::prepare(policy, *taken);
          return taken;
        }
      } catch (...) {
        reject(from, policy, taken);
        count(from.counters().gets_failed);
        throw;
      }
      reject(from, policy, taken);
    }
  }

  static POOL_DETAIL_INLINE void put(core& into, Policy& policy, T* object, shard& own,
                                     shard** slot) noexcept {
    if (object == nullptr) return;
    if (!ops::ready_to_keep(policy, *object)) [[unlikely]] {
      discard(into, policy, object);
      return;
    }
    poison(object);
    if (!fast_put(own, object)) [[unlikely]]
      put_rest(into, policy, object, slot);
  }

  static POOL_DETAIL_NOINLINE void put_rest(core& into, Policy& policy, T* object,
                                            shard** slot) noexcept {
    into.track_put(object);
    const bool kept = ensure_open(into) && into.put_slow(object, slot);
    if (!kept) {
      into.track_gone(object);
      unpoison(object);
      ops::destroy(policy, object);
    }
    into.rotate_when_due();
  }

  static void discard(core& into, Policy& policy, T* object) noexcept {
    if (object == nullptr) return;
    count(into.counters().puts_dropped_policy);
    into.track_put(object);
    into.track_gone(object);
    ops::destroy(policy, object);
  }

  // Creates idle objects. Throws what create throws; what was made before stays.
  static void prefill(core& into, Policy& policy, std::size_t objects) {
    into.open();
    for (std::size_t made = 0; made < objects; ++made) {
      T* const object = ops::create(policy);
      count(into.counters().prefilled);
      poison(object);
      into.track_prefilled(object);
      if (into.put_prefilled(object)) continue;
      into.track_gone(object);
      unpoison(object);
      ops::destroy(policy, object);
      break;
    }
    into.rotate_when_due();
  }

 private:
  static T* take_idle(core& from, shard** slot) {
    if (!from.is_open()) from.open();
    T* const taken = static_cast<T*>(from.get_slow(slot));
    if (taken != nullptr) from.track_taken(taken);
    from.rotate_when_due();
    return taken;
  }

  static bool ensure_open(core& into) noexcept {
    try {
      into.open();
      return true;
    } catch (...) {
      count(into.counters().puts_dropped_bound);
      return false;
    }
  }

  static void reject(core& from, Policy& policy, T* taken) noexcept {
    if (taken == nullptr) return;
    count(from.counters().rejected_on_get);
    from.track_gone(taken);
    ops::destroy(policy, taken);
  }
};

}  // namespace pool::detail

#endif
