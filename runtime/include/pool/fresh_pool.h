// The pool that is none: every get creates, every put destroys. It has the interface of the others,
// so that a test can do without reuse, and a measurement can tell what a pool earns.
#ifndef POOL_FRESH_POOL_H
#define POOL_FRESH_POOL_H

#include <utility>

#include "pool/annotate.h"
#include "pool/detail/core.h"
#include "pool/lease.h"
#include "pool/policy.h"

namespace pool {

// Thread safety: as the policy's. Complexity: that of creation and destruction.
template <class T, class Policy = hooks<T>>
class fresh_pool {
  using ops = detail::object_ops<T, Policy>;

 public:
  using value_type = T;
  using lease_type = lease<T, fresh_pool>;

  explicit fresh_pool(Policy policy = Policy{}) : policy_(std::move(policy)) {}
  fresh_pool(const fresh_pool&) = delete;
  fresh_pool& operator=(const fresh_pool&) = delete;

  // Throws what create or prepare throw.
  [[nodiscard]] POOL_GET T* get() {
    T* object = nullptr;
    try {
      object = ops::create(policy_);
      ops::prepare(policy_, *object);
    } catch (...) {
      if (object != nullptr) {
        ops::destroy(policy_, object);
        detail::count(created_);
        detail::count(rejected_);
      }
      detail::count(failed_);
      throw;
    }
    detail::count(created_);
    return object;
  }
  // As get: there is always one to be had.
  [[nodiscard]] POOL_GET T* try_get() { return get(); }
  [[nodiscard]] lease_type acquire() { return {get(), detail::home<fresh_pool>(*this)}; }

  POOL_PUT void put(T* object) noexcept {
    if (object == nullptr) return;
    // Reset runs although nobody sees the object again: its cost belongs to the comparison.
    (void)ops::ready_to_keep(policy_, *object);
    detail::count(dropped_);
    ops::destroy(policy_, object);
  }
  void discard(T* object) noexcept {
    if (object == nullptr) return;
    detail::count(discarded_);
    ops::destroy(policy_, object);
  }

  [[nodiscard]] pool_stats stats() const {
    pool_stats sum;
    sum.puts_dropped_bypass = dropped_.load(std::memory_order_relaxed);
    sum.puts_dropped_policy = discarded_.load(std::memory_order_relaxed);
    sum.rejected_on_get = rejected_.load(std::memory_order_relaxed);
    sum.gets_created = created_.load(std::memory_order_relaxed);
    sum.gets_failed = failed_.load(std::memory_order_relaxed);
    sum.out = sum.live = sum.gets_created - sum.rejected_on_get - sum.puts();
    return sum;
  }

 private:
  [[no_unique_address]] Policy policy_;
  std::atomic<std::uint64_t> created_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<std::uint64_t> rejected_{0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<std::uint64_t> discarded_{0};
};

}  // namespace pool

#endif
