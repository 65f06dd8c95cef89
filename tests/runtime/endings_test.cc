// Forks, signals, threads that end, libraries that go: what cuts an operation off.
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "pool/sharded_pool.h"
#include "pool/signal.h"
#include "pool/static_pool.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;
using tracked_pool = pool::sharded_pool<tracked, pool::no_policy>;

// Runs `body` in a forked child; returns its exit status, -signal when it was killed.
template <class Body>
int in_child(const Body& body) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int use(tracked_pool& pool) {
  std::vector<tracked*> held;
  tracked::violations = 0;
  for (int at = 0; at < 300; ++at) {
    held.push_back(pool.get());
    // The owner word of an object that was lost amid an operation is nobody's business; one that is
    // handed out here must be free.
    held.back()->enter(7);
  }
  for (tracked* object : held) {
    object->leave(7);
    pool.put(object);
  }
  pool.rotate();
  pool.put(pool.get());
  pool.trim();
  if (tracked::violations != 0) return 1;
  if (pool.check_invariants() != 0) return 2;
  return 0;
}

TEST(Fork, ChildAdoptsWhatIdleThreadsHold) {
  tracked_pool pool;
  std::atomic<int> stage{0};
  std::thread other([&] {
    std::array<tracked*, 20> held{};
    for (tracked*& object : held) object = pool.get();
    for (tracked* object : held) pool.put(object);
    stage = 1;
    stage.notify_all();
    stage.wait(1);
  });
  stage.wait(0);
  EXPECT_EQ(in_child([&] {
              const pool::pool_stats stats = pool.stats();
              if (stats.idle != 20 || stats.shards != 0 || stats.lost != 0) return 10;
              for (int at = 0; at < 20; ++at) {
                if (pool.try_get() == nullptr) return 11;
              }
              return 0;
            }),
            0);
  EXPECT_EQ(pool.stats().shards, 1U);
  stage = 2;
  stage.notify_all();
  other.join();
}

TEST(Fork, AmidTheOperationsOfOtherThreads) {
  tracked_pool pool;
  int failures = 0;
  int forks = 0;
  EXPECT_EQ(stress(
                {.threads = 3, .time = stress_time(1500ms)}, [&] { return pool.get(); },
                [&](tracked* object) { pool.put(object); },
                [&](std::uint64_t) {
                  ++forks;
                  if (in_child([&] { return use(pool); }) != 0) ++failures;
                  pool.rotate();
                }),
            0U);
  EXPECT_EQ(failures, 0) << "of " << forks << " forks";
  EXPECT_GT(forks, 0);
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(Fork, ChildrenOfChildren) {
  tracked_pool pool;
  pool.put(pool.get());
  EXPECT_EQ(in_child([&] {
              if (use(pool) != 0) return 1;
              std::thread([&] { pool.put(pool.get()); }).join();
              return in_child([&] { return use(pool); });
            }),
            0);
}

// ---- signals ------------------------------------------------------------------------------------

tracked_pool* handled = nullptr;
std::atomic<std::uint64_t> handler_runs{0};
std::atomic<std::uint64_t> handler_got{0};
struct handler_tag {};
using handled_static = pool::static_pool<tracked, handler_tag>;

void handler(int /*signal*/) {
  const pool::signal_scope handling;
  handler_runs.fetch_add(1, std::memory_order_relaxed);
  const std::uint64_t me = 1ULL << 40;
  if (tracked* const object = handled->try_get()) {
    handler_got.fetch_add(1, std::memory_order_relaxed);
    object->enter(me);
    object->leave(me);
    handled->put(object);
  }
  if (tracked* const object = handled_static::try_get()) {
    object->enter(me);
    object->leave(me);
    handled_static::put(object);
  }
}

TEST(Signals, HandlersGetAndPutAmidOperations) {
  tracked_pool pool;
  handled = &pool;
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR1, &action, nullptr);
  std::atomic<bool> stop{false};
  tracked::violations = 0;
  const auto body = [&](std::uint64_t me) {
    while (!stop.load(std::memory_order_relaxed)) {
      std::array<tracked*, 3> held{};
      for (tracked*& object : held) (object = pool.get())->enter(me);
      tracked* const other = handled_static::get();
      other->enter(me);
      for (tracked* object : held) {
        object->leave(me);
        pool.put(object);
      }
      other->leave(me);
      handled_static::put(other);
    }
  };
  // Both pools are in the table of the thread, and stocked, before the first signal comes.
  std::array<std::thread, 2> threads;
  std::atomic<int> ready{0};
  for (std::size_t at = 0; at < threads.size(); ++at) {
    threads[at] = std::thread([&, at] {
      std::vector<tracked*> held;
      for (int n = 0; n < 20; ++n) held.push_back(pool.get());
      for (tracked* object : held) pool.put(object);
      handled_static::put(handled_static::get());
      ++ready;
      body(at + 1);
    });
  }
  while (ready < 2) std::this_thread::yield();
  const auto end = std::chrono::steady_clock::now() + stress_time(1500ms);
  while (std::chrono::steady_clock::now() < end) {
    for (std::thread& thread : threads) pthread_kill(thread.native_handle(), SIGUSR1);
    pool.rotate();
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  signal(SIGUSR1, SIG_DFL);
  EXPECT_EQ(tracked::violations, 0U);
  EXPECT_GT(handler_runs, 0U);
  EXPECT_GT(handler_got, 0U);
  EXPECT_EQ(pool.stats().out, 0U);
  handled = nullptr;
}

// ---- threads ------------------------------------------------------------------------------------

TEST(Threads, ManyShortOnesLeaveNothingBehind) {
  tracked_pool pool;
  for (int round = 0; round < 300; ++round) {
    std::thread([&] { pool.put(pool.get()); }).join();
  }
  EXPECT_EQ(pool.stats().shards, 0U);
  EXPECT_EQ(pool.stats().live, 1U) << "each found what the one before left";
}

TEST(Threads, PutOnAnotherThreadThanGot) {
  tracked_pool pool;
  for (int round = 0; round < 100; ++round) {
    tracked* const object = pool.get();
    std::thread([&] { pool.put(object); }).join();
  }
  EXPECT_EQ(pool.stats().out, 0U);
  EXPECT_EQ(pool.stats().live, 1U);
}

TEST(Threads, PoolsMadeAndDestroyedWhileThreadsEnd) {
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> rounds{0};
  std::array<std::thread, 2> makers;
  for (std::thread& maker : makers) {
    maker = std::thread([&] {
      while (!stop.load()) {
        tracked_pool pool;
        std::thread first([&] { pool.put(pool.get()); });
        std::thread second([&] { pool.put(pool.get()); });
        first.join();
        second.join();
        rounds.fetch_add(1);
      }
    });
  }
  std::this_thread::sleep_for(stress_time(800ms));
  stop = true;
  for (std::thread& maker : makers) maker.join();
  EXPECT_GT(rounds, 0U);
}

}  // namespace
}  // namespace pool_test
