// Giving memory back across all pools of the process.
#ifndef POOL_COLLECTOR_H
#define POOL_COLLECTOR_H

#include <chrono>
#include <cstddef>
#include <memory>

namespace pool {

// Rotates every sharded, static and sized pool once: call it where a garbage collector would run,
// in a lull or on a signal of memory pressure. Stops and waits for no thread that gets or puts.
// Returns how many pools there were. Then enforces the budget (see budget.h).
std::size_t collect() noexcept;

// Destroys what is idle in every pool of the process, bounded ones included. Returns how many pools
// there were.
std::size_t trim_all() noexcept;

// Calls collect() at an interval, on a thread of its own, until it is destroyed. Pools rotate by
// themselves after enough misses without it; it is for processes that go quiet and are then to give
// back what they held. The child of a fork has no such thread: the object does nothing there, may
// be destroyed, and another may be made.
class periodic_collector {
 public:
  // `interval`: above 0; an object that nobody takes lives for one to two of them. Throws
  // std::invalid_argument, std::system_error.
  explicit periodic_collector(std::chrono::milliseconds interval);
  periodic_collector(const periodic_collector&) = delete;
  periodic_collector& operator=(const periodic_collector&) = delete;
  ~periodic_collector();

 private:
  struct state;
  long process_;  // that has the thread
  std::unique_ptr<state> state_;
};

}  // namespace pool

#endif
