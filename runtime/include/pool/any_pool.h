// Any pool of T behind one type, to hand to a constructor.
#ifndef POOL_ANY_POOL_H
#define POOL_ANY_POOL_H

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "pool/annotate.h"
#include "pool/lease.h"
#include "pool/stats.h"

namespace pool {

// Stands for a pool whose type is not to be named: a service takes an any_pool<T>, production gives
// it a sharded pool, a test a fresh one. Costs an indirect call an operation. Copies stand for the
// same pool; each copy may be used as the pool itself may.
template <class T>
class POOL_POOL any_pool {
 public:
  using value_type = T;
  using lease_type = lease<T, any_pool>;

  // Stands for `pool`, which must outlive it and all its copies.
  template <class Pool>
    requires(std::same_as<typename Pool::value_type, T> && !std::same_as<Pool, any_pool>)
  any_pool(Pool& pool) noexcept  // NOLINT(google-explicit-constructor): a pool is an any_pool
      : pool_(const_cast<std::remove_const_t<Pool>*>(&pool)), calls_(&calls_of<Pool>) {}
  // Shares the ownership of `pool`, which must not be nullptr.
  template <class Pool>
    requires(std::same_as<typename Pool::value_type, T>)
  explicit any_pool(std::shared_ptr<Pool> pool) noexcept
      : pool_(pool.get()), calls_(&calls_of<Pool>), owner_(std::move(pool)) {}

  [[nodiscard]] POOL_GET T* get() { return calls_->get(pool_); }
  [[nodiscard]] POOL_GET T* try_get() { return calls_->try_get(pool_); }
  [[nodiscard]] lease_type acquire() { return {get(), detail::home<any_pool>(*this)}; }
  POOL_PUT void put(T* object) noexcept { calls_->put(pool_, object); }
  void discard(T* object) noexcept { calls_->discard(pool_, object); }
  [[nodiscard]] pool_stats stats() const { return calls_->stats(pool_); }

 private:
  struct calls {
    T* (*get)(void*);
    T* (*try_get)(void*);
    void (*put)(void*, T*) noexcept;
    void (*discard)(void*, T*) noexcept;
    pool_stats (*stats)(const void*);
  };
  template <class Pool>
  static constexpr calls calls_of = {
      [](void* pool) -> T* { return static_cast<Pool*>(pool)->get(); },
      [](void* pool) -> T* { return static_cast<Pool*>(pool)->try_get(); },
      [](void* pool, T* object) noexcept { static_cast<Pool*>(pool)->put(object); },
      [](void* pool, T* object) noexcept { static_cast<Pool*>(pool)->discard(object); },
      [](const void* pool) { return static_cast<const Pool*>(pool)->stats(); },
  };

  void* pool_;
  const calls* calls_;
  std::shared_ptr<void> owner_;
};

}  // namespace pool

#endif
