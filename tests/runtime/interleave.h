// A scheduler that runs small programs in every order there is, over memory with store buffers.
//
// A program is a coroutine that waits before each access to memory; the scheduler chooses who goes
// on, or whose oldest buffered store reaches memory, and starts all over for each further order. So
// what holds here holds in every execution of the program on a machine with total store order.
#ifndef TESTS_RUNTIME_INTERLEAVE_H
#define TESTS_RUNTIME_INTERLEAVE_H

#include <array>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace pool_test {

inline constexpr std::size_t kCells = 8;
inline constexpr std::size_t kMostThreads = 3;

class memory {
 public:
  // What thread `who` sees: its own youngest store, or memory.
  [[nodiscard]] int load(std::size_t who, std::size_t cell) const {
    const auto& buffer = buffers_[who];
    for (auto at = buffer.rbegin(); at != buffer.rend(); ++at) {
      if (at->first == cell) return at->second;
    }
    return cells_[cell];
  }
  void store(std::size_t who, std::size_t cell, int value) {
    buffers_[who].emplace_back(cell, value);
  }
  // A read-modify-write is a full fence.
  int exchange(std::size_t who, std::size_t cell, int value) {
    fence(who);
    return std::exchange(cells_[cell], value);
  }
  int fetch_or(std::size_t who, std::size_t cell, int bits) {
    fence(who);
    return std::exchange(cells_[cell], cells_[cell] | bits);
  }
  int fetch_and(std::size_t who, std::size_t cell, int bits) {
    fence(who);
    return std::exchange(cells_[cell], cells_[cell] & bits);
  }
  bool compare_exchange(std::size_t who, std::size_t cell, int expected, int value) {
    fence(who);
    if (cells_[cell] != expected) return false;
    cells_[cell] = value;
    return true;
  }
  void fence(std::size_t who) {
    while (has_buffered(who)) drain(who);
  }
  // membarrier: a fence in every thread.
  void barrier() {
    for (std::size_t who = 0; who < kMostThreads; ++who) fence(who);
  }
  [[nodiscard]] bool has_buffered(std::size_t who) const { return !buffers_[who].empty(); }
  void drain(std::size_t who) {
    const auto [cell, value] = buffers_[who].front();
    buffers_[who].pop_front();
    cells_[cell] = value;
  }
  [[nodiscard]] int settled(std::size_t cell) const { return cells_[cell]; }

 private:
  std::array<int, kCells> cells_{};
  std::array<std::deque<std::pair<std::size_t, int>>, kMostThreads> buffers_;
};

// A thread of a program. Starts suspended, and stays so at its end.
class program {
 public:
  struct promise_type {
    // The thread may not go on before this cell of memory is 0; kCells: at any time.
    std::size_t wants_zero = kCells;

    program get_return_object() {
      return program(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  program(program&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  program& operator=(program&&) = delete;
  ~program() {
    if (frame_) frame_.destroy();
  }
  [[nodiscard]] bool done() const { return frame_.done(); }
  [[nodiscard]] bool runnable(const memory& now) const {
    const std::size_t cell = frame_.promise().wants_zero;
    return !done() && (cell == kCells || now.settled(cell) == 0);
  }
  void step() {
    frame_.promise().wants_zero = kCells;
    frame_.resume();
  }

 private:
  explicit program(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  std::coroutine_handle<promise_type> frame_;
};

// co_await turn{}: another thread may go first. co_await turn{cell}: and this one not before the
// cell is 0.
struct turn {
  std::size_t wants_zero = kCells;
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<program::promise_type> self) const noexcept {
    self.promise().wants_zero = wants_zero;
  }
  void await_resume() const noexcept {}
};

// One run: memory, threads, and whether all was well, which `check` says when all is settled.
struct world {
  memory cells;
  std::vector<program> threads;
  bool broken = false;  // set by a thread, amid the run
  std::function<bool()> check = [] { return true; };
};

struct exploration {
  std::uint64_t orders = 0;
  std::uint64_t broken = 0;  // orders in which something was wrong
};

// Runs the world that `make` fills in every order, or until the first that is broken.
inline exploration explore(const std::function<void(world&)>& make, bool stop_at_broken = false) {
  exploration result;
  struct choice {
    std::size_t taken;
    std::size_t of;
  };
  std::vector<choice> path;
  for (;;) {
    world now;
    make(now);
    std::size_t depth = 0;
    for (;;) {
      // Threads first, then store buffers.
      std::array<std::size_t, 2 * kMostThreads> enabled{};
      std::size_t count = 0;
      for (std::size_t who = 0; who < now.threads.size(); ++who) {
        if (now.threads[who].runnable(now.cells)) enabled[count++] = who;
      }
      for (std::size_t who = 0; who < now.threads.size(); ++who) {
        if (now.cells.has_buffered(who)) enabled[count++] = kMostThreads + who;
      }
      if (count == 0) break;
      if (depth == path.size()) path.push_back({0, count});
      const std::size_t chosen = enabled[path[depth++].taken];
      if (chosen < kMostThreads) {
        now.threads[chosen].step();
      } else {
        now.cells.drain(chosen - kMostThreads);
      }
    }
    bool all_done = true;
    for (const program& each : now.threads) all_done = all_done && each.done();
    ++result.orders;
    if (now.broken || !all_done || !now.check()) ++result.broken;
    if (stop_at_broken && result.broken != 0) return result;
    while (!path.empty() && path.back().taken + 1 == path.back().of) path.pop_back();
    if (path.empty()) return result;
    ++path.back().taken;
  }
}

}  // namespace pool_test

#endif
