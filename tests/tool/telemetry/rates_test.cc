// Rates from counters, by hand and against a sum over every second of random histories.
#include "tool/telemetry/rates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace pool_audit::telemetry {
namespace {

Series series_of(std::string instance, std::vector<std::pair<double, double>> hits) {
  Series out;
  out.pool.name = "p";
  out.instance.id = std::move(instance);
  out.sources = {"test"};
  for (const auto& [time, count] : hits) out.points.push_back({time, {.hits = count}});
  return out;
}

Measured measured(const std::vector<Series>& all) {
  Telemetry telemetry;
  telemetry.series = all;
  const std::vector<Measured> out = measure_all(telemetry);
  EXPECT_EQ(out.size(), 1U);
  return out.empty() ? Measured{} : out.front();
}

TEST(Rates, OfOneProcess) {
  const Measured out = measured({series_of("a", {{0, 0}, {10, 100}, {20, 1100}, {30, 1100}})});
  EXPECT_DOUBLE_EQ(out.process.peak, 100);
  EXPECT_DOUBLE_EQ(out.process.mean, 1100.0 / 30);
  EXPECT_DOUBLE_EQ(out.process.p99, 100);
  EXPECT_EQ(out.fleet, out.process);
  EXPECT_DOUBLE_EQ(out.window_seconds, 30);
  EXPECT_DOUBLE_EQ(out.covered_seconds, 30);
  EXPECT_DOUBLE_EQ(out.resolution_seconds, 10);
  EXPECT_EQ(out.points, 4U);
  EXPECT_EQ(out.resets, 0U);
}

TEST(Rates, ThePercentileIsBelowAShortPeak) {
  std::vector<std::pair<double, double>> points = {{0, 0}};
  double count = 0;
  for (int second = 1; second <= 1000; ++second) {
    count += second == 500 ? 5000 : 10;
    points.emplace_back(second, count);
  }
  const Measured out = measured({series_of("a", points)});
  EXPECT_DOUBLE_EQ(out.process.peak, 5000);
  EXPECT_DOUBLE_EQ(out.process.p99, 10);
}

TEST(Rates, ACounterThatFellBeganAgain) {
  const Measured out = measured({series_of("a", {{0, 1000}, {10, 1100}, {20, 50}})});
  EXPECT_EQ(out.resets, 1U);
  EXPECT_DOUBLE_EQ(out.gets, 150);
  EXPECT_DOUBLE_EQ(out.process.peak, 10);
}

TEST(Rates, OfAFleet) {
  const Measured out =
      measured({series_of("a", {{0, 0}, {10, 100}, {20, 200}}),
                series_of("b", {{10, 0}, {20, 900}}), series_of("c", {{40, 0}, {50, 10}})});
  EXPECT_DOUBLE_EQ(out.process.peak, 90);
  EXPECT_DOUBLE_EQ(out.fleet.peak, 100);
  EXPECT_EQ(out.instances.size(), 3U);
  EXPECT_DOUBLE_EQ(out.window_seconds, 50);
  EXPECT_DOUBLE_EQ(out.covered_seconds, 30) << "nobody was watched from 20 to 40";
}

TEST(Rates, GapsAreCounted) {
  const Measured out =
      measured({series_of("a", {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}, {100, 100}})});
  EXPECT_DOUBLE_EQ(out.resolution_seconds, 1);
  EXPECT_DOUBLE_EQ(out.gap_seconds, 96);
}

TEST(Rates, OnePointHasNone) {
  const Measured out = measured({series_of("a", {{5, 1000}})});
  EXPECT_EQ(out.process, Rate{});
  EXPECT_DOUBLE_EQ(out.window_seconds, 0);
  EXPECT_EQ(out.points, 1U);
  EXPECT_EQ(measured({series_of("a", {})}).points, 0U);
}

TEST(Rates, HitsAndDrops) {
  Series series = series_of("a", {{0, 0}});
  series.points.push_back(
      {10, {.hits = 60, .created = 20, .unserved = 20, .unknown = 5, .kept = 75, .dropped = 25}});
  const Measured out = measured({series});
  EXPECT_DOUBLE_EQ(*out.hit_rate(), 0.75);
  EXPECT_DOUBLE_EQ(*out.drop_rate(), 0.25);
  EXPECT_DOUBLE_EQ(out.gets, out.hits + out.created + out.unserved + out.unknown);  // (R3)
  EXPECT_FALSE(Measured{}.hit_rate());
  EXPECT_FALSE(Measured{}.drop_rate());
}

TEST(Rates, AgreeWithASumOverEverySecond) {
  std::mt19937 random(7);
  const auto draw = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  for (int round = 0; round < 500; ++round) {
    std::vector<Series> all;
    std::map<int, double> per_second;  // of the fleet
    double peak = 0;
    double total = 0;
    for (int process = draw(3); process >= 0; --process) {
      int time = draw(20);
      double count = draw(100);
      std::vector<std::pair<double, double>> points = {{time, count}};
      for (int i = draw(6); i > 0; --i) {
        const int step = 1 + draw(4);
        const bool reset = draw(9) == 0;
        const int gets = draw(50) * step;
        const double next = reset ? std::min<double>(gets, count / 2) : count + gets;
        const double more = next < count ? next : next - count;
        for (int second = time; second < time + step; ++second) {
          per_second[second] += more / step;
        }
        peak = std::max(peak, more / step);
        total += more;
        time += step;
        count = next;
        points.emplace_back(time, count);
      }
      all.push_back(series_of("p" + std::to_string(process), points));
    }
    const Measured out = measured(all);
    double fleet_peak = 0;
    for (const auto& [second, rate] : per_second) fleet_peak = std::max(fleet_peak, rate);
    ASSERT_NEAR(out.process.peak, peak, 1e-9) << round;
    ASSERT_NEAR(out.fleet.peak, fleet_peak, 1e-9) << round;
    ASSERT_NEAR(out.gets, total, 1e-9) << round;
    ASSERT_NEAR(out.covered_seconds, static_cast<double>(per_second.size()), 1e-9) << round;
    ASSERT_LE(out.process.mean, out.process.peak);  // (R1)
    ASSERT_LE(out.process.p99, out.process.peak);
    ASSERT_LE(out.fleet.mean, out.fleet.peak);
    ASSERT_LE(out.fleet.p99, out.fleet.peak);
    ASSERT_GE(out.fleet.peak, out.process.peak);         // (R2)
    ASSERT_LE(out.covered_seconds, out.window_seconds);  // (R4)
  }
}

TEST(Merge, PutsPointsOfOneProcessTogether) {
  Telemetry into;
  into.series = {series_of("a", {{0, 0}, {10, 5}})};
  Telemetry more;
  more.series = {series_of("a", {{5, 2}, {10, 6}}), series_of("b", {{0, 0}})};
  more.series[0].sources = {"second"};
  more.notes = {"note"};
  merge(into, more);
  ASSERT_EQ(into.series.size(), 2U);
  EXPECT_EQ(into.series[0].points, series_of("", {{0, 0}, {5, 2}, {10, 6}}).points);
  EXPECT_EQ(into.series[0].sources, (std::vector<std::string>{"test", "second"}));
  EXPECT_EQ(into.notes, std::vector<std::string>{"note"});
}

}  // namespace
}  // namespace pool_audit::telemetry
