// The budget of the process, and what many threads and few CPUs make of the pools.
#include "pool/budget.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <latch>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pool/bounded_pool.h"
#include "pool/collector.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/sized_pool.h"
#include "pool/static_pool.h"
#include "runtime/src/budget.h"
#include "runtime/src/cpus.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;

struct block {
  char bytes[1000];
};
using block_pool = pool::sharded_pool<block, pool::no_policy>;

// Gets so many objects and puts them all.
template <class Pool>
void stock(Pool& pool, std::size_t objects) {
  std::vector<typename Pool::value_type*> held;
  for (std::size_t at = 0; at < objects; ++at) held.push_back(pool.get());
  for (auto* object : held) pool.put(object);
}

class Budget : public testing::Test {
 protected:
  void TearDown() override { pool::set_budget({}); }
};

TEST_F(Budget, CountsWhatIsIdle) {
  block_pool pool;
  pool::bounded_pool<block> bounded(100);
  pool::sized_pool buffers(4096);
  stock(pool, 5);
  stock(bounded, 7);
  block* const out = pool.get();
  buffers.put(buffers.get(100));
  EXPECT_EQ(pool::budget_in_use(),
            (pool::budget{.objects = 4 + 7 + 1, .bytes = 11 * sizeof(block) + 128 + 16}));
  pool.put(out);
}

TEST_F(Budget, SettingItTrimsTheIdlest) {
  block_pool busy;
  block_pool quiet;
  pool::bounded_pool<block, pool::no_policy> resting(1000);
  stock(busy, 100);
  stock(quiet, 100);
  stock(resting, 100);
  pool::set_budget({.objects = 1000});
  EXPECT_EQ(pool::budget_in_use().objects, 300U);
  // Since then:
  for (int round = 0; round < 1000; ++round) busy.put(busy.get());
  for (int round = 0; round < 100; ++round) quiet.put(quiet.get());
  pool::set_budget({.objects = 180});
  EXPECT_EQ(pool::budget_in_use().objects, 180U);
  EXPECT_EQ(resting.stats().idle, 0U);
  EXPECT_EQ(quiet.stats().idle, 80U);
  EXPECT_EQ(busy.stats().idle, 100U);
  pool::set_budget({.bytes = 50 * sizeof(block) + 1});
  EXPECT_EQ(pool::budget_in_use().objects, 50U);
  EXPECT_EQ(busy.stats().destroyed_trim + quiet.stats().destroyed_trim, 150U);
  EXPECT_EQ(pool::current_budget(), (pool::budget{.bytes = 50 * sizeof(block) + 1}));
}

TEST_F(Budget, IsKeptBySlowWays) {
  block_pool pool({}, {.rotate_after = 0});
  pool::set_budget({.objects = 200});
  for (int round = 0; round < 5; ++round) {
    stock(pool, 2000);
    // What the thread's own store holds comes on top; 32 objects may have gone unseen.
    EXPECT_LE(pool.stats().idle, 200U + pool::detail::kLargestCapacity + 32 + 1);
  }
  pool::enforce_budget();
  EXPECT_LE(pool.stats().idle, 200U);
  EXPECT_EQ(pool.check_invariants(), 0);
}

TEST_F(Budget, IsKeptAcrossPoolsAndThreads) {
  pool::set_budget({.objects = 500});
  block_pool first;
  block_pool second;
  pool::sharded_bounded_pool<block> third(5000);
  std::vector<std::thread> threads;
  for (int name = 0; name < 4; ++name) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        stock(first, 300);
        stock(second, 300);
        stock(third, 300);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  pool::enforce_budget();
  EXPECT_LE(pool::budget_in_use().objects, 500U);
  EXPECT_EQ(first.stats().out + second.stats().out + third.stats().out, 0U);
}

TEST_F(Budget, CollectEnforcesIt) {
  block_pool pool;
  pool::set_budget({.objects = 10});
  stock(pool, 60);
  pool::collect();
  EXPECT_LE(pool.stats().idle, 10U);
}

TEST_F(Budget, DestructorsMayUsePools) {
  static block_pool other;
  struct nested {
    ~nested() { other.put(other.get()); }
  };
  pool::sharded_pool<nested, pool::no_policy> pool;
  stock(pool, 500);
  pool::set_budget({.objects = 3});
  EXPECT_LE(pool.stats().idle, 3U);
  pool.trim();
  other.trim();
}

TEST_F(Budget, PoolsComeAndGoMeanwhile) {
  std::atomic<bool> stop{false};
  std::thread maker([&] {
    while (!stop) {
      block_pool pool;
      stock(pool, 40);
    }
  });
  for (std::uint64_t round = 0; round < 2000; ++round)
    pool::set_budget({.objects = round % 50 + 1});
  for (int round = 0; round < 200; ++round) EXPECT_LE(pool::trim_all(), 3U);
  stop = true;
  maker.join();
}

TEST_F(Budget, TrimAllEmptiesBoundedPools) {
  pool::bounded_pool<block> bounded(100);
  stock(bounded, 20);
  EXPECT_GE(pool::trim_all(), 1U);
  EXPECT_EQ(bounded.stats().live, 0U);
}

TEST_F(Budget, OfTheEnvironment) {
  using pool::detail::parse_amount;
  EXPECT_EQ(parse_amount("1000"), 1000U);
  EXPECT_EQ(parse_amount("2K"), 2048U);
  EXPECT_EQ(parse_amount("3M"), 3U << 20);
  EXPECT_EQ(parse_amount("4G"), std::uint64_t{4} << 30);
  for (const char* const wrong :
       {"", "x", "1x", "1MM", "-1", "99999999999999999999", "9999999999999G"}) {
    EXPECT_EQ(parse_amount(wrong), 0U) << wrong;
  }
  EXPECT_EQ(parse_amount(nullptr), 0U);
  setenv("POOL_BUDGET_OBJECTS", "70", 1);
  setenv("POOL_BUDGET_BYTES", "1M", 1);
  pool::detail::read_budget_environment();
  EXPECT_EQ(pool::current_budget(), (pool::budget{.objects = 70, .bytes = 1U << 20}));
  block_pool pool;
  stock(pool, 1000);
  pool::enforce_budget();
  EXPECT_LE(pool.stats().idle, 70U);
  setenv("POOL_BUDGET_OBJECTS", "many", 1);
  testing::internal::CaptureStderr();
  pool::detail::read_budget_environment();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "pool: POOL_BUDGET_OBJECTS=many: expected a number such as 1000 or 64M; no budget is "
            "set\n");
  unsetenv("POOL_BUDGET_OBJECTS");
  unsetenv("POOL_BUDGET_BYTES");
}

TEST(TrimSome, TakesWhatIsIdleForLongest) {
  block_pool pool;
  stock(pool, 400);
  pool.rotate();  // all of them victims
  stock(pool, 100);
  const std::uint64_t idle = pool.stats().idle;
  EXPECT_EQ(pool.trim_some(0), 0U);
  EXPECT_EQ(pool.trim_some(7), 7U);
  EXPECT_EQ(pool.trim_some(150), 150U);
  EXPECT_EQ(pool.stats().idle, idle - 157);
  EXPECT_EQ(pool.check_invariants(), 0);
  EXPECT_EQ(pool.trim_some(1'000'000), idle - 157);
  EXPECT_EQ(pool.stats().live, 0U);
}

// ---- few CPUs, many threads ---------------------------------------------------------------------

// The first thread of the process on so many CPUs while it lives.
class affinity {
 public:
  explicit affinity(int cpus) {
    sched_getaffinity(getpid(), sizeof before_, &before_);
    cpu_set_t few;
    CPU_ZERO(&few);
    for (int at = 0; at < CPU_SETSIZE && cpus > 0; ++at) {
      if (!CPU_ISSET(at, &before_)) continue;
      CPU_SET(at, &few);
      --cpus;
    }
    sched_setaffinity(getpid(), sizeof few, &few);
  }
  affinity(const affinity&) = delete;
  affinity& operator=(const affinity&) = delete;
  ~affinity() { sched_setaffinity(getpid(), sizeof before_, &before_); }

 private:
  cpu_set_t before_ = {};
};

TEST(Affinity, IsAskedForAgainByARotation) {
  block_pool pool;
  pool.rotate();
  const std::uint32_t before = pool::detail::usable_cpus();
  {
    const affinity one(1);
    pool.rotate();
    EXPECT_EQ(pool::detail::usable_cpus(), 1U);
  }
  pool.rotate();
  EXPECT_EQ(pool::detail::usable_cpus(), before);
}

TEST(Affinity, ChangesAmidOperations) {
  tracked::alive = 0;
  {
    pool::sharded_pool<tracked, pool::no_policy> pool;
    const auto disturb = [&](std::uint64_t round) {
      const affinity few(round % 2 == 0 ? 1 : 2);
      pool.rotate();
    };
    EXPECT_EQ(stress(
                  {.threads = 3, .time = stress_time(700ms), .most_held = 200},
                  [&] { return pool.get(); }, [&](tracked* object) { pool.put(object); }, disturb),
              0U);
    EXPECT_EQ(pool.stats().out, 0U);
    EXPECT_EQ(pool.check_invariants(), 0);
  }
  EXPECT_EQ(tracked::alive, 0);
}

// So many threads, alive until the end, each with the working set of 50 objects, one at a time.
std::uint64_t idle_after_turns(block_pool& pool, int threads, int rounds) {
  std::mutex turn;
  std::latch worked(threads);
  std::vector<std::thread> workers;
  for (int at = 0; at < threads; ++at) {
    workers.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        const std::lock_guard lock(turn);
        stock(pool, 50);
      }
      worked.arrive_and_wait();
    });
  }
  worked.wait();
  const std::uint64_t idle = pool.stats().idle;
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(pool.check_invariants(), 0);
  return idle;
}

TEST(Affinity, AThousandThreadsOnTwoCpusDoNotHoldAThousandWorkingSets) {
  const affinity two(2);
  pool::detail::refresh_usable_cpus();
  block_pool pool({}, {.rotate_after = 0});
  constexpr std::uint64_t kThreads = 1000;
  const std::uint64_t stores =
      2 * pool::detail::kCapacityPerCpu + kThreads * (pool::detail::kLeastCapacity + 1);
  // The working set that is passed on through the depot comes on top.
  EXPECT_LE(idle_after_turns(pool, kThreads, 3), stores + 50 + pool::detail::kMagazine);
}

TEST(Affinity, StoresGetSmallerWhenCpusGo) {
  pool::detail::refresh_usable_cpus();
  if (pool::detail::usable_cpus() < 2) return;  // there is none to take away
  block_pool pool({}, {.rotate_after = 0});
  std::latch grown(16);
  std::latch shrunk(1);
  std::vector<std::thread> workers;
  for (int at = 0; at < 16; ++at) {
    workers.emplace_back([&] {
      for (int round = 0; round < 20; ++round) stock(pool, 600);
      grown.arrive_and_wait();
      shrunk.wait();
      stock(pool, 600);
    });
  }
  grown.wait();
  {
    const affinity one(1);
    pool.rotate();
    pool.rotate();
    EXPECT_EQ(pool.check_invariants(), 0);
    shrunk.count_down();
    for (std::thread& worker : workers) worker.join();
  }
  EXPECT_EQ(pool.check_invariants(), 0);
  EXPECT_EQ(pool.stats().out, 0U);
}

}  // namespace
}  // namespace pool_test
