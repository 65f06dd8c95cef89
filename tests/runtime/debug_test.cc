// Misuse that tracking and AddressSanitizer notice.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "pool/detail/poison.h"
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
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "pool 'debugged': 1 objects are still out at the end of the pool\n");
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
