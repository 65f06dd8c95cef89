// The list of pools, its text forms, the exit dump and the removal experiment.
#include "pool/telemetry.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "pool/bounded_pool.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/sized_pool.h"
#include "pool/static_pool.h"

namespace pool_test {
namespace {

std::vector<pool::pool_report> reports_named(const std::string& name) {
  std::vector<pool::pool_report> found;
  for (pool::pool_report& each : pool::snapshot()) {
    if (each.name == name) found.push_back(each);
  }
  return found;
}

struct listed {
  static constexpr pool::settings settings = {.name = "telemetry_test.static"};
  static constexpr std::source_location site = std::source_location::current();
};
struct nameless {};

TEST(Telemetry, PoolsAreListedWithNameKindTypeAndSite) {
  const auto line = static_cast<std::uint32_t>(__LINE__ + 1);
  pool::sharded_pool<std::string> pool({}, {.name = "telemetry_test.sharded"});
  pool.put(pool.get());
  const auto found = reports_named("telemetry_test.sharded");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, "sharded_pool");
  EXPECT_NE(found[0].type.find("string"), std::string::npos) << found[0].type;
  EXPECT_TRUE(found[0].file.ends_with("telemetry_test.cc"));
  EXPECT_EQ(found[0].line, line);
  EXPECT_EQ(found[0].stats, pool.stats());
  EXPECT_EQ(found[0].stats.gets_created, 1U);
}

TEST(Telemetry, EveryKindIsListedWhileItExists) {
  const std::size_t before = pool::snapshot().size();
  {
    const pool::bounded_pool<std::string> bounded(1);
    const pool::ring_pool<std::string> ring(1);
    const pool::sharded_bounded_pool<std::string> sharded_bounded(1);
    const auto all = pool::snapshot();
    ASSERT_EQ(all.size(), before + 3);
    EXPECT_EQ(all[before].kind, "bounded_pool");
    EXPECT_EQ(all[before + 1].kind, "ring_pool");
    EXPECT_EQ(all[before + 2].kind, "sharded_bounded_pool");
    for (std::size_t at = before; at < all.size(); ++at) {
      EXPECT_TRUE(all[at].file.ends_with("telemetry_test.cc")) << all[at].kind << all[at].file;
    }
  }
  EXPECT_EQ(pool::snapshot().size(), before);
}

TEST(Telemetry, StaticPoolsAreListedFromTheirFirstUse) {
  using named = pool::static_pool<std::string, listed>;
  named::put(named::get());
  const auto found = reports_named("telemetry_test.static");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, "static_pool");
  EXPECT_TRUE(found[0].file.ends_with("telemetry_test.cc"));
  using by_tag = pool::static_pool<std::string, nameless>;
  by_tag::put(by_tag::get());
  const auto all = pool::snapshot();
  EXPECT_TRUE(std::ranges::any_of(all, [](const pool::pool_report& each) {
    return each.kind == "static_pool" && each.name.ends_with("nameless");
  }));
}

TEST(Telemetry, Json) {
  pool::pool_report report{
      .name = "a \"b\"\n", .kind = "k", .type = "T", .file = "f\\g.cc", .line = 3};
  report.stats.gets_created = 5;
  const std::string text = pool::to_json({report});
  EXPECT_NE(text.find(R"("name": "a \"b\"\u000a", "kind": "k", "type": "T", "site": "f\\g.cc:3")"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\"gets_created\": 5"), std::string::npos);
  EXPECT_EQ(pool::to_json({}), "{\n  \"schema_version\": 1,\n  \"pools\": []\n}\n");
}

TEST(Telemetry, PrometheusAddsUpPoolsWithTheSameLabels) {
  pool::pool_report report{.name = "a", .kind = "k", .type = "T", .file = "f.cc", .line = 3};
  report.stats.gets_private = 5;
  pool::pool_report other = report;
  other.name = "quo\"te";
  const std::string text = pool::to_prometheus({report, report, other});
  EXPECT_NE(text.find("# TYPE pool_gets_total counter\n"), std::string::npos);
  EXPECT_NE(text.find("pool_gets_total{pool=\"a\",kind=\"k\",type=\"T\",site=\"f.cc:3\","
                      "result=\"private\"} 10\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("pool=\"quo\\\"te\""), std::string::npos);
}

#ifdef PROMTOOL
TEST(Telemetry, PromtoolFindsNothingToSay) {
  pool::sharded_pool<std::string> pool({}, {.name = "checked"});
  pool.put(pool.get());
  const std::string path = testing::TempDir() + "pool_metrics_" + std::to_string(getpid());
  std::ofstream(path) << pool::to_prometheus(pool::snapshot());
  EXPECT_EQ(std::system((PROMTOOL " check metrics < " + path).c_str()), 0);
  unlink(path.c_str());
}
#endif

TEST(Telemetry, SnapshotsWhilePoolsComeAndGo) {
  std::atomic<bool> stop{false};
  std::thread maker([&] {
    while (!stop) {
      pool::sharded_pool<std::string> pool({}, {.name = "short"});
      pool.put(pool.get());
    }
  });
  for (int round = 0; round < 2000; ++round) {
    for (const pool::pool_report& each : reports_named("short")) {
      EXPECT_LE(each.stats.gets_created, 1U);
    }
  }
  stop = true;
  maker.join();
}

TEST(Experiment, NamedPoolIsPassedThroughAndBack) {
  pool::sharded_pool<std::string> pool({}, {.name = "experiment"});
  pool.put(pool.get());
  EXPECT_EQ(pool::set_bypass("experiment", true), 1U);
  EXPECT_TRUE(pool.bypassed());
  EXPECT_TRUE(reports_named("experiment")[0].bypassed);
  pool.put(pool.get());
  EXPECT_EQ(pool.stats().idle, 0U);
  EXPECT_EQ(pool.stats().gets(), 2U);
  EXPECT_EQ(pool::set_bypass("experiment", false), 1U);
  pool.put(pool.get());
  EXPECT_EQ(pool.stats().idle, 1U);
  EXPECT_EQ(pool::set_bypass("no such pool", true), 0U);
}

// Started again by the next test with the variables set.
TEST(Environment, Child) {
  if (std::getenv("POOL_TEST_CHILD") == nullptr) return;
  pool::sharded_pool<std::string> off({}, {.name = "off"});
  pool::sharded_pool<std::string> also_off({}, {.name = "also.off"});
  pool::sharded_pool<std::string> on({}, {.name = "on"});
  for (auto* const pool : {&off, &also_off, &on}) pool->put(pool->get());
  EXPECT_TRUE(off.bypassed());
  EXPECT_TRUE(also_off.bypassed());
  EXPECT_FALSE(on.bypassed());
  using named = pool::static_pool<std::string, listed>;
  named::put(named::get());
}

TEST(Environment, BypassAndExitDump) {
  const std::string path = testing::TempDir() + "pool_stats_" + std::to_string(getpid());
  const std::string self = std::string("/proc/") + std::to_string(getpid()) + "/exe";
  EXPECT_EQ(std::system(("POOL_TEST_CHILD=1 POOL_BYPASS=off,also.off POOL_STATS_FILE=" + path +
                         " " + self + " --gtest_filter=Environment.Child > /dev/null")
                            .c_str()),
            0);
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(text.find("\"name\": \"off\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"name\": \"telemetry_test.static\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"puts_dropped_bypass\": 1"), std::string::npos);
  EXPECT_NE(text.find("\"closed\": true"), std::string::npos);
  unlink(path.c_str());
}

}  // namespace
}  // namespace pool_test
