#include "tool/telemetry/prometheus_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/telemetry/rates.h"

namespace pool_audit::telemetry {
namespace {

using testing::HasSubstr;

constexpr const char* kOne = R"(
pool_gets_total{pool="p",kind="k",type="T",site="src/a.cc:12",result="local"} 80
pool_gets_total{pool="p",kind="k",type="T",site="src/a.cc:12",result="created"} 20
pool_puts_total{pool="p",kind="k",type="T",site="src/a.cc:12",result="kept"} 90
pool_puts_total{pool="p",kind="k",type="T",site="src/a.cc:12",result="dropped_bound"} 10
pool_build_info{build_id="0a",revision="r1"} 1
other_total 5
)";

TEST(PrometheusSeries, OneTextWithASpan) {
  const auto read = read_prometheus_text(kOne, "one.prom", {.seconds = 10});
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->series.size(), 1U);
  const Series& series = read->series[0];
  EXPECT_EQ(series.pool, (PoolLabel{"p", "k", "T", "src/a.cc", 12}));
  EXPECT_EQ(series.instance, (Instance{"one.prom", "0a", "r1"}));
  EXPECT_TRUE(read->notes.empty());
  const Measured measured = measure_all(*read).front();
  EXPECT_DOUBLE_EQ(measured.process.mean, 10);
  EXPECT_DOUBLE_EQ(*measured.hit_rate(), 0.8);
  EXPECT_DOUBLE_EQ(*measured.drop_rate(), 0.1);
}

TEST(PrometheusSeries, ATextWithoutTimesHasNoRate) {
  const auto read = read_prometheus_text(kOne, "one.prom", {});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->series[0].points.empty());
  ASSERT_EQ(read->notes.size(), 1U);
  EXPECT_THAT(read->notes[0], HasSubstr("--telemetry-seconds"));
}

TEST(PrometheusSeries, TimesAndInstances) {
  const auto read = read_prometheus_text(
      "pool_gets_total{pool=\"p\",instance=\"a:1\",result=\"local\"} 10 1000\n"
      "pool_gets_total{pool=\"p\",instance=\"b:1\",result=\"local\"} 5 1000\n"
      "pool_gets_total{pool=\"p\",instance=\"a:1\",result=\"local\"} 30 3000\n"
      "pool_gets_total{pool=\"p\",job=\"x\",zone=\"z\",result=\"nonsense\"} 30 3000\n"
      "pool_gets_total{pool=\"p\",job=\"x\",zone=\"z\",result=\"failed\"} NaN 3000\n"
      "pool_gets_total{pool=\"p\",job=\"x\",zone=\"z\",result=\"failed\"} 3 3000\n",
      "m", {});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->series.size(), 3U);
  EXPECT_EQ(read->series[0].instance.id, "a:1");
  EXPECT_EQ(read->series[0].points, (std::vector<Point>{{1, {.hits = 10}}, {3, {.hits = 30}}}));
  EXPECT_EQ(read->series[1].instance.id, "b:1");
  EXPECT_EQ(read->series[2].instance.id, "job=x,zone=z");
  EXPECT_EQ(read->series[2].points, (std::vector<Point>{{3, {.unserved = 3}}}));
}

TEST(PrometheusSeries, NothingOfPoolsIsSaid) {
  const auto read = read_prometheus_text("up 1\n", "m", {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->notes, std::vector<std::string>{"m: it has no sample of pool_gets_total"});
}

}  // namespace
}  // namespace pool_audit::telemetry
