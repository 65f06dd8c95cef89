// Under AddressSanitizer an idle object may not be touched.
#ifndef POOL_DETAIL_POISON_H
#define POOL_DETAIL_POISON_H

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define POOL_DETAIL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_DETAIL_ASAN 1
#endif
#endif
#ifndef POOL_DETAIL_ASAN
#define POOL_DETAIL_ASAN 0
#endif

#if POOL_DETAIL_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace pool::detail {

inline void poison_bytes([[maybe_unused]] void* idle, [[maybe_unused]] std::size_t bytes) noexcept {
#if POOL_DETAIL_ASAN
  __asan_poison_memory_region(idle, bytes);
#endif
}

inline void unpoison_bytes([[maybe_unused]] void* taken,
                           [[maybe_unused]] std::size_t bytes) noexcept {
#if POOL_DETAIL_ASAN
  __asan_unpoison_memory_region(taken, bytes);
#endif
}

template <class T>
void poison([[maybe_unused]] T* idle) noexcept {
#if POOL_DETAIL_ASAN
  __asan_poison_memory_region(idle, sizeof(T));
#endif
}

template <class T>
void unpoison([[maybe_unused]] T* taken) noexcept {
#if POOL_DETAIL_ASAN
  __asan_unpoison_memory_region(taken, sizeof(T));
#endif
}

}  // namespace pool::detail

#endif
