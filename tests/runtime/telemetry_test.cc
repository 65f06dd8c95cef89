// The list of pools, its text forms, the exit dump and the removal experiment.
#include "pool/telemetry.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
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

constexpr std::uint32_t kWithConstructor = __LINE__ + 5;
// clang-format off
struct with_constructor {
  pool::bounded_pool<std::string> pool;
  with_constructor()
      : pool(1) {}
};
// clang-format on
constexpr std::uint32_t kImplicit = __LINE__ + 1;
struct implicit_constructor {
  pool::sharded_pool<std::string> pool;
};
constexpr std::uint32_t kInitialized = __LINE__ + 1;
struct initialized {
  pool::sharded_pool<std::string> pool{{}, {.name = "initialized"}};
};

TEST(Telemetry, SitesOfMembers) {
  const std::size_t before = pool::snapshot().size();
  const with_constructor first;
  const implicit_constructor second;
  const initialized third;
  const auto all = pool::snapshot();
  ASSERT_EQ(all.size(), before + 3);
  EXPECT_EQ(all[before].line, kWithConstructor);
  EXPECT_EQ(all[before + 1].line, kImplicit);
  EXPECT_EQ(all[before + 2].line, kInitialized);
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
  EXPECT_EQ(pool::to_json({}, {.build_id = "0a", .revision = "r\""}),
            "{\n  \"schema_version\": 1,\n  \"build_id\": \"0a\",\n  \"revision\": \"r\\\"\",\n"
            "  \"pools\": []\n}\n");
}

TEST(Telemetry, JsonTellsTheTimeAndTheProcess) {
  const pool::build_info before = pool::this_build();
  const pool::build_info after = pool::this_build();
  EXPECT_EQ(before.process, static_cast<std::uint64_t>(getpid()));
  EXPECT_GT(before.started_ms, 0U);
  EXPECT_EQ(before.started_ms, after.started_ms);
  EXPECT_GE(before.taken_ms, before.started_ms);
  EXPECT_GE(after.taken_ms, before.taken_ms);
  EXPECT_NE(
      pool::to_json({}, {.process = 7, .started_ms = 1000, .taken_ms = 2500}).find(R"("process": 7,
  "started_ms": 1000,
  "taken_ms": 2500,
  "pools")"),
      std::string::npos);
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

// What promtool says of the OpenMetrics form: it reads it when every sample has a time.
#ifdef PROMTOOL
TEST(Telemetry, PromtoolReadsOpenMetrics) {
  const pool::bounded_pool<std::string> pool(1);
  const std::string folder = testing::TempDir() + "pool_open_metrics_" + std::to_string(getpid());
  ASSERT_EQ(mkdir(folder.c_str(), 0700), 0);
  std::istringstream lines(pool::to_openmetrics(pool::snapshot()));
  std::ofstream out(folder + "/text");
  std::string last;
  for (std::string line; std::getline(lines, line); last = line) {
    out << line << (line.starts_with('#') ? "" : " 1700000000") << '\n';
  }
  out.close();
  EXPECT_EQ(last, "# EOF");
  EXPECT_EQ(std::system((PROMTOOL " tsdb create-blocks-from openmetrics " + folder + "/text " +
                         folder + "/blocks > " + folder + "/said")
                            .c_str()),
            0);
  std::filesystem::remove_all(folder);
}
#endif

TEST(Telemetry, OpenMetricsNamesCountersWithoutTheirSuffix) {
  const std::string text = pool::to_openmetrics({{.name = "a"}}, {});
  EXPECT_NE(text.find("# TYPE pool_gets counter\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\npool_gets_total{pool=\"a\""), std::string::npos) << text;
}

TEST(Telemetry, SumsLeaveNothingOut) {
  // Every member of pool_stats is a std::uint64_t, and every sum of two ones is two.
  constexpr std::size_t kMembers = sizeof(pool::pool_stats) / sizeof(std::uint64_t);
  std::array<std::uint64_t, kMembers> ones;
  ones.fill(1);
  auto sum = std::bit_cast<pool::pool_stats>(ones);
  sum += std::bit_cast<pool::pool_stats>(ones);
  ones.fill(2);
  EXPECT_EQ(sum, std::bit_cast<pool::pool_stats>(ones));
}

TEST(Telemetry, BytesAreOfTheObjectsAndWhatTheyOwn) {
  pool::sharded_pool<std::string> plain({}, {.name = "bytes.plain"});
  pool::sharded_pool<std::string> owning({.object_bytes = [] { return std::size_t{1000}; }},
                                         {.name = "bytes.owning"});
  plain.put(plain.get());
  std::string* const held = owning.get();
  owning.put(owning.get());
  const auto small = reports_named("bytes.plain");
  ASSERT_EQ(small.size(), 1U);
  EXPECT_EQ(small[0].live_bytes(), sizeof(std::string));
  const auto large = reports_named("bytes.owning");
  ASSERT_EQ(large.size(), 1U);
  EXPECT_EQ(large[0].live_bytes(), 2000U);
  EXPECT_EQ(large[0].idle_bytes(), 1000U);
  EXPECT_EQ(large[0].out_bytes(), 1000U);
  const std::string text = pool::to_prometheus(large);
  EXPECT_NE(text.find("state=\"idle\"} 1000\n"), std::string::npos) << text;
  EXPECT_NE(pool::to_json(large).find("\"live_bytes\": 2000, \"idle_bytes\": 1000"),
            std::string::npos);
  owning.put(held);
}

TEST(Telemetry, BuildIdIsThatOfTheExecutable) {
  pool::set_revision("4711");
  const pool::build_info build = pool::this_build();
  EXPECT_EQ(build.revision, "4711");
  EXPECT_EQ(build.build_id.find_first_not_of("0123456789abcdef"), std::string::npos);
#ifdef READELF
  const std::string path = testing::TempDir() + "pool_notes_" + std::to_string(getpid());
  const std::string self = "/proc/" + std::to_string(getpid()) + "/exe";
  ASSERT_EQ(std::system((READELF " -n " + self + " > " + path).c_str()), 0);
  std::ifstream in(path);
  const std::string notes{std::istreambuf_iterator<char>(in), {}};
  const std::string_view key = "Build ID: ";
  const std::size_t at = notes.find(key);
  EXPECT_EQ(build.build_id,
            at == std::string::npos
                ? ""
                : notes.substr(at + key.size(), notes.find('\n', at) - at - key.size()));
  unlink(path.c_str());
#endif
  EXPECT_NE(pool::to_prometheus({}).find("revision=\"4711\"} 1\n"), std::string::npos);
  pool::set_revision("");
}

// ---- waits

struct timed_waits : testing::Test {
  ~timed_waits() override { pool::set_wait_sampling(8); }
};

TEST_F(timed_waits, AreCountedWhetherServedOrNot) {
  pool::set_wait_sampling(1);
  pool::bounded_pool<std::string> pool(1, pool::bound::strict);
  std::string* const only = pool.get();
  EXPECT_EQ(pool.stats().waits.count(), 0U);
  constexpr auto kShort = std::chrono::milliseconds(2);
  EXPECT_EQ(pool.get_for(kShort), nullptr);
  const pool::wait_times refused = pool.stats().waits;
  EXPECT_EQ(refused.count(), 1U);
  EXPECT_GE(refused.nanoseconds, 2'000'000U);
  std::thread taker([&] { pool.put(pool.get()); });
  while (pool.stats().waiting == 0) std::this_thread::yield();
  pool.put(only);
  taker.join();
  const pool::wait_times both = pool.stats().waits;
  EXPECT_EQ(both.count(), 2U);
  EXPECT_GT(both.nanoseconds, refused.nanoseconds);
  // Nobody waits, nothing is timed.
  pool.put(pool.get());
  EXPECT_EQ(pool.stats().waits, both);
}

TEST_F(timed_waits, OneInSoMany) {
  pool::bounded_pool<std::string> pool(1, pool::bound::strict);
  std::string* const only = pool.get();
  const auto wait = [&](int times) {
    for (; times != 0; --times) EXPECT_EQ(pool.get_for(std::chrono::microseconds(1)), nullptr);
  };
  pool::set_wait_sampling(4);
  wait(8);
  EXPECT_EQ(pool.stats().waits.count(), 2U);
  pool::set_wait_sampling(0);
  wait(8);
  EXPECT_EQ(pool.stats().waits.count(), 2U);
  EXPECT_EQ(pool.stats().gets_timeout, 16U);
  pool.put(only);
}

TEST(WaitTimes, ClassesEndAtTheirBounds) {
  pool::wait_times times;
  times.add(0);
  times.add(1'000);
  times.add(1'001);
  times.add(10'000'000'001);
  EXPECT_EQ(times.classes.front(), 2U);
  EXPECT_EQ(times.classes[1], 1U);
  EXPECT_EQ(times.classes.back(), 1U);
  EXPECT_EQ(times.count(), 4U);
  pool::pool_report report{.name = "w", .can_wait = true};
  report.stats.waits = times;
  const std::string text = pool::to_prometheus({report});
  for (const char* const line :
       {"le=\"0.000001\"} 2\n", "le=\"0.000005\"} 3\n", "le=\"10.0\"} 3\n", "le=\"+Inf\"} 4\n",
        "pool_wait_seconds_sum{pool=\"w\",kind=\"\",type=\"\",site=\"\"} 10.000002002\n",
        "pool_wait_seconds_count{pool=\"w\",kind=\"\",type=\"\",site=\"\"} 4\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
  report.can_wait = false;
  EXPECT_EQ(pool::to_prometheus({report}).find("pool_wait_seconds_count"), std::string::npos);
  EXPECT_NE(pool::to_json({{.can_wait = true, .stats = report.stats}})
                .find("\"waits_sampled\": 4, \"waits_nanoseconds\": 10000002002, "
                      "\"waits\": [[1000, 2], [5000, 1], [10000, 0]"),
            std::string::npos);
}

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
  EXPECT_EQ(
      std::system(("POOL_TEST_CHILD=1 POOL_BYPASS=off,also.off POOL_REVISION=r12 POOL_STATS_FILE=" +
                   path + " " + self + " --gtest_filter=Environment.Child > /dev/null")
                      .c_str()),
      0);
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(text.find("\"name\": \"off\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"name\": \"telemetry_test.static\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"puts_dropped_bypass\": 1"), std::string::npos);
  EXPECT_NE(text.find("\"closed\": true"), std::string::npos);
  EXPECT_NE(text.find("\"revision\": \"r12\""), std::string::npos) << text;
  unlink(path.c_str());
}

}  // namespace
}  // namespace pool_test
