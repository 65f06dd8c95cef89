// Collecting across pools, and how many CPUs and threads change it.
#include "pool/collector.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "pool/sharded_pool.h"
#include "runtime/src/cpus.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;

TEST(Collector, RotatesEveryPool) {
  pool::sharded_pool<std::string> a;
  pool::sharded_pool<std::string> b;
  a.put(a.get());
  b.put(b.get());
  EXPECT_EQ(pool::collect(), 2U);
  EXPECT_EQ(a.stats().idle + b.stats().idle, 2U);
  pool::collect();
  EXPECT_EQ(a.stats().live + b.stats().live, 0U);
  EXPECT_EQ(a.stats().rotations, 2U);
}

TEST(Collector, TrimsEveryPool) {
  pool::sharded_pool<std::string> pool;
  pool.put(pool.get());
  EXPECT_EQ(pool::trim_all(), 1U);
  EXPECT_EQ(pool.stats().live, 0U);
}

TEST(Collector, PoolsComeAndGoMeanwhile) {
  std::atomic<bool> stop{false};
  std::thread maker([&] {
    while (!stop) {
      pool::sharded_pool<std::string> pool;
      pool.put(pool.get());
    }
  });
  for (int round = 0; round < 3000; ++round) EXPECT_LE(pool::collect(), 1U);
  stop = true;
  maker.join();
}

TEST(Collector, CollectsPeriodically) {
  EXPECT_THROW(pool::periodic_collector(0ms), std::invalid_argument);
  pool::sharded_pool<std::string> pool;
  pool.put(pool.get());
  const pool::periodic_collector collector(1ms);
  while (pool.stats().live != 0) std::this_thread::yield();
  EXPECT_GE(pool.stats().rotations, 2U);
}

TEST(Cpus, QuotaIsRoundedUp) {
  using pool::detail::quota_of;
  EXPECT_EQ(quota_of("150000 100000\n"), 2U);
  EXPECT_EQ(quota_of("200000 100000"), 2U);
  EXPECT_EQ(quota_of("5000 100000"), 1U);
  EXPECT_EQ(quota_of("max 100000"), 0U);
  EXPECT_EQ(quota_of(""), 0U);
  EXPECT_EQ(quota_of("1 0"), 0U);
  EXPECT_GE(pool::detail::usable_cpus(), 1U);
  EXPECT_LE(pool::detail::usable_cpus(), std::thread::hardware_concurrency());
}

}  // namespace
}  // namespace pool_test
