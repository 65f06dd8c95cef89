// Bounds, waiting, deadlines, stops, coroutines.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <coroutine>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "pool/bounded_pool.h"
#include "pool/sharded_bounded_pool.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;
using string_pool = pool::bounded_pool<std::string>;

void wait_until_waiting(const string_pool& pool, std::uint64_t waiting) {
  while (pool.stats().waiting != waiting) std::this_thread::yield();
}

TEST(Bounded, NeedsACapacity) {
  EXPECT_THROW(string_pool(0), std::invalid_argument);
  EXPECT_THROW(pool::sharded_bounded_pool<std::string>(0), std::invalid_argument);
}

TEST(Bounded, KeepsNoMoreThanItsCapacity) {
  string_pool pool(3);
  std::array<std::string*, 5> held{};
  for (std::string*& object : held) object = pool.get();
  for (std::string* object : held) pool.put(object);
  EXPECT_EQ(pool.stats().idle, 3U);
  EXPECT_EQ(pool.stats().puts_dropped_bound, 2U);
  EXPECT_EQ(pool.stats().live, 3U);
}

TEST(Bounded, TakesInItsOrder) {
  for (const pool::order order : {pool::order::lifo, pool::order::fifo}) {
    string_pool pool(3, pool::bound::idle, {}, order);
    // The index of the ring goes around several times.
    for (int round = 0; round < 7; ++round) {
      std::string* const a = pool.get();
      std::string* const b = pool.get();
      pool.put(a);
      pool.put(b);
      EXPECT_EQ(pool.get(), order == pool::order::lifo ? b : a);
      EXPECT_EQ(pool.get(), order == pool::order::lifo ? a : b);
      pool.put(a);
      pool.put(b);
    }
    EXPECT_EQ(pool.check_invariants(), 0);
  }
}

TEST(Bounded, StrictNeverHasMoreInExistence) {
  string_pool pool(2, pool::bound::strict);
  auto a = pool.acquire();
  auto b = pool.acquire();
  EXPECT_EQ(pool.try_get(), nullptr);
  EXPECT_EQ(pool.get_for(1ms), nullptr);
  EXPECT_EQ(pool.stats().gets_timeout, 1U);
  EXPECT_EQ(pool.stats().live, 2U);
  b.discard();
  EXPECT_NE(pool.acquire_for(1ms).get(), nullptr);
  EXPECT_EQ(pool.stats().gets_created, 3U);
}

TEST(Bounded, WaiterGetsWhatIsPut) {
  string_pool pool(1, pool::bound::strict);
  std::string* const object = pool.get();
  std::thread waiter([&] {
    std::string* const same = pool.get();
    EXPECT_EQ(same, object);
    pool.put(same);
  });
  wait_until_waiting(pool, 1);
  pool.put(object);
  waiter.join();
  EXPECT_EQ(pool.stats().gets_waited, 1U);
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(Bounded, WaiterMayCreateWhenAnObjectDies) {
  string_pool pool(1, pool::bound::strict);
  std::string* const object = pool.get();
  std::thread waiter([&] { pool.put(pool.get()); });
  wait_until_waiting(pool, 1);
  pool.discard(object);
  waiter.join();
  EXPECT_EQ(pool.stats().gets_created, 2U);
  EXPECT_EQ(pool.stats().live, 1U);
}

TEST(Bounded, FailedCreationPassesTheRightOn) {
  std::atomic<int> calls{0};
  string_pool pool(1, pool::bound::strict, {.create = [&] {
                     if (++calls == 2) throw std::runtime_error("create");
                     return new std::string;
                   }});
  std::string* const object = pool.get();
  std::atomic<int> got{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> waiters;
  for (int at = 0; at < 2; ++at) {
    waiters.emplace_back([&] {
      try {
        pool.put(pool.get());
        ++got;
      } catch (const std::runtime_error&) {
        ++failed;
      }
    });
  }
  wait_until_waiting(pool, 2);
  pool.discard(object);
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_EQ(got, 1);
  EXPECT_EQ(failed, 1);
}

TEST(Bounded, ServesInTheOrderOfArrival) {
  string_pool pool(1, pool::bound::strict);
  std::string* object = pool.get();
  std::vector<int> served;
  std::vector<std::thread> waiters;
  for (int name = 0; name < 4; ++name) {
    waiters.emplace_back([&, name] {
      std::string* const mine = pool.get();
      served.push_back(name);  // holding the only object is a lock
      pool.put(mine);
    });
    wait_until_waiting(pool, static_cast<std::uint64_t>(name) + 1);
  }
  pool.put(object);
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_EQ(served, (std::vector<int>{0, 1, 2, 3}));
}

TEST(Bounded, StopEndsTheWait) {
  string_pool pool(1, pool::bound::strict);
  const auto held = pool.acquire();
  std::stop_source stop;
  std::thread waiter([&] { EXPECT_EQ(pool.get(stop.get_token()), nullptr); });
  wait_until_waiting(pool, 1);
  stop.request_stop();
  waiter.join();
  EXPECT_EQ(pool.stats().gets_timeout, 1U);
  EXPECT_EQ(pool.stats().waiting, 0U);
}

TEST(Bounded, CloseEndsAllWaits) {
  string_pool pool(1, pool::bound::strict);
  std::string* const object = pool.get();
  std::thread waiter([&] { EXPECT_EQ(pool.get(), nullptr); });
  wait_until_waiting(pool, 1);
  pool.close();
  waiter.join();
  EXPECT_EQ(pool.get(), nullptr);
  pool.put(object);
  EXPECT_EQ(pool.stats().live, 0U);
}

TEST(Bounded, PutWaitsForRoom) {
  string_pool pool(1);
  std::string* const a = pool.get();
  std::string* const b = pool.get();
  std::string* const c = pool.get();
  EXPECT_TRUE(pool.put_for(a, 1ms));
  EXPECT_FALSE(pool.put_for(b, 1ms));
  std::thread giver([&] { EXPECT_TRUE(pool.put_until(c, pool::no_deadline)); });
  wait_until_waiting(pool, 1);
  EXPECT_EQ(pool.get(), a);
  giver.join();
  EXPECT_EQ(pool.get(), c);
  pool.put(a);
  pool.put(c);
  EXPECT_EQ(pool.stats().puts_dropped_bound, 2U);
  EXPECT_EQ(pool.stats().live, 1U);
}

TEST(Bounded, PassedThroughNobodyWaitsForNothing) {
  string_pool pool(1);
  std::string* const a = pool.get();
  std::string* const b = pool.get();
  std::string* const c = pool.get();
  std::thread taker([&] {
    std::string* const own = pool.get_until(pool::no_deadline);
    EXPECT_NE(own, nullptr);
    pool.put(own);
  });
  wait_until_waiting(pool, 1);
  pool.set_bypass(true);
  taker.join();
  EXPECT_EQ(pool.stats().gets_created, 4U);
  pool.set_bypass(false);
  pool.put(a);
  std::thread giver([&] { EXPECT_FALSE(pool.put_until(b, pool::no_deadline)); });
  wait_until_waiting(pool, 1);
  pool.set_bypass(true);
  giver.join();
  EXPECT_EQ(pool.stats().idle, 0U);
  EXPECT_FALSE(pool.put_until(c, pool::no_deadline));
  EXPECT_EQ(pool.stats().puts_dropped_bypass, 3U);
  EXPECT_EQ(pool.stats().live, 0U);
  pool.prefill(1);
  EXPECT_EQ(pool.stats().prefilled, 0U);
  EXPECT_EQ(pool.check_invariants(), 0);
}

TEST(Bounded, PassedThroughKeepsAStrictBound) {
  string_pool pool(1, pool::bound::strict);
  std::string* const object = pool.get();
  std::atomic<std::string*> got{nullptr};
  std::thread waiter([&] { got = pool.get(); });
  wait_until_waiting(pool, 1);
  pool.set_bypass(true);
  EXPECT_EQ(pool.stats().waiting, 1U) << "one exists";
  EXPECT_EQ(pool.try_get(), nullptr);
  pool.put(object);
  waiter.join();
  EXPECT_EQ(pool.stats().gets_created, 2U);
  EXPECT_EQ(pool.stats().live, 1U);
  pool.put(got);
  EXPECT_EQ(pool.stats().puts_dropped_bypass, 2U);
}

TEST(Bounded, LongestWaitIsNoOverflow) {
  string_pool pool(1);
  pool.put(pool.get());
  EXPECT_NE(pool.acquire_for(std::chrono::hours::max()).get(), nullptr);
}

TEST(Bounded, PrefillStopsAtTheBound) {
  string_pool pool(3);
  pool.prefill(10);
  EXPECT_EQ(pool.stats().idle, 3U);
  EXPECT_EQ(pool.stats().prefilled, 3U);
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
}

// ---- stashes: what a thread has put is at hand for all others
// ------------------------------------

// A thread that does one thing after another, so that it keeps its stash in between.
class helper {
 public:
  helper() : thread_([this] { run(); }) {}
  helper(const helper&) = delete;
  helper& operator=(const helper&) = delete;
  ~helper() {
    give(nullptr);
    thread_.join();
  }
  // Returns when it is done.
  void operator()(const std::function<void()>& task) {
    give(&task);
    stage_.wait(kGiven);
  }

 private:
  enum stage : int { kIdle, kGiven };
  void give(const std::function<void()>* task) {
    task_ = task;
    stage_ = kGiven;
    stage_.notify_all();
  }
  void run() {
    for (;;) {
      stage_.wait(kIdle);
      if (task_ == nullptr) return;
      (*task_)();
      stage_ = kIdle;
      stage_.notify_all();
    }
  }

  const std::function<void()>* task_ = nullptr;
  std::atomic<int> stage_{kIdle};
  std::thread thread_;
};

TEST(Stashes, OthersFindWhatIsInThem) {
  string_pool pool(64);
  helper other;
  std::string* object = nullptr;
  other([&] { pool.put(object = pool.get()); });
  EXPECT_EQ(pool.stats().idle, 1U);
  EXPECT_EQ(pool.try_get(), object);
  EXPECT_EQ(pool.try_get(), nullptr);
  other([&] { pool.put(object); });
  EXPECT_EQ(pool.get(), object);
  pool.put(object);
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
}

TEST(Stashes, NoPlaceOfTheBoundIsLost) {
  string_pool pool(40);
  std::array<helper, 4> others;  // each with a stash, which it leaves empty
  for (helper& other : others) {
    other([&] {
      pool.put(pool.get());
      pool.discard(pool.get());
    });
  }
  std::vector<std::string*> held;
  for (int at = 0; at < 50; ++at) held.push_back(pool.get());
  for (std::string* object : held) pool.put(object);
  EXPECT_EQ(pool.stats().idle, 40U);
  EXPECT_EQ(pool.stats().puts_dropped_bound, 10U);
  EXPECT_EQ(pool.check_invariants(), 0);
}

TEST(Stashes, PrefillFillsAllPlaces) {
  string_pool pool(100);
  pool.prefill(1000);
  EXPECT_EQ(pool.stats().idle, 100U);
}

TEST(Stashes, WhoWaitsIsServedByAPutOfAThreadThatHasOne) {
  for (int round = 0; round < 20; ++round) {
    string_pool pool(8, pool::bound::strict);
    helper owner;
    std::vector<std::string*> held;
    owner([&] {
      pool.put(pool.get());  // its stash is in use
      while (std::string* const object = pool.try_get()) held.push_back(object);
    });
    EXPECT_EQ(held.size(), 8U);
    std::thread waiter([&] { pool.put(pool.get()); });
    wait_until_waiting(pool, 1);
    owner([&] { pool.put(held.back()); });
    waiter.join();
    held.pop_back();
    EXPECT_EQ(pool.stats().gets_waited, 1U);
    EXPECT_EQ(pool.stats().gets_created, 8U);
    for (std::string* object : held) pool.put(object);
    EXPECT_EQ(pool.check_invariants(), 0);
  }
}

TEST(Stashes, StrictFindsTheLastOneInAStash) {
  string_pool pool(8, pool::bound::strict);
  pool.prefill(8);
  helper other;
  other([&] { pool.put(pool.get()); });
  std::vector<std::string*> held;
  while (std::string* const object = pool.try_get()) held.push_back(object);
  EXPECT_EQ(held.size(), 8U);
  for (std::string* object : held) pool.put(object);
}

TEST(Stashes, ComeBackAfterAWhile) {
  string_pool pool(8, pool::bound::strict);
  std::vector<std::string*> held;
  for (int at = 0; at < 8; ++at) held.push_back(pool.get());
  EXPECT_EQ(pool.get_for(1ms), nullptr) << "which turns them off";
  for (std::string* object : held) pool.put(object);
  for (int round = 0; round < 2000; ++round) pool.put(pool.get());
  EXPECT_EQ(pool.stats().gets_local, 2000U);
  EXPECT_EQ(pool.stats().out, 0U);
  EXPECT_EQ(pool.check_invariants(), 0);
}

TEST(Stashes, ThreadsBeyondTheLastGoWithout) {
  string_pool pool(1000);
  std::vector<std::unique_ptr<helper>> many;
  for (int at = 0; at < 100; ++at) many.push_back(std::make_unique<helper>());
  for (auto& each : many) (*each)([&] { pool.put(pool.get()); });
  many.clear();
  for (int at = 0; at < 100; ++at) std::thread([&] { pool.put(pool.get()); }).join();
  EXPECT_EQ(pool.stats().live, 1U);
  EXPECT_EQ(pool.check_invariants(), 0);
}

// ---- coroutines ---------------------------------------------------------------------------------

// Runs at once, owns nothing, ends by itself.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
};

fire_and_forget use(string_pool& pool, std::atomic<int>& done, std::thread::id& resumed_on) {
  pool::lease<std::string, string_pool> object = co_await pool.async_get();
  resumed_on = std::this_thread::get_id();
  if (object) object->append("x");
  object.reset();
  ++done;
}

TEST(Bounded, CoroutineTakesAtOnceOrIsResumedByThePut) {
  string_pool pool(1, pool::bound::strict);
  std::atomic<int> done{0};
  std::thread::id where;
  use(pool, done, where);
  EXPECT_EQ(done, 1);
  std::string* const object = pool.get();
  use(pool, done, where);
  use(pool, done, where);
  EXPECT_EQ(done, 1);
  std::thread other([&] { pool.put(object); });
  const std::thread::id other_id = other.get_id();
  other.join();
  EXPECT_EQ(done, 3);
  EXPECT_EQ(where, other_id);
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(Bounded, CoroutineOfAClosedPoolGetsNothing) {
  string_pool pool(1, pool::bound::strict);
  std::atomic<int> done{0};
  std::thread::id where;
  std::string* const object = pool.get();
  use(pool, done, where);
  pool.close();
  EXPECT_EQ(done, 1);
  pool.put(object);
}

// ---- stress -------------------------------------------------------------------------------------

template <class Pool, class Get>
void run_stress(Pool& pool, const Get& get, int most_held, std::uint64_t out = 0) {
  std::atomic<std::uint64_t> broken{0};
  EXPECT_EQ(stress(
                {.threads = 4, .time = stress_time(700ms), .most_held = most_held}, get,
                [&](tracked* object) { pool.put(object); },
                [&](std::uint64_t round) {
                  if (pool.check_invariants() != 0) ++broken;
                  if (round % 64 == 0) pool.trim();
                }),
            0U);
  EXPECT_EQ(broken, 0U);
  const pool::pool_stats stats = pool.stats();
  EXPECT_EQ(stats.out, out);
  EXPECT_EQ(stats.waiting, 0U);
  EXPECT_EQ(static_cast<std::int64_t>(stats.live), tracked::alive.load());
  EXPECT_EQ(stats.hits() + stats.gets_created, stats.puts() + stats.rejected_on_get + out);
}

TEST(BoundedStress, StrictWithWaitingThreads) {
  tracked::alive = 0;
  pool::bounded_pool<tracked, pool::no_policy> pool(3, pool::bound::strict);
  run_stress(pool, [&] { return pool.get(); }, 1);
}

TEST(BoundedStress, StrictWithDeadlines) {
  tracked::alive = 0;
  pool::bounded_pool<tracked, pool::no_policy> pool(5, pool::bound::strict);
  run_stress(pool, [&] { return pool.get_for(20us); }, 3);
}

TEST(BoundedStress, StrictBetweenPlentyAndWant) {
  for (const int most_held : {2, 6, 12}) {
    tracked::alive = 0;
    pool::bounded_pool<tracked, pool::no_policy> pool(24, pool::bound::strict);
    run_stress(pool, [&] { return pool.get_for(50us); }, most_held);
  }
}

// Every thread holds one at most and one object is too few, so that somebody always waits: a put
// that nobody hears of would let a thread wait for ever.
TEST(BoundedStress, NoWakeIsLost) {
  tracked::alive = 0;
  pool::bounded_pool<tracked, pool::no_policy> pool(8, pool::bound::strict);
  std::array<tracked*, 5> kept{};
  for (tracked*& object : kept) object = pool.get();
  run_stress(pool, [&] { return pool.get(); }, 1, kept.size());
  for (tracked* object : kept) pool.put(object);
}

TEST(BoundedStress, IdleWithManyPlaces) {
  tracked::alive = 0;
  pool::bounded_pool<tracked, pool::no_policy> pool(64);
  run_stress(pool, [&] { return pool.get(); }, 30);
}

TEST(BoundedStress, Idle) {
  tracked::alive = 0;
  pool::bounded_pool<tracked, pool::no_policy> pool(20);
  run_stress(pool, [&] { return pool.get(); }, 40);
}

TEST(BoundedStress, Sharded) {
  tracked::alive = 0;
  pool::sharded_bounded_pool<tracked, pool::no_policy> pool(30, {}, 4);
  run_stress(pool, [&] { return pool.get(); }, 40);
}

// Switched on and off all the time: nobody waits for ever, nothing is lost.
TEST(BoundedStress, PassThrough) {
  const auto run = [](auto& pool) {
    tracked::alive = 0;
    EXPECT_EQ(stress(
                  {.threads = 4, .time = stress_time(400ms), .most_held = 3},
                  [&] {
                    if constexpr (requires { pool.get_for(1ms); })
                      return pool.get_for(1ms);
                    else
                      return pool.get();
                  },
                  [&](tracked* object) { pool.put(object); },
                  [&](std::uint64_t round) {
                    pool.set_bypass(round % 2 == 0);
                    std::this_thread::yield();
                  }),
              0U);
    pool.set_bypass(true);
    EXPECT_EQ(pool.stats().live, 0U);
    EXPECT_EQ(tracked::alive, 0);
    EXPECT_EQ(pool.check_invariants(), 0);
  };
  pool::bounded_pool<tracked, pool::no_policy> idle(5);
  run(idle);
  pool::bounded_pool<tracked, pool::no_policy> strict(5, pool::bound::strict);
  run(strict);
  pool::sharded_bounded_pool<tracked, pool::no_policy> sharded(5, {}, 4);
  run(sharded);
}

TEST(ShardedBounded, KeepsNoMoreThanItsCapacityAndAllOfIt) {
  pool::sharded_bounded_pool<std::string> pool(21, {}, 4);
  std::vector<std::string*> held;
  for (int at = 0; at < 100; ++at) held.push_back(pool.get());
  // Threads of other shards borrow first, and do not use all of it.
  for (int at = 0; at < 3; ++at) std::thread([&] { pool.put(held[at]); }).join();
  for (int at = 3; at < 100; ++at) pool.put(held[at]);
  EXPECT_EQ(pool.stats().idle, 21U);
  EXPECT_EQ(pool.check_invariants(), 0);
  std::thread([&] {
    for (int at = 0; at < 21; ++at) held[at] = pool.try_get();
    EXPECT_EQ(pool.try_get(), nullptr);
    for (int at = 0; at < 21; ++at) pool.put(held[at]);
  }).join();
  EXPECT_EQ(pool.stats().live, 21U);
}

}  // namespace
}  // namespace pool_test
