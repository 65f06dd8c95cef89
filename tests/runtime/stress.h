// Threads get and put while others rotate, trim and switch; every object knows who holds it.
#ifndef TESTS_RUNTIME_STRESS_H
#define TESTS_RUNTIME_STRESS_H

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace pool_test {

// The history checker. Whoever gets the object enters its number, whoever puts it takes the number
// out; an object with two owners, or put by somebody else, cannot go unnoticed. The plain member is
// for ThreadSanitizer: two owners race on it.
struct tracked {
  static inline std::atomic<std::int64_t> alive{0};
  static inline std::atomic<std::uint64_t> violations{0};

  tracked() { alive.fetch_add(1, std::memory_order_relaxed); }
  tracked(const tracked&) = delete;
  tracked& operator=(const tracked&) = delete;
  ~tracked() {
    if (owner.exchange(kDead, std::memory_order_relaxed) != 0) violations.fetch_add(1);
    alive.fetch_sub(1, std::memory_order_relaxed);
  }

  void enter(std::uint64_t who) {
    if (owner.exchange(who, std::memory_order_relaxed) != 0) violations.fetch_add(1);
    touched = who;
  }
  void leave(std::uint64_t who) {
    if (touched != who) violations.fetch_add(1);
    if (owner.exchange(0, std::memory_order_relaxed) != who) violations.fetch_add(1);
  }

  static constexpr std::uint64_t kDead = ~0ULL;
  std::atomic<std::uint64_t> owner{0};
  std::uint64_t touched = 0;
  char payload[64] = {};
};

struct stress_plan {
  int threads = 4;
  std::chrono::milliseconds time{1000};
  int most_held = 40;                // objects a thread holds at once
  bool short_lived_threads = false;  // each thread ends after a while, and another takes its place
  bool stop_at_violation = false;
};

// Environment variable POOL_STRESS_SECONDS makes the stress long; by default it is short.
inline std::chrono::milliseconds stress_time(std::chrono::milliseconds usual) {
  const char* const seconds = std::getenv("POOL_STRESS_SECONDS");
  return seconds == nullptr ? usual : std::chrono::seconds(std::atoi(seconds));
}

// `disturb` runs again and again on a thread of its own. Returns how often the history was broken.
template <class Get, class Put>
std::uint64_t stress(const stress_plan& plan, const Get& get, const Put& put,
                     const std::function<void(std::uint64_t round)>& disturb) {
  tracked::violations = 0;
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> next_name{1};
  const auto body = [&](std::uint64_t rounds) {
    const std::uint64_t me = next_name.fetch_add(1);
    std::minstd_rand random(static_cast<unsigned>(me));
    std::vector<tracked*> held;
    for (std::uint64_t round = 0; round < rounds && !stop.load(std::memory_order_relaxed);
         ++round) {
      // Bursts and single pairs in turn; a plain pair hits the window of the protocol most often.
      const int burst = random() % 4 == 0 ? static_cast<int>(random() % plan.most_held) + 1 : 1;
      for (int at = 0; at < burst; ++at) {
        if (tracked* const object = get()) {
          object->enter(me);
          held.push_back(object);
        }
      }
      while (!held.empty()) {
        held.back()->leave(me);
        put(held.back());
        held.pop_back();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int at = 0; at < plan.threads; ++at) {
    threads.emplace_back([&] {
      if (!plan.short_lived_threads) return body(~0ULL);
      while (!stop.load(std::memory_order_relaxed)) std::thread(body, 2000).join();
    });
  }
  std::thread disturber([&] {
    for (std::uint64_t round = 0; !stop.load(std::memory_order_relaxed); ++round) disturb(round);
  });
  const auto end = std::chrono::steady_clock::now() + plan.time;
  while (std::chrono::steady_clock::now() < end) {
    if (plan.stop_at_violation && tracked::violations != 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  disturber.join();
  return tracked::violations;
}

}  // namespace pool_test

#endif
