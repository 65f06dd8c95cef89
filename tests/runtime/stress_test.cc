#include "tests/runtime/stress.h"

#include <gtest/gtest.h>

#include <array>

#include "pool/sharded_pool.h"
#include "pool/static_pool.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;

void expect_conserved(const pool::pool_stats& stats) {
  EXPECT_EQ(stats.out, 0U);
  EXPECT_EQ(stats.live, stats.idle);
  EXPECT_EQ(stats.gets(), stats.hits() + stats.gets_created + stats.gets_failed);
  EXPECT_EQ(stats.hits() + stats.gets_created, stats.puts());
  EXPECT_EQ(static_cast<std::int64_t>(stats.live), tracked::alive.load());
}

void run(const stress_plan& plan, const pool::settings& chosen = {}) {
  tracked::alive = 0;
  {
    pool::sharded_pool<tracked, pool::no_policy> pool({}, chosen);
    EXPECT_EQ(stress(
                  plan, [&] { return pool.get(); }, [&](tracked* object) { pool.put(object); },
                  [&](std::uint64_t) { pool.rotate(); }),
              0U);
    expect_conserved(pool.stats());
    EXPECT_EQ(pool.check_invariants(), 0);
  }
  EXPECT_EQ(tracked::alive, 0);
}

TEST(Stress, NoObjectHasTwoOwners) {
  run({.threads = 4, .time = stress_time(1500ms)});
}

TEST(Stress, SinglePairs) {
  run({.threads = 2, .time = stress_time(1500ms), .most_held = 1});
}

TEST(Stress, ThreadsComeAndGo) {
  run({.threads = 3, .time = stress_time(1000ms), .short_lived_threads = true});
}

TEST(Stress, SmallDepotAndFrequentRotation) {
  run({.threads = 4, .time = stress_time(1000ms), .most_held = 200},
      {.max_idle = 64, .rotate_after = 16});
}

TEST(Stress, TrimmingAndSwitching) {
  tracked::alive = 0;
  {
    pool::sharded_pool<tracked, pool::no_policy> pool;
    const auto disturb = [&](std::uint64_t round) {
      switch (round % 4) {
        case 0:
          return pool.trim();
        case 1:
          return pool.set_bypass(true);
        case 2:
          return pool.set_bypass(false);
        default:
          return pool.rotate();
      }
    };
    EXPECT_EQ(stress(
                  {.time = stress_time(1000ms)}, [&] { return pool.get(); },
                  [&](tracked* object) { pool.put(object); }, disturb),
              0U);
    expect_conserved(pool.stats());
  }
  EXPECT_EQ(tracked::alive, 0);
}

TEST(Stress, ProducersAndConsumers) {
  tracked::alive = 0;
  {
    pool::sharded_pool<tracked, pool::no_policy> pool;
    // One box between threads: whoever finds it empty leaves an object there, and whoever finds one
    // puts what another thread got.
    std::array<std::atomic<tracked*>, 64> boxes{};
    std::atomic<std::uint64_t> turn{0};
    const auto put = [&](tracked* object) {
      tracked* const other = boxes[turn.fetch_add(1) % boxes.size()].exchange(object);
      if (other != nullptr) pool.put(other);
    };
    EXPECT_EQ(stress(
                  {.time = stress_time(1000ms)}, [&] { return pool.get(); }, put,
                  [&](std::uint64_t) { pool.rotate(); }),
              0U);
    for (auto& box : boxes) pool.put(box.exchange(nullptr));
    expect_conserved(pool.stats());
  }
  EXPECT_EQ(tracked::alive, 0);
}

struct stressed {};

TEST(Stress, StaticPool) {
  using static_pool = pool::static_pool<tracked, stressed>;
  tracked::alive = 0;
  EXPECT_EQ(
      stress(
          {.threads = 3, .time = stress_time(1000ms), .short_lived_threads = true},
          [] { return static_pool::get(); }, [](tracked* object) { static_pool::put(object); },
          [](std::uint64_t) { static_pool::rotate(); }),
      0U);
  expect_conserved(static_pool::stats());
  EXPECT_EQ(static_pool::check_invariants(), 0);
}

}  // namespace
}  // namespace pool_test
