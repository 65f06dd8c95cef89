// Byte buffers by size class.
#ifndef POOL_SIZED_POOL_H
#define POOL_SIZED_POOL_H

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <span>

#include "pool/annotate.h"
#include "pool/lease.h"
#include "pool/sharded_pool.h"

namespace pool {

// A buffer of a sized_pool: a header, and the bytes behind it. Its content is undefined when it is
// got, and whatever its user before left there.
class alignas(16) buffer {
 public:
  [[nodiscard]] std::byte* data() noexcept {
    return reinterpret_cast<std::byte*>(this) + sizeof *this;
  }
  // What was asked for, and what there is, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::span<std::byte> bytes() noexcept { return {data(), size_}; }

  // The buffer whose data() is `data`.
  [[nodiscard]] static buffer* of(void* data) noexcept {
    return reinterpret_cast<buffer*>(static_cast<std::byte*>(data) - sizeof(buffer));
  }

 private:
  friend class sized_pool;
  explicit buffer(std::size_t capacity) noexcept : capacity_(capacity) {}

  static buffer* make(std::size_t capacity) {
    if (capacity > std::numeric_limits<std::size_t>::max() / 2) throw std::bad_alloc();
    void* const memory =
        ::operator new(sizeof(buffer) + capacity, std::align_val_t{alignof(buffer)});
    return ::new (memory) buffer(capacity);
  }
  static void end(buffer* old) noexcept {
    ::operator delete(old, std::align_val_t{alignof(buffer)});
  }

  std::size_t size_ = 0;
  std::size_t capacity_;
};

// One sharded pool a size class, the classes being powers of two from 64 bytes; a request beyond
// the largest class bypasses the pool, so that no giant is kept for small requests.
//
// Thread safety and rotation: as sharded_pool.
class POOL_POOL sized_pool {
 public:
  using value_type = buffer;
  using lease_type = lease<buffer, sized_pool>;
  static constexpr std::size_t kSmallest = 64;
  static constexpr std::size_t kClasses = 20;  // the largest there can be: 32 MiB

  // `largest`: the largest request in bytes that is pooled, at most 32 MiB. `chosen` holds for each
  // class. Throws std::bad_alloc.
  explicit sized_pool(std::size_t largest = std::size_t{1} << 20, const settings& chosen = {},
                      const std::source_location& site = std::source_location::current())
      : classes_(class_of(largest < kGiant ? largest : kGiant) + 1) {
    for (std::size_t at = 0; at < classes_; ++at) {
      pools_[at] = std::make_unique<class_pool>(class_policy{kSmallest << at}, chosen, site);
    }
  }

  // A buffer of at least `size` bytes; never nullptr. Throws std::bad_alloc.
  [[nodiscard]] POOL_GET buffer* get(std::size_t size) {
    const std::size_t at = class_of(size);
    buffer* const taken = at < classes_ ? pools_[at]->get() : bypass(size);
    taken->size_ = size;
    return taken;
  }
  // An idle buffer, or nullptr.
  [[nodiscard]] POOL_GET buffer* try_get(std::size_t size) {
    const std::size_t at = class_of(size);
    if (at >= classes_) {
      detail::count(bypass_failed_);
      return nullptr;
    }
    buffer* const taken = pools_[at]->try_get();
    if (taken != nullptr) taken->size_ = size;
    return taken;
  }
  [[nodiscard]] lease_type acquire(std::size_t size) {
    return {get(size), detail::home<sized_pool>(*this)};
  }
  POOL_PUT void put(buffer* old) noexcept {
    if (old == nullptr) return;
    const std::size_t at = class_of(old->capacity_);
    if (at < classes_) return pools_[at]->put(old);
    detail::count(bypass_puts_);
    buffer::end(old);
  }
  void discard(buffer* old) noexcept {
    if (old == nullptr) return;
    const std::size_t at = class_of(old->capacity_);
    if (at < classes_) return pools_[at]->discard(old);
    detail::count(bypass_puts_);
    buffer::end(old);
  }
  void rotate() noexcept {
    for (std::size_t at = 0; at < classes_; ++at) pools_[at]->rotate();
  }
  void trim() noexcept {
    for (std::size_t at = 0; at < classes_; ++at) pools_[at]->trim();
  }

  [[nodiscard]] std::size_t largest() const noexcept { return kSmallest << (classes_ - 1); }
  // The sum over all classes and what bypassed them.
  [[nodiscard]] pool_stats stats() const;
  // Of the class that serves requests of this size; all zero for one that is bypassed.
  [[nodiscard]] pool_stats stats_of(std::size_t size) const {
    const std::size_t at = class_of(size);
    return at < classes_ ? pools_[at]->stats() : pool_stats{};
  }

 private:
  static constexpr std::size_t kGiant = kSmallest << (kClasses - 1);

  struct class_policy {
    std::size_t bytes = kSmallest;
    [[nodiscard]] buffer* create() const { return buffer::make(bytes); }
    static void destroy(buffer* old) noexcept { buffer::end(old); }
    [[nodiscard]] std::size_t object_bytes() const noexcept { return sizeof(buffer) + bytes; }
  };
  using class_pool = sharded_pool<buffer, class_policy>;

  // kClasses and above: larger than any class.
  [[nodiscard]] static std::size_t class_of(std::size_t size) noexcept {
    if (size <= kSmallest) return 0;
    return static_cast<std::size_t>(std::bit_width(size - 1)) - std::bit_width(kSmallest - 1);
  }
  buffer* bypass(std::size_t size) {
    buffer* const made = buffer::make(size);
    detail::count(bypass_gets_);
    return made;
  }

  std::size_t classes_;
  std::array<std::unique_ptr<class_pool>, kClasses> pools_;
  std::atomic<std::uint64_t> bypass_gets_{0};
  std::atomic<std::uint64_t> bypass_puts_{0};
  std::atomic<std::uint64_t> bypass_failed_{0};
};

}  // namespace pool

#endif
