// Misuse that tracking and AddressSanitizer notice.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "pool/bounded_pool.h"
#include "pool/detail/poison.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/static_pool.h"

namespace pool_test {
namespace {

using tracked_strings = pool::sharded_pool<std::string, pool::no_policy>;
constexpr pool::settings kTracked = {.name = "debugged", .track = true};

struct debugged {
  static constexpr pool::settings settings = {.name = "debugged.static", .track = true};
};

TEST(Tracking, AllIsWellInProperUse) {
  tracked_strings pool({}, kTracked);
  pool.prefill(10);
  std::vector<std::string*> held;
  for (int round = 0; round < 3; ++round) {
    for (int at = 0; at < 500; ++at) held.push_back(pool.get());
    for (std::string* object : held) pool.put(object);
    held.clear();
    pool.discard(pool.get());
    pool.rotate();
  }
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
}

TEST(TrackingDeathTest, SecondPut) {
  tracked_strings pool({}, kTracked);
  std::string* const object = pool.get();
  pool.put(object);
  EXPECT_DEATH(pool.put(object), "pool 'debugged': object .* is put a second time");
  using static_pool = pool::static_pool<std::string, debugged>;
  std::string* const other = static_pool::get();
  static_pool::put(other);
  EXPECT_DEATH(static_pool::put(other), "pool 'debugged.static': object .* is put a second time");
}

TEST(TrackingDeathTest, ForeignPut) {
  tracked_strings pool({}, kTracked);
  tracked_strings other({}, kTracked);
  std::string* const object = other.get();
  EXPECT_DEATH(pool.put(object), "is put into a pool that it is none of");
  EXPECT_DEATH(pool.discard(object), "is put into a pool that it is none of");
  other.put(object);
}

TEST(Tracking, ReportsWhatIsStillOut) {
  testing::internal::CaptureStderr();
  std::string* leaked = nullptr;
  {
    tracked_strings pool({}, kTracked);
    leaked = pool.get();
    pool.put(pool.get());
  }
  EXPECT_TRUE(testing::internal::GetCapturedStderr().starts_with(
      "pool 'debugged': 1 object is still out at the end of the pool\n  1 got by\n    "));
  delete leaked;
}

// The bounded family keeps the same book.
template <class Pool>
class TrackedBounded : public testing::Test {};

struct bounded_maker {
  static auto make() {
    return pool::bounded_pool<std::string>(10, pool::bound::idle, {}, pool::order::lifo, "debugged",
                                           true);
  }
};
struct strict_maker {
  static auto make() {
    return pool::bounded_pool<std::string>(10, pool::bound::strict, {}, pool::order::lifo,
                                           "debugged", true);
  }
};
struct ring_maker {
  static auto make() {
    return pool::ring_pool<std::string>(10, {}, pool::order::fifo, pool::bound::strict, "debugged",
                                        true);
  }
};
struct sharded_bounded_maker {
  static auto make() {
    return pool::sharded_bounded_pool<std::string>(10, {}, 2, "debugged", true);
  }
};
using BoundedMakers =
    testing::Types<bounded_maker, strict_maker, ring_maker, sharded_bounded_maker>;
TYPED_TEST_SUITE(TrackedBounded, BoundedMakers);

TYPED_TEST(TrackedBounded, AllIsWellInProperUse) {
  auto pool = TypeParam::make();
  if constexpr (requires { pool.prefill(3); }) pool.prefill(3);
  std::vector<std::string*> held;
  for (int round = 0; round < 3; ++round) {
    for (int at = 0; at < 10; ++at) held.push_back(pool.get());
    for (std::string* object : held) pool.put(object);
    held.clear();
    pool.discard(pool.get());
    if constexpr (requires { pool.put_until(nullptr, pool::no_deadline); }) {
      pool.put_until(pool.get(), pool::no_deadline);
    }
    pool.trim_some(2);
    pool.set_bypass(round == 1);
  }
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
}

TYPED_TEST(TrackedBounded, SecondPutDies) {
  auto pool = TypeParam::make();
  std::string* const object = pool.get();
  pool.put(object);
  EXPECT_DEATH(pool.put(object), "pool 'debugged': object .* is put a second time");
}

TYPED_TEST(TrackedBounded, ForeignPutDies) {
  auto pool = TypeParam::make();
  auto other = TypeParam::make();
  std::string* const object = other.get();
  EXPECT_DEATH(pool.put(object), "is put into a pool that it is none of");
  EXPECT_DEATH(pool.discard(object), "is put into a pool that it is none of");
  other.put(object);
}

TYPED_TEST(TrackedBounded, ReportsWhatIsStillOut) {
  testing::internal::CaptureStderr();
  std::string* leaked = nullptr;
  {
    auto pool = TypeParam::make();
    leaked = pool.get();
    pool.put(pool.get());
  }
  EXPECT_TRUE(testing::internal::GetCapturedStderr().starts_with(
      "pool 'debugged': 1 object is still out at the end of the pool\n  1 got by\n    "));
  delete leaked;
}

#if POOL_DETAIL_ASAN
TEST(PoisonDeathTest, UseAfterPut) {
  pool::sharded_pool<std::string, pool::no_policy> pool;
  std::string* const object = pool.get();
  pool.put(object);
  EXPECT_DEATH(object->clear(), "use-after-poison");
}
#endif

}  // namespace
}  // namespace pool_test
