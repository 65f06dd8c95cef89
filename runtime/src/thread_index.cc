#include "thread_index.h"

#include <atomic>
#include <bit>

namespace pool::detail {
namespace {

constexpr std::uint32_t kUnknown = kIndexedThreads + 1;

// Bit n: some thread has the number n. Taken with acquire and given back with release.
constinit std::atomic<std::uint64_t> taken{0};
constinit thread_local std::uint32_t mine = kUnknown;

struct giver_back {
  giver_back() = default;
  giver_back(const giver_back&) = delete;
  giver_back& operator=(const giver_back&) = delete;
  ~giver_back() {
    const std::uint32_t old = mine;
    mine = kIndexedThreads;
    if (old < kIndexedThreads) {
      taken.fetch_and(~(std::uint64_t{1} << old), std::memory_order_release);
    }
  }
  void arm() noexcept {}
};
thread_local giver_back at_end;

std::uint32_t choose() noexcept {
  at_end.arm();
  std::uint64_t now = taken.load(std::memory_order_relaxed);
  while (~now != 0) {
    const auto free = static_cast<std::uint32_t>(std::countr_one(now));
    if (taken.compare_exchange_weak(now, now | std::uint64_t{1} << free, std::memory_order_acquire,
                                    std::memory_order_relaxed)) {
      return mine = free;
    }
  }
  return mine = kIndexedThreads;
}

}  // namespace

std::uint32_t thread_index() noexcept {
  const std::uint32_t known = mine;
  if (known != kUnknown) [[likely]]
    return known;
  return choose();
}

void forget_thread_indices() noexcept {
  const std::uint32_t own = mine;
  taken.store(own < kIndexedThreads ? std::uint64_t{1} << own : 0, std::memory_order_relaxed);
}

}  // namespace pool::detail
