// Giving memory back when the system says that it is short.
#ifndef POOL_PRESSURE_H
#define POOL_PRESSURE_H

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace pool {
namespace detail {
struct memory_events;
}

// What a pressure_collector listens to. The defaults suit most processes.
struct pressure_options {
  // The pressure stall file. Empty: memory.pressure of the process's own cgroup, and where that
  // cannot be written, /proc/pressure/memory.
  std::string stall_file = {};
  // The memory.events file of a version 2 cgroup. Empty: that of the process's own.
  std::string events_file = {};
  // How long tasks must have waited for memory within a window, together, to be told of. Above 0
  // and at most `window`.
  std::chrono::microseconds stall{150'000};
  // 2, 4, 6, 8 or 10 seconds: what the kernel takes from processes without privileges.
  std::chrono::seconds window{2};
  // How long one answer has to take effect before the next: pressure goes on for a while whatever
  // is given back.
  std::chrono::milliseconds pause{1000};
};

// How often it was told of what, since it was made.
struct pressure_signals {
  std::uint64_t stalls = 0;  // tasks waited for memory
  std::uint64_t high = 0;    // the cgroup was throttled at its memory.high
  std::uint64_t limit = 0;   // the cgroup met its memory.max, or ran out of memory there

  bool operator==(const pressure_signals&) const = default;
};

// Gives memory back under pressure, on a thread of its own that otherwise sleeps, until it is
// destroyed: calls collect() when tasks stall or the cgroup is throttled, and trim_all() when the
// cgroup is at its limit. Needs Linux with pressure stall information, or a version 2 cgroup;
// without either it does nothing and problem() says so. In the child of a fork it watches nothing;
// destroying it there leaves the parent's alone, and another may be made.
//
// Thread safety: all members but construction and destruction by any thread.
class pressure_collector {
 public:
  // Throws std::bad_alloc. Whatever else is amiss is told by problem().
  explicit pressure_collector(const pressure_options& chosen = {});
  pressure_collector(const pressure_collector&) = delete;
  pressure_collector& operator=(const pressure_collector&) = delete;
  // Returns at once, or when an answer under way is done.
  ~pressure_collector();

  [[nodiscard]] bool watches_stalls() const noexcept { return stall_ >= 0; }
  [[nodiscard]] bool watches_events() const noexcept { return events_ >= 0; }
  // A line for each of the two that is not watched: the file, what is wrong, what to do. Empty when
  // all is well.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  [[nodiscard]] pressure_signals signals() const noexcept;

 private:
  void open_stalls(const pressure_options& chosen);
  detail::memory_events open_events(const pressure_options& chosen);
  void start(const pressure_options& chosen, const detail::memory_events& known);

  std::string problem_;
  int stall_ = -1;  // the trigger lives as long as this is open
  int events_ = -1;
  int notify_ = -1;  // inotify on the events file
  int stop_ = -1;    // readable when the thread is to end
  std::atomic<std::uint64_t> stalls_{0};
  std::atomic<std::uint64_t> high_{0};
  std::atomic<std::uint64_t> limit_{0};
  long process_ = 0;  // that has the thread
  std::unique_ptr<std::thread> thread_;
};

}  // namespace pool

#endif
