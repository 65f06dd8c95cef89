// Real threads, and a checker of what they saw.
#include "tests/runtime/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "pool/bounded_pool.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/static_pool.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// ---- the checker notices ------------------------------------------------------------------------

TEST(History, FindsTwoOwners) {
  const hand_out first{.object = 1, .get_begins = 1, .got = 2, .put_begins = 5, .put_done = 6};
  const hand_out later{.object = 1, .get_begins = 4, .got = 7, .put_begins = 8, .put_done = 9};
  EXPECT_EQ(check_history({first, later}), "");
  EXPECT_EQ(check_history({later, first}), "");
  const hand_out within{.object = 1, .get_begins = 2, .got = 4, .put_begins = 8, .put_done = 9};
  EXPECT_EQ(check_history({first, within}), "object 1 was handed out at 4, and out until 5");
  hand_out of_another = within;
  of_another.object = 2;
  EXPECT_EQ(check_history({first, of_another}), "");
  EXPECT_EQ(check_history({first, of_another}, 1), "2 objects were out at once; the bound is 1");
  EXPECT_THAT(check_history({{.object = 3, .got = 5, .put_begins = 4}}), HasSubstr("ends before"));
}

TEST(History, FindsTooManyAtRest) {
  std::vector<hand_out> history;
  // Both rest from 10 to 20.
  for (const std::uint64_t object : {1, 2}) {
    history.push_back({object, object, 2 + object, 4 + object, 6 + object});
    history.push_back({object, 20 + object, 22 + object, 24 + object, 26 + object});
  }
  EXPECT_EQ(check_history(history, 2, 2), "");
  EXPECT_EQ(check_history(history, 2, 1), "2 objects rested at once; the bound is 1");
}

// ---- and real pools keep to it ------------------------------------------------------------------

struct numbered {
  static inline std::atomic<std::uint64_t> last{0};
  std::uint64_t number = ++last;
  char payload[64] = {};
};

constexpr int kThreads = 4;

// What kThreads threads see that get up to `most_held` at once, while `disturb` runs.
template <class Get, class Put, class Disturb>
std::vector<hand_out> record(std::chrono::milliseconds time, int most_held, const Get& get,
                             const Put& put, const Disturb& disturb) {
  std::atomic<std::uint64_t> clock{1};
  std::atomic<bool> stop{false};
  std::vector<std::vector<hand_out>> logs(kThreads);
  std::vector<std::thread> threads;
  for (int name = 0; name < kThreads; ++name) {
    threads.emplace_back([&, name] {
      std::minstd_rand random(static_cast<unsigned>(name) + 1);
      std::vector<hand_out>& log = logs[static_cast<std::size_t>(name)];
      std::vector<std::pair<numbered*, hand_out>> held;
      // A bounded log, so that a long run does not fill the memory.
      while (!stop.load(std::memory_order_relaxed) && log.size() < 200'000) {
        const int burst = static_cast<int>(random() % static_cast<unsigned>(most_held)) + 1;
        for (int at = 0; at < burst; ++at) {
          hand_out turn{.get_begins = clock.fetch_add(1)};
          numbered* const object = get();
          if (object == nullptr) continue;
          turn.object = object->number;
          turn.got = clock.fetch_add(1);
          held.emplace_back(object, turn);
        }
        std::ranges::shuffle(held, random);
        for (auto& [object, turn] : held) {
          turn.put_begins = clock.fetch_add(1);
          put(object);
          turn.put_done = clock.fetch_add(1);
          log.push_back(turn);
        }
        held.clear();
      }
    });
  }
  const auto end = std::chrono::steady_clock::now() + time;
  for (std::uint64_t round = 0; std::chrono::steady_clock::now() < end; ++round) disturb(round);
  stop = true;
  std::vector<hand_out> history;
  for (std::size_t at = 0; at < threads.size(); ++at) {
    threads[at].join();
    history.insert(history.end(), logs[at].begin(), logs[at].end());
  }
  return history;
}

TEST(History, ShardedPool) {
  pool::sharded_pool<numbered, pool::no_policy> pool;
  const auto history = record(
      stress_time(600ms), 8, [&] { return pool.get(); }, [&](numbered* one) { pool.put(one); },
      [&](std::uint64_t round) { round % 8 == 0 ? pool.trim() : pool.rotate(); });
  EXPECT_EQ(check_history(history), "");
  EXPECT_GT(history.size(), 100U);
}

struct history_tag {};

TEST(History, StaticPool) {
  using static_pool = pool::static_pool<numbered, history_tag>;
  const auto history = record(
      stress_time(600ms), 8, [] { return static_pool::get(); },
      [](numbered* one) { static_pool::put(one); }, [](std::uint64_t) { static_pool::rotate(); });
  EXPECT_EQ(check_history(history), "");
}

TEST(History, BoundedPoolKeepsItsBoundAtEveryMoment) {
  for (const std::size_t capacity : {3U, 12U, 24U}) {
    pool::bounded_pool<numbered, pool::no_policy> pool(capacity);
    const auto history = record(
        stress_time(300ms), 8, [&] { return pool.get(); }, [&](numbered* one) { pool.put(one); },
        [&](std::uint64_t round) {
          if (round % 64 == 0) pool.trim_some(2);
          std::this_thread::yield();
        });
    EXPECT_EQ(check_history(history, ~std::size_t{0}, capacity), "");
  }
}

TEST(History, StrictPoolKeepsItsBoundAtEveryMoment) {
  for (const std::size_t capacity : {2U, 9U, 24U}) {
    pool::bounded_pool<numbered, pool::no_policy> pool(capacity, pool::bound::strict);
    const auto history = record(
        stress_time(300ms), 8, [&] { return pool.get_for(100us); },
        [&](numbered* one) { pool.put(one); },
        [&](std::uint64_t round) {
          if (round % 64 == 0) pool.trim_some(2);
          std::this_thread::yield();
        });
    EXPECT_EQ(check_history(history, capacity, capacity), "");
  }
}

TEST(History, ShardedBoundedPoolKeepsItsBoundAtEveryMoment) {
  pool::sharded_bounded_pool<numbered, pool::no_policy> pool(12, {}, 4);
  const auto history = record(
      stress_time(600ms), 8, [&] { return pool.get(); }, [&](numbered* one) { pool.put(one); },
      [&](std::uint64_t) { std::this_thread::yield(); });
  EXPECT_EQ(check_history(history, ~std::size_t{0}, 12), "");
}

}  // namespace
}  // namespace pool_test
