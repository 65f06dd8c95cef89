// What every pool promises, run over every kind of pool. The cases of Go's sync.Pool are among
// them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/runtime/kinds.h"

namespace pool_test {
namespace {

// Counts its instances. Big enough to be worth pooling, with a member for resets to clear.
struct item {
  static inline std::atomic<int> alive{0};
  static inline std::atomic<int> made{0};
  item() {
    ++alive;
    ++made;
  }
  item(const item&) = delete;
  item& operator=(const item&) = delete;
  ~item() { --alive; }
  int value = 0;
  std::array<char, 100> payload{};
};

// A policy whose behaviour a test sets. `Case` keeps the static pools of the tests apart.
template <class Kind, int Case>
struct scripted {
  static inline bool create_throws = false;
  static inline bool reset_throws = false;
  static inline bool prepare_throws = false;
  static inline int largest = 1 << 30;
  static inline bool all_valid = true;
  static inline std::atomic<int> resets{0};

  static void back_to_normal() {
    create_throws = reset_throws = prepare_throws = false;
    largest = 1 << 30;
    all_valid = true;
    resets = 0;
  }

  static item* create() {
    if (create_throws) throw std::runtime_error("create");
    return new item;
  }
  static void reset(item& object) {
    ++resets;
    if (reset_throws) throw std::runtime_error("reset");
    object.payload[0] = 0;
  }
  static void prepare(item& /*object*/) {
    if (prepare_throws) throw std::runtime_error("prepare");
  }
  static bool retain(const item& object) { return object.value <= largest; }
  static bool valid(const item& /*object*/) { return all_valid; }
};

template <class Kind>
class Conformance : public testing::Test {
 protected:
  void SetUp() override { alive_before_ = item::alive; }
  // Instances made since the test began and not dead.
  [[nodiscard]] int alive() const { return item::alive - alive_before_; }

  // Everything that went through the pool is accounted for, with `out` objects out.
  template <class Pool>
  void expect_conserved(const Pool& pool, std::uint64_t out) const {
    const pool::pool_stats stats = pool.stats();
    EXPECT_EQ(stats.out, out);
    EXPECT_EQ(stats.live, stats.idle + stats.out);
    EXPECT_EQ(stats.hits() + stats.gets_created, stats.puts() + stats.rejected_on_get + stats.out);
    EXPECT_EQ(stats.live, static_cast<std::uint64_t>(alive()));
    if constexpr (requires { pool.check_invariants(); }) {
      EXPECT_EQ(pool.check_invariants(), 0);
    }
  }

 private:
  int alive_before_ = 0;
};

using Kinds = testing::Types<sharded_kind, static_kind, fresh_kind, bounded_kind, strict_kind,
                             ring_kind, sharded_bounded_kind, any_kind>;
TYPED_TEST_SUITE(Conformance, Kinds);

template <class Kind, int Case>
auto scripted_pool() {
  scripted<Kind, Case>::back_to_normal();
  return Kind::template make<item, scripted<Kind, Case>>();
}

TYPED_TEST(Conformance, CreatesWhenEmpty) {
  auto pool = scripted_pool<TypeParam, 1>();
  item* const object = pool.get();
  ASSERT_NE(object, nullptr);
  EXPECT_EQ(this->alive(), 1);
  this->expect_conserved(pool, 1);
  pool.put(object);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, ReturnsWhatWasPut) {
  auto pool = scripted_pool<TypeParam, 2>();
  item* const object = pool.get();
  object->value = 7;
  pool.put(object);
  EXPECT_EQ(this->alive(), TypeParam::reuses ? 1 : 0);
  item* const again = pool.get();
  EXPECT_EQ(again->value, TypeParam::reuses ? 7 : 0);
  pool.put(again);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, TryGetWaitsForNothing) {
  auto pool = scripted_pool<TypeParam, 3>();
  item* const object = pool.try_get();
  EXPECT_EQ(object != nullptr, TypeParam::try_creates);
  pool.put(object);
  pool.put(pool.get());
  item* const idle = pool.try_get();
  EXPECT_NE(idle, nullptr);
  pool.put(idle);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, EachObjectIsOutExactlyOnce) {
  auto pool = scripted_pool<TypeParam, 4>();
  for (int round = 0; round < 3; ++round) {
    std::vector<item*> held;
    for (int at = 0; at < 1000; ++at) held.push_back(pool.get());
    EXPECT_EQ(std::set<item*>(held.begin(), held.end()).size(), held.size());
    this->expect_conserved(pool, held.size());
    for (item* object : held) pool.put(object);
    this->expect_conserved(pool, 0);
  }
}

TYPED_TEST(Conformance, ResetsOncePerPut) {
  auto pool = scripted_pool<TypeParam, 5>();
  for (int round = 1; round <= 100; ++round) {
    item* const object = pool.get();
    EXPECT_EQ(object->payload[0], 0);
    object->payload[0] = 1;
    pool.put(object);
    EXPECT_EQ((scripted<TypeParam, 5>::resets), round);
  }
}

TYPED_TEST(Conformance, DropsWhatIsNotRetained) {
  using policy = scripted<TypeParam, 6>;
  auto pool = scripted_pool<TypeParam, 6>();
  policy::largest = 10;
  item* object = pool.get();
  object->value = 11;
  pool.put(object);
  EXPECT_EQ(this->alive(), 0);
  if (TypeParam::reuses) {
    EXPECT_EQ(pool.stats().puts_dropped_policy, 1U);
  }
  object = pool.get();
  object->value = 10;
  pool.put(object);
  EXPECT_EQ(this->alive(), TypeParam::reuses ? 1 : 0);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, ObjectThatIsNotValidIsReplaced) {
  using policy = scripted<TypeParam, 7>;
  auto pool = scripted_pool<TypeParam, 7>();
  std::vector<item*> held;
  for (int at = 0; at < 200; ++at) held.push_back(pool.get());
  for (item* object : held) {
    object->value = 1;
    pool.put(object);
  }
  policy::all_valid = false;
  item* const object = pool.get();
  EXPECT_EQ(object->value, 0) << "none of the old ones";
  EXPECT_EQ(this->alive(), 1);
  this->expect_conserved(pool, 1);
  pool.put(object);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, FactoryThatThrows) {
  using policy = scripted<TypeParam, 8>;
  auto pool = scripted_pool<TypeParam, 8>();
  policy::create_throws = true;
  EXPECT_THROW((void)pool.get(), std::runtime_error);
  EXPECT_EQ(pool.stats().gets_failed, 1U);
  this->expect_conserved(pool, 0);
  policy::create_throws = false;
  pool.put(pool.get());
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, ResetThatThrowsCostsTheObject) {
  using policy = scripted<TypeParam, 9>;
  auto pool = scripted_pool<TypeParam, 9>();
  policy::reset_throws = true;
  pool.put(pool.get());
  EXPECT_EQ(this->alive(), 0);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, PrepareThatThrowsCostsTheObject) {
  using policy = scripted<TypeParam, 10>;
  auto pool = scripted_pool<TypeParam, 10>();
  pool.put(pool.get());
  policy::prepare_throws = true;
  EXPECT_THROW((void)pool.get(), std::runtime_error);  // an idle one, where there is one
  EXPECT_THROW((void)pool.get(), std::runtime_error);  // a new one
  EXPECT_EQ(this->alive(), 0);
  EXPECT_EQ(pool.stats().gets_failed, 2U);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, PutOfNothingDoesNothing) {
  auto pool = scripted_pool<TypeParam, 11>();
  pool.put(nullptr);
  pool.discard(nullptr);
  EXPECT_EQ(pool.stats().puts(), 0U);
}

TYPED_TEST(Conformance, DiscardDestroys) {
  auto pool = scripted_pool<TypeParam, 12>();
  pool.discard(pool.get());
  EXPECT_EQ(this->alive(), 0);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, LeaseGivesBackOnEveryWay) {
  auto pool = scripted_pool<TypeParam, 13>();
  {
    auto owned = pool.acquire();
    owned->value = 3;
    EXPECT_EQ(pool.stats().out, 1U);
    auto moved = std::move(owned);
    EXPECT_FALSE(owned);  // NOLINT(bugprone-use-after-move): what the test is about
    EXPECT_EQ((*moved).value, 3);
    moved = pool.acquire();
    EXPECT_EQ(pool.stats().out, 1U);
    moved.reset();
    EXPECT_FALSE(moved);
    EXPECT_EQ(pool.stats().out, 0U);
  }
  pool::lease<item> erased = pool.acquire();
  EXPECT_TRUE(erased);
  erased = pool.acquire();
  EXPECT_EQ(pool.stats().out, 1U);
  item* const raw = erased.release();
  EXPECT_EQ(pool.stats().out, 1U);
  pool.put(raw);
  auto broken = pool.acquire();
  const int before = this->alive();
  broken.discard();
  EXPECT_EQ(this->alive(), before - 1);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, WithGivesBackAndPassesTheResultOn) {
  auto pool = scripted_pool<TypeParam, 14>();
  EXPECT_EQ(pool::with(pool, [](item& object) { return object.value + 5; }), 5);
  EXPECT_THROW(pool::with(pool, [](item&) { throw std::runtime_error("use"); }),
               std::runtime_error);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, ManyThreadsNoForeignValue) {
  auto pool = scripted_pool<TypeParam, 15>();
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int name = 1; name <= 4; ++name) {
    threads.emplace_back([&, name] {
      for (int round = 0; round < 5000; ++round) {
        item* const object = pool.get();
        if (object->value != 0) ++wrong;
        object->value = name;
        if (object->value != name) ++wrong;
        object->value = 0;
        pool.put(object);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  this->expect_conserved(pool, 0);
}

TYPED_TEST(Conformance, ObjectsOfThreadsThatAreGone) {
  auto pool = scripted_pool<TypeParam, 16>();
  std::vector<item*> held;
  std::thread([&] {
    for (int at = 0; at < 500; ++at) held.push_back(pool.get());
  }).join();
  std::thread([&] {
    for (item* object : held) pool.put(object);
  }).join();
  this->expect_conserved(pool, 0);
  if (!TypeParam::reuses) return;
  const int made = item::made;
  for (item*& object : held) object = pool.get();
  EXPECT_EQ(item::made, made) << "what the threads left is found again";
  for (item* object : held) pool.put(object);
}

TYPED_TEST(Conformance, SurvivesOneRotationAndIsGoneAfterTwo) {
  if constexpr (TypeParam::rotates) {
    auto pool = scripted_pool<TypeParam, 17>();
    item* const object = pool.get();
    pool.put(object);
    pool.rotate();
    EXPECT_EQ(pool.try_get(), object);
    EXPECT_EQ(pool.stats().gets_victim, 1U);
    pool.put(object);
    pool.rotate();
    pool.rotate();
    EXPECT_EQ(this->alive(), 0);
    EXPECT_EQ(pool.try_get(), nullptr);
    this->expect_conserved(pool, 0);
  }
}

TYPED_TEST(Conformance, AllObjectsAreReleasedByTwoRotations) {
  if constexpr (TypeParam::rotates) {
    auto pool = scripted_pool<TypeParam, 18>();
    std::vector<item*> held;
    for (int at = 0; at < 1000; ++at) held.push_back(pool.get());
    std::thread([&] {
      for (int at = 0; at < 500; ++at) pool.put(held[at]);
    }).join();
    for (int at = 500; at < 1000; ++at) pool.put(held[at]);
    EXPECT_EQ(pool.stats().idle, 1000U);
    pool.rotate();
    EXPECT_EQ(pool.stats().idle, 1000U);
    pool.rotate();
    EXPECT_EQ(pool.stats().idle, 0U);
    EXPECT_EQ(pool.stats().destroyed_epoch, 1000U);
    this->expect_conserved(pool, 0);
  }
}

TYPED_TEST(Conformance, OneNeededVictimDoesNotRescueTheOthers) {
  if constexpr (TypeParam::rotates) {
    auto pool = scripted_pool<TypeParam, 19>();
    std::vector<item*> held;
    for (int at = 0; at < 300; ++at) held.push_back(pool.get());
    for (item* object : held) pool.put(object);
    for (int round = 0; round < 2; ++round) {
      pool.rotate();
      pool.put(pool.get());
    }
    EXPECT_EQ(pool.stats().idle, 1U);
  }
}

TYPED_TEST(Conformance, BypassCreatesAndDestroysAndCounts) {
  if constexpr (requires(
                    typename std::remove_cvref_t<decltype(scripted_pool<TypeParam, 20>())>& p) {
                  p.set_bypass(true);
                }) {
    auto pool = scripted_pool<TypeParam, 20>();
    pool.put(pool.get());
    pool.set_bypass(true);
    EXPECT_EQ(this->alive(), 0);
    item* const object = pool.get();
    object->value = 1;
    pool.put(object);
    EXPECT_EQ(this->alive(), 0);
    EXPECT_EQ(pool.stats().puts_dropped_bypass, 1U);
    this->expect_conserved(pool, 0);
    pool.set_bypass(false);
    pool.put(pool.get());
    EXPECT_EQ(this->alive(), 1);
    this->expect_conserved(pool, 0);
  }
}

TYPED_TEST(Conformance, PrefillIsFoundByAnyThread) {
  if constexpr (requires(decltype(scripted_pool<TypeParam, 21>())& p) { p.prefill(1); }) {
    auto pool = scripted_pool<TypeParam, 21>();
    pool.prefill(100);
    EXPECT_EQ(pool.stats().idle, 100U);
    const int made = item::made;
    std::thread([&] { pool.put(pool.get()); }).join();
    EXPECT_EQ(item::made, made);
    this->expect_conserved(pool, 0);
  }
}

TYPED_TEST(Conformance, PoolTakesItsObjectsAlong) {
  if constexpr (!TypeParam::is_static) {
    {
      auto pool = scripted_pool<TypeParam, 22>();
      std::vector<item*> held;
      for (int at = 0; at < 300; ++at) held.push_back(pool.get());
      std::thread([&] {
        for (int at = 0; at < 100; ++at) pool.put(held[at]);
      }).join();
      for (int at = 100; at < 300; ++at) pool.put(held[at]);
    }
    EXPECT_EQ(this->alive(), 0);
  }
}

}  // namespace
}  // namespace pool_test
