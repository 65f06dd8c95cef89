// A sized_pool as a polymorphic memory resource and as an allocator.
#ifndef POOL_MEMORY_RESOURCE_H
#define POOL_MEMORY_RESOURCE_H

#include <cstddef>
#include <limits>
#include <memory_resource>
#include <new>

#include "pool/sized_pool.h"

namespace pool {

// Memory from the buffers of a sized pool; what wants an alignment above 16 comes from `upstream`.
// Any thread may allocate and deallocate. Pool and upstream must outlive the resource.
class sized_resource final : public std::pmr::memory_resource {
 public:
  explicit sized_resource(sized_pool& pool, std::pmr::memory_resource* upstream =
                                                std::pmr::new_delete_resource()) noexcept
      : pool_(&pool), upstream_(upstream) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (alignment > alignof(buffer)) return upstream_->allocate(bytes, alignment);
    return pool_->get(bytes)->data();
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    if (alignment > alignof(buffer)) return upstream_->deallocate(memory, bytes, alignment);
    pool_->put(buffer::of(memory));
  }
  [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
    const auto* const same = dynamic_cast<const sized_resource*>(&other);
    return same != nullptr && same->pool_ == pool_ && same->upstream_ == upstream_;
  }

  sized_pool* pool_;
  std::pmr::memory_resource* upstream_;
};

// The same as a standard allocator: std::vector<char, pool::sized_allocator<char>> v(a_sized_pool).
template <class T>
class sized_allocator {
  static_assert(alignof(T) <= alignof(buffer), "buffers are aligned to 16 bytes");

 public:
  using value_type = T;

  sized_allocator(sized_pool& pool) noexcept  // NOLINT(google-explicit-constructor)
      : pool_(&pool) {}
  template <class U>
  sized_allocator(const sized_allocator<U>& other) noexcept  // NOLINT(google-explicit-constructor)
      : pool_(other.pool()) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T)) {
      throw std::bad_array_new_length();
    }
    return reinterpret_cast<T*>(pool_->get(count * sizeof(T))->data());
  }
  void deallocate(T* memory, std::size_t /*count*/) noexcept { pool_->put(buffer::of(memory)); }
  [[nodiscard]] sized_pool* pool() const noexcept { return pool_; }

  template <class U>
  bool operator==(const sized_allocator<U>& other) const noexcept {
    return pool_ == other.pool();
  }

 private:
  sized_pool* pool_;
};

}  // namespace pool

#endif
