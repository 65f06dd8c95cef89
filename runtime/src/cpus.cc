#include "cpus.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#include <unistd.h>
#endif

namespace pool::detail {
namespace {

std::uint32_t of_affinity() noexcept {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(getpid(), sizeof set, &set) == 0) {
    return static_cast<std::uint32_t>(std::max(1, CPU_COUNT(&set)));
  }
#endif
  return std::max(1U, std::thread::hardware_concurrency());
}

bool read_text(const char* path, char* text, std::size_t size) noexcept {
  std::FILE* const file = std::fopen(path, "re");
  if (file == nullptr) return false;
  const std::size_t got = std::fread(text, 1, size - 1, file);
  text[got] = '\0';
  std::fclose(file);
  return got != 0;
}

// Version 2 groups only: the least quota on the way from the process's group to the root.
std::uint32_t of_cgroup() noexcept {
  char line[1024];
  if (!read_text("/proc/self/cgroup", line, sizeof line)) return 0;
  const char* const at = std::strstr(line, "0::/");
  if (at == nullptr) return 0;
  char group[1024] = "/sys/fs/cgroup";
  std::size_t length = std::strlen(group);
  for (const char* c = at + 3; *c != '\0' && *c != '\n' && length < sizeof group - 1; ++c) {
    group[length++] = *c;
  }
  group[length] = '\0';
  std::uint32_t least = 0;
  while (std::strlen(group) >= std::strlen("/sys/fs/cgroup")) {
    char path[1100];
    char text[64];
    std::snprintf(path, sizeof path, "%s/cpu.max", group);
    if (read_text(path, text, sizeof text)) {
      const std::uint32_t quota = quota_of(text);
      if (quota != 0) least = least == 0 ? quota : std::min(least, quota);
    }
    char* const slash = std::strrchr(group, '/');
    if (slash == nullptr) break;
    *slash = '\0';
  }
  return least;
}

std::atomic<std::uint32_t> known{0};
std::atomic<std::uint32_t> known_quota{0};  // 0: none

}  // namespace

std::uint32_t quota_of(const char* cpu_max) noexcept {
  unsigned long long quota = 0;
  unsigned long long period = 0;
  if (std::sscanf(cpu_max, "%llu %llu", &quota, &period) != 2 || period == 0 || quota == 0)
    return 0;
  const unsigned long long whole = quota / period + (quota % period != 0 ? 1 : 0);
  return static_cast<std::uint32_t>(std::min(whole, 1ULL << 20));
}

std::uint32_t usable_cpus() noexcept {
  std::uint32_t cpus = known.load(std::memory_order_relaxed);
  if (cpus == 0) {
    refresh_usable_cpus();
    cpus = known.load(std::memory_order_relaxed);
  }
  return cpus;
}

void refresh_affinity() noexcept {
  const std::uint32_t affinity = of_affinity();
  const std::uint32_t quota = known_quota.load(std::memory_order_relaxed);
  known.store(quota == 0 ? affinity : std::min(affinity, quota), std::memory_order_relaxed);
}

void refresh_usable_cpus() noexcept {
  known_quota.store(of_cgroup(), std::memory_order_relaxed);
  refresh_affinity();
}

}  // namespace pool::detail
