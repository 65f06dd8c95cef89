// Forks amid the operations of other threads, for every kind of pool: the child has one thread, and
// has to find every pool whole. A child that hangs is ended by its alarm, which fails the test.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "pool/pool.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kCapacity = 64;

// ThreadSanitizer ends a child that starts a thread when its parent had several. AddressSanitizer
// keeps freed memory behind a lock that it does not take before a fork, and that every thread takes
// as it ends: a child that is forked while another thread holds it never sees one of its own end.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kChildMayStartThreads = false;
#elif defined(__has_feature)
constexpr bool kChildMayStartThreads =
    !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer);
#else
constexpr bool kChildMayStartThreads = true;
#endif
constexpr unsigned kPatience = 10;  // seconds until a child counts as hung

// Runs `body` in a forked child; returns its exit status, -signal when it was killed.
template <class Body>
int in_child(const Body& body) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(kPatience);
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

// Everything that a pool can do, on the one thread that there is. 0: it did.
template <class Pool>
int use(Pool& pool) {
  tracked::violations = 0;
  if constexpr (requires { pool.check_invariants(); }) {
    if (pool.check_invariants() != 0) return 1;
  }
  // Waiters are threads that are gone.
  if (pool.stats().waiting != 0) return 2;
  std::vector<tracked*> held;
  for (std::size_t at = 0; at < kCapacity / 2; ++at) {
    // Strict pools have room for that: the threads hold less than the other half.
    tracked* const object = pool.get();
    if (object == nullptr) return 3;
    // One that is idle in the child is whole, and nobody's.
    object->enter(7);
    held.push_back(object);
  }
  for (tracked* object : held) {
    object->leave(7);
    pool.put(object);
  }
  if (tracked::violations != 0) return 4;
  if constexpr (requires { pool.trim(); }) pool.trim();
  pool.put(pool.get());
  if (kChildMayStartThreads) std::thread([&] { pool.put(pool.get()); }).join();
  if constexpr (requires { pool.check_invariants(); }) {
    if (pool.check_invariants() != 0) return 5;
  }
  if (pool::to_json(pool::snapshot()).empty()) return 6;
  if (pool::set_bypass("forked", true) != pool::set_bypass("forked", false)) return 7;
  pool::collect();
  pool::trim_all();
  if constexpr (requires { pool.close(); }) {
    pool.close();
    if (pool.stats().waiting != 0) return 8;
  }
  return 0;
}

struct sharded {
  pool::sharded_pool<tracked, pool::no_policy> pool{{}, {.name = "forked"}};
};
struct tracked_sharded {
  pool::sharded_pool<tracked, pool::no_policy> pool{{}, {.name = "forked", .track = true}};
};
struct fresh {
  pool::fresh_pool<tracked, pool::no_policy> pool;
};
struct fixed {
  struct tag {};
  pool::static_pool<tracked, tag> pool;
};
template <pool::bound Kind, pool::order Order, bool Track = false>
struct bounded {
  pool::bounded_pool<tracked, pool::no_policy> pool{kCapacity, Kind, {}, Order, "forked", Track};
};
struct ring {
  pool::ring_pool<tracked, pool::no_policy> pool{
      kCapacity, {}, pool::order::fifo, pool::bound::strict, "forked"};
};
struct sharded_bounded {
  pool::sharded_bounded_pool<tracked, pool::no_policy> pool{kCapacity, {}, 4, "forked"};
};

template <class Kind>
class ForkOf : public testing::Test {};

using kinds = testing::Types<
    sharded, tracked_sharded, fresh, fixed, bounded<pool::bound::idle, pool::order::lifo>,
    bounded<pool::bound::idle, pool::order::fifo>, bounded<pool::bound::strict, pool::order::lifo>,
    bounded<pool::bound::strict, pool::order::lifo, true>, ring, sharded_bounded>;
TYPED_TEST_SUITE(ForkOf, kinds, );

TYPED_TEST(ForkOf, AmidTheOperationsOfOtherThreads) {
  TypeParam here;
  auto& pool = here.pool;
  int forks = 0;
  std::string failed;
  EXPECT_EQ(stress(
                {.threads = 3, .time = stress_time(1000ms), .most_held = 6},
                [&] { return pool.get(); }, [&](tracked* object) { pool.put(object); },
                [&](std::uint64_t round) {
                  ++forks;
                  const int status = in_child([&] { return use(pool); });
                  if (status != 0) failed += std::to_string(status) + ' ';
                  if constexpr (requires { pool.trim(); }) {
                    if (round % 4 == 0) pool.trim();
                  }
                }),
            0U);
  EXPECT_EQ(failed, "") << "of " << forks << " forks";
  EXPECT_GT(forks, 0);
  EXPECT_EQ(pool.stats().out, 0U);
  if constexpr (requires { pool.check_invariants(); }) EXPECT_EQ(pool.check_invariants(), 0);
}

// ---- waiters ------------------------------------------------------------------------------------

using strict_pool = pool::bounded_pool<tracked, pool::no_policy>;

void wait_until_waiting(strict_pool& pool, std::uint64_t waiters) {
  while (pool.stats().waiting != waiters) std::this_thread::yield();
}

TEST(Fork, ThreadsThatWaitForAnObjectAreNotInTheChild) {
  strict_pool pool(1, pool::bound::strict);
  tracked* const only = pool.get();
  std::thread waiter([&] { pool.put(pool.get()); });
  wait_until_waiting(pool, 1);
  EXPECT_EQ(in_child([&] {
              if (pool.stats().waiting != 0) return 1;
              pool.put(only);
              // Had it gone to the one who waited, nobody could have it.
              return pool.get_for(1s) == only ? pool.check_invariants() : 2;
            }),
            0);
  EXPECT_EQ(pool.stats().waiting, 1U) << "the parent's goes on waiting";
  pool.put(only);
  waiter.join();
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(Fork, ThreadsThatWaitForRoomAreNotInTheChildAndTheirObjectsAreLost) {
  strict_pool pool(1);
  tracked* const first = pool.get();
  tracked* const second = pool.get();
  pool.put(first);
  std::thread waiter([&] { pool.put_until(second, pool::no_deadline); });
  wait_until_waiting(pool, 1);
  EXPECT_EQ(in_child([&] {
              const pool::pool_stats stats = pool.stats();
              if (stats.waiting != 0 || stats.lost != 1 || stats.out != 0) return 1;
              if (stats.live != 1 || pool.get() != first) return 2;
              if (pool.try_get() != nullptr) return 3;
              return pool.check_invariants();
            }),
            0);
  EXPECT_EQ(pool.get(), first);
  waiter.join();
  EXPECT_EQ(pool.try_get(), second);
  pool.put(second);
  pool.discard(first);
}

// A coroutine is memory, not a thread: it is in the child as in the parent.
struct detached {
  struct promise_type {
    static detached get_return_object() noexcept { return {}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    static void unhandled_exception() noexcept {}
  };
};
detached take_one(strict_pool& pool, int& got) {
  const auto lease = co_await pool.async_get();
  if (lease) ++got;
}

TEST(Fork, CoroutinesGoOnWaitingOnBothSides) {
  strict_pool pool(1, pool::bound::strict);
  tracked* const only = pool.get();
  std::thread before([&] { pool.put(pool.get()); });
  wait_until_waiting(pool, 1);
  int got = 0;
  take_one(pool, got);
  wait_until_waiting(pool, 2);
  EXPECT_EQ(in_child([&] {
              if (pool.stats().waiting != 1) return 1;
              pool.put(only);
              return got == 1 && pool.stats().out == 0 ? 0 : 2;
            }),
            0);
  EXPECT_EQ(got, 0);
  pool.put(only);
  before.join();
  while (pool.stats().waiting != 0) std::this_thread::yield();
}

// ---- places of threads --------------------------------------------------------------------------

TEST(Fork, WhatThreadsHoldInTheirPlacesIsTheChilds) {
  strict_pool pool(16);
  std::atomic<int> stage{0};
  std::thread other([&] {
    pool.put(pool.get());  // rests in the place of this thread
    stage = 1;
    stage.notify_all();
    stage.wait(1);
  });
  stage.wait(0);
  EXPECT_EQ(in_child([&] {
              const pool::pool_stats stats = pool.stats();
              if (stats.idle != 1 || stats.out != 0) return 1;
              return pool.try_get() != nullptr ? pool.check_invariants() : 2;
            }),
            0);
  stage = 2;
  stage.notify_all();
  other.join();
}

TEST(Fork, ParentsThreadsGoOnUsingTheirPlaces) {
  strict_pool pool(16);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> rounds{0};
  std::thread other([&] {
    for (; !stop; ++rounds) pool.put(pool.get());
  });
  for (int at = 0; at < 20; ++at) {
    EXPECT_EQ(in_child([&] { return pool.check_invariants(); }), 0);
  }
  stop = true;
  other.join();
  EXPECT_EQ(pool.stats().live, 1U);
  EXPECT_EQ(pool.stats().out, 0U);
}

// ---- threads of the library ---------------------------------------------------------------------

TEST(Fork, CollectorsEndInTheChildWithoutTheirThreads) {
  auto periodic = std::make_unique<pool::periodic_collector>(1ms);
  for (int at = 0; at < 20; ++at) {
    EXPECT_EQ(in_child([&] {
                periodic.reset();
                if (kChildMayStartThreads) const pool::periodic_collector another(1ms);
                return 0;
              }),
              0);
  }
}

TEST(Fork, PressureCollectorOfTheParentOutlivesTheChilds) {
  const std::string events =
      testing::TempDir() + "pool_fork_memory_events." + std::to_string(getpid());
  const auto write_high = [&](int high) {
    std::FILE* const file = std::fopen(events.c_str(), "we");
    ASSERT_NE(file, nullptr);
    std::fprintf(file, "low 0\nhigh %d\nmax 0\n", high);
    std::fclose(file);
  };
  write_high(0);
  {
    auto watching = std::make_unique<pool::pressure_collector>(
        pool::pressure_options{.events_file = events, .pause = 1ms});
    ASSERT_TRUE(watching->watches_events()) << watching->problem();
    EXPECT_EQ(in_child([&] {
                watching.reset();
                return 0;
              }),
              0);
    write_high(3);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (watching->signals().high == 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(watching->signals().high, 3U) << "the child's end was taken for its own";
  }
  unlink(events.c_str());
}

TEST(Fork, AmidSnapshotsBudgetsAndRevisions) {
  strict_pool pool(kCapacity, pool::bound::idle, {}, pool::order::lifo, "forked", true);
  pool::sharded_pool<tracked, pool::no_policy> other;
  pool::set_budget({.objects = 8});
  std::atomic<bool> stop{false};
  const auto repeat = [&](auto body) {
    return std::thread([&stop, body] {
      while (!stop) body();
    });
  };
  std::array<std::thread, 4> threads{
      repeat([] { static_cast<void>(pool::to_prometheus(pool::snapshot())); }),
      repeat([] {
        pool::set_revision("one");
        pool::enforce_budget();
        static_cast<void>(pool::outstanding_objects());
      }),
      repeat([&] {
        std::array<tracked*, 12> held{};
        for (tracked*& object : held) object = pool.get();
        for (tracked* object : held) pool.put(object);
        other.put(other.get());
      }),
      // On the heap: the child has not got the stack of this thread, nor a pool in it.
      repeat([] { std::make_unique<strict_pool>(4, pool::bound::strict)->prefill(2); }),
  };
  std::string failed;
  const auto end = std::chrono::steady_clock::now() + stress_time(1000ms);
  while (std::chrono::steady_clock::now() < end) {
    const int status = in_child([&] {
      if (pool::this_build().revision.empty() && pool::snapshot().empty()) return 20;
      pool::set_revision("two");
      if (pool::to_prometheus(pool::snapshot()).empty()) return 21;
      static_cast<void>(pool::outstanding_objects());
      pool::enforce_budget();
      if (kChildMayStartThreads && pool::http_server().port() == 0) return 22;
      return use(pool);
    });
    if (status != 0) failed += std::to_string(status) + ' ';
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  pool::set_budget({});
  EXPECT_EQ(failed, "");
}

// A destructor under set_bypass(name) forks, and opens pools.
TEST(Fork, WithinADestructorThatPassThroughRuns) {
  struct forking {
    ~forking() {
      status += in_child([] { return pool::snapshot().empty() ? 1 : 0; });
    }
    int& status;
  };
  int status = 0;
  pool::bounded_pool<forking> pool(2, pool::bound::idle,
                                   {.create = [&] { return new forking{status}; }},
                                   pool::order::lifo, "passed");
  pool.put(pool.get());
  EXPECT_EQ(pool::set_bypass("passed", true), 1U);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace pool_test
