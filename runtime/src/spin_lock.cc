#include "pool/detail/spin_lock.h"

#include <chrono>
#include <thread>

namespace pool::detail {
namespace {

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

void spin_lock::lock_slow() noexcept {
  constexpr std::uint32_t kMostPauses = 256;
  constexpr std::uint32_t kYields = 1000;
  std::uint32_t pauses = 4;
  for (std::uint32_t turn = 0;; ++turn) {
    if (!held_.load(std::memory_order_relaxed) && try_lock()) return;
    if (pauses <= kMostPauses) {
      for (std::uint32_t at = 0; at < pauses; ++at) pause();
      pauses *= 2;
    } else if (turn < kYields) {
      std::this_thread::yield();
    } else {
      // The holder may have a lower priority than all who yield to each other.
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
  }
}

}  // namespace pool::detail
