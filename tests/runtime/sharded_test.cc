// What sharded and static pools do beyond what every pool does.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pool/sharded_pool.h"
#include "pool/static_pool.h"

namespace pool_test {
namespace {

TEST(Sharded, PrivateBeforeSharedThenLastInFirstOut) {
  pool::sharded_pool<std::string> pool;
  std::string* const a = pool.get();
  std::string* const b = pool.get();
  std::string* const c = pool.get();
  pool.put(a);
  pool.put(b);
  pool.put(c);
  EXPECT_EQ(pool.get(), a);
  EXPECT_EQ(pool.get(), c);
  EXPECT_EQ(pool.get(), b);
  EXPECT_EQ(pool.stats().gets_private, 1U);
  EXPECT_EQ(pool.stats().gets_local, 2U);
  for (std::string* object : {a, b, c}) pool.put(object);
}

TEST(Sharded, OverflowReachesOtherThreads) {
  pool::sharded_pool<std::string> pool;
  std::vector<std::string*> held;
  for (int at = 0; at < 1000; ++at) held.push_back(pool.get());
  for (std::string* object : held) pool.put(object);
  std::thread([&] {
    for (int at = 0; at < 500; ++at) held[at] = pool.get();
    EXPECT_GE(pool.stats().gets_depot, 10U);
    for (int at = 0; at < 500; ++at) pool.put(held[at]);
  }).join();
  EXPECT_EQ(pool.stats().gets_created, 1000U);
}

TEST(Sharded, HooksAtRunTime) {
  int destroyed = 0;
  {
    pool::sharded_pool<std::string> pool({
        .create = [] { return new std::string("new"); },
        .destroy =
            [&](std::string* object) {
              ++destroyed;
              delete object;
            },
        .reset = [](std::string& object) { object.clear(); },
        .prepare = [](std::string& object) { object += "!"; },
        .retain = [](const std::string& object) { return object.capacity() < 1000; },
        .valid = [](std::string& object) { return object.empty() || object == "new"; },
    });
    std::string* object = pool.get();
    EXPECT_EQ(*object, "new!");
    pool.put(object);
    object = pool.get();
    EXPECT_EQ(*object, "!");
    object->reserve(2000);
    pool.put(object);
    EXPECT_EQ(destroyed, 1);
    pool.put(pool.get());
  }
  EXPECT_EQ(destroyed, 2);
}

struct no_default {
  explicit no_default(int number) : value(number) {}
  int value;
};

TEST(Sharded, FactoryMayReturnUniquePointer) {
  struct make {
    static std::unique_ptr<no_default> create() { return std::make_unique<no_default>(9); }
  };
  pool::sharded_pool<no_default, make> pool;
  EXPECT_EQ(pool.acquire()->value, 9);
}

TEST(Sharded, PoliciesCombine) {
  using policy = pool::combine<pool::reset_by<&std::string::clear>, pool::retain_up_to<100>>;
  pool::sharded_pool<std::string, policy> pool;
  *pool.acquire() = "text";
  EXPECT_EQ(*pool.acquire(), "");
  pool.acquire()->reserve(200);
  EXPECT_EQ(pool.stats().puts_dropped_policy, 1U);
}

TEST(Sharded, RotatesByItselfAfterItsVolume) {
  pool::sharded_pool<std::string> pool({}, {.rotate_after = 100});
  std::vector<std::string*> held;
  for (int at = 0; at < 500; ++at) held.push_back(pool.get());
  EXPECT_GE(pool.stats().rotations, 4U);
  for (std::string* object : held) pool.put(object);
  pool::sharded_pool<std::string> never({}, {.rotate_after = 0});
  for (std::string*& object : held) object = never.get();
  for (std::string* object : held) never.put(object);
  EXPECT_EQ(never.stats().rotations, 0U);
}

TEST(Sharded, DepotKeepsToItsBound) {
  pool::sharded_pool<std::string> pool({}, {.max_idle = 90});
  std::vector<std::string*> held;
  for (int at = 0; at < 1000; ++at) held.push_back(pool.get());
  for (std::string* object : held) pool.put(object);
  EXPECT_LE(pool.stats().idle, 90U + 512U + 1U);
  EXPECT_GT(pool.stats().puts_dropped_bound, 300U);
}

TEST(Sharded, RotationDestroysOutsideOfItself) {
  // A destructor that uses the pool it is in.
  struct nested {
    explicit nested(pool::sharded_pool<nested>* home) : pool(home) {}
    ~nested() {
      if (pool == nullptr) return;
      if (nested* const other = pool->try_get()) {
        other->pool = nullptr;
        pool->put(other);
      }
    }
    pool::sharded_pool<nested>* pool;
  };
  pool::sharded_pool<nested>* self = nullptr;
  pool::sharded_pool<nested> pool({.create = [&] { return new nested(self); }});
  self = &pool;
  std::vector<nested*> held;
  for (int at = 0; at < 200; ++at) held.push_back(pool.get());
  for (nested* object : held) pool.put(object);
  for (int at = 0; at < 4; ++at) pool.rotate();
  EXPECT_EQ(pool.stats().out, 0U);
  EXPECT_EQ(pool.stats().live, pool.stats().idle);
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
  pool.set_bypass(true);
}

TEST(Sharded, PoolsThatReplaceEachOtherDoNotMixUpShards) {
  // The index is reused, the table of this thread still has the entry of the pool before.
  for (int round = 0; round < 1000; ++round) {
    pool::sharded_pool<std::string> pool;
    EXPECT_EQ(pool.try_get(), nullptr);
    pool.put(pool.get());
  }
}

TEST(Sharded, ManyPoolsAtOnce) {
  std::vector<std::unique_ptr<pool::sharded_pool<std::string>>> pools;
  for (int at = 0; at < 200; ++at) {
    pools.push_back(std::make_unique<pool::sharded_pool<std::string>>());
  }
  for (int round = 0; round < 2; ++round) {
    for (auto& each : pools) each->put(each->get());
  }
  for (auto& each : pools) EXPECT_EQ(each->stats().gets_private, 1U);
}

TEST(Sharded, ThreadsThatOutliveThePool) {
  std::atomic<int> stage{0};
  auto pool = std::make_unique<pool::sharded_pool<std::string>>();
  std::thread other([&] {
    pool->put(pool->get());
    stage = 1;
    stage.notify_all();
    stage.wait(1);
  });
  stage.wait(0);
  pool.reset();
  stage = 2;
  stage.notify_all();
  other.join();
}

// A variable of the thread that is older than the thread's entry in the pools, so it dies after it.
TEST(Sharded, UseAfterTheEndOfTheThreadsEntry) {
  static pool::sharded_pool<std::string> pool;
  struct late {
    std::string* object = nullptr;
    ~late() {
      pool.put(object);
      pool.put(pool.get());
    }
  };
  std::thread([] {
    thread_local late variable;
    variable.object = nullptr;
    variable.object = pool.get();
  }).join();
  EXPECT_EQ(pool.stats().out, 0U);
  EXPECT_EQ(pool.stats().shards, 0U);
  EXPECT_EQ(pool.stats().live, 1U);
}

struct late_tag {};

TEST(Static, UseAfterTheEndOfTheThreadsEntry) {
  using static_pool = pool::static_pool<std::string, late_tag>;
  struct late {
    std::string* object = nullptr;
    ~late() {
      static_pool::put(object);
      static_pool::put(static_pool::get());
    }
  };
  std::thread([] {
    thread_local late variable;
    variable.object = nullptr;
    variable.object = static_pool::get();
  }).join();
  EXPECT_EQ(static_pool::stats().out, 0U);
  EXPECT_EQ(static_pool::stats().shards, 0U);
}

struct bounded_tag {
  static constexpr pool::settings settings = {.max_idle = 30, .rotate_after = 0};
};

TEST(Static, TagSetsTheBounds) {
  using static_pool = pool::static_pool<std::string, bounded_tag>;
  std::vector<std::string*> held;
  for (int at = 0; at < 1000; ++at) held.push_back(static_pool::get());
  for (std::string* object : held) static_pool::put(object);
  EXPECT_GT(static_pool::stats().puts_dropped_bound, 300U);
  EXPECT_EQ(static_pool::stats().rotations, 0U);
}

struct last_tag {};
using last_pool = pool::static_pool<std::string, last_tag>;

// Older than the pool, so it dies after it: the pool is then a pass-through.
struct last_user {
  std::string* object = nullptr;
  ~last_user() {
    last_pool::put(object);
    last_pool::put(last_pool::get());
    if (last_pool::stats().live != 0) std::abort();
  }
} last;

TEST(Static, UseAfterStaticDestruction) {
  last.object = last_pool::get();
  last_pool::put(last_pool::get());
}

}  // namespace
}  // namespace pool_test
