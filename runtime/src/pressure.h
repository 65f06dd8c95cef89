// The parts of pressure_collector that tests drive by hand.
#ifndef POOL_SRC_PRESSURE_H
#define POOL_SRC_PRESSURE_H

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace pool::detail {

// The counters of a memory.events file that matter here.
struct memory_events {
  std::uint64_t high = 0;
  std::uint64_t limit = 0;  // max, oom and oom_kill together

  bool operator==(const memory_events&) const = default;
};
// Lines that are none of these, or are malformed, count as nothing.
[[nodiscard]] memory_events parse_memory_events(std::string_view text) noexcept;

// Where the cgroup of a process is below the mount of version 2: "/a/b" of a /proc/PID/cgroup that
// has "0::/a/b". Empty when the process is in none.
[[nodiscard]] std::string cgroup_of(std::string_view proc_cgroup);

// What the thread of a pressure_collector does. File descriptors are the caller's; -1: not watched.
struct pressure_watch {
  int stall = -1;   // POLLPRI: tasks stalled
  int events = -1;  // POLLPRI, or something readable in `notify`: look at the counters again
  int notify = -1;
  int stop = -1;             // readable: return
  memory_events known = {};  // what the counters were
  std::chrono::milliseconds pause{0};
  std::atomic<std::uint64_t>* stalls = nullptr;
  std::atomic<std::uint64_t>* high = nullptr;
  std::atomic<std::uint64_t>* limit = nullptr;
};
void watch_pressure(pressure_watch watch) noexcept;

}  // namespace pool::detail

#endif
