// Where the marks and the names of the rate strip stand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tool/report/canvas.h"
#include "tool/report/html_strip_layout.h"

namespace pool_audit::report {
namespace {

struct Box {
  double left, right, top, bottom;
};

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

Box label_of(const StripMark& mark) {
  const double width = static_cast<double>(width_of(mark.label)) * kStripCharacter;
  const double left = mark.label_before ? mark.label_x - width : mark.label_x;
  return {left, left + width, mark.label_y - 9, mark.label_y + 3};
}

Box dot_of(const StripMark& mark, double radius) {
  return {mark.mean_x, mark.x + radius, mark.y - radius, mark.y + radius};
}

std::vector<StripPool> random_pools(size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> exponent(-4, 9);
  std::vector<StripPool> out;
  for (size_t i = 0; i < count; ++i) {
    StripPool pool;
    pool.peak = std::pow(10, exponent(random));
    pool.mean = pool.peak * std::pow(10, -std::abs(exponent(random)) / 3);
    pool.label = std::string(1 + random() % 60, 'n');
    pool.findings = random() % 3;
    out.push_back(pool);
  }
  return out;
}

void expect_sound(const std::vector<StripPool>& pools) {
  const StripLayout layout = lay_out_strip(pools);
  ASSERT_EQ(layout.marks.size(), pools.size());
  for (size_t i = 0; i < layout.marks.size(); ++i) {
    const StripMark& mark = layout.marks[i];
    EXPECT_GE(mark.x, 0);
    EXPECT_LE(mark.x, layout.width);
    EXPECT_GE(mark.y, 0);
    EXPECT_LE(mark.y, layout.axis_y);
    EXPECT_LE(mark.mean_x, mark.x + 2 * layout.radius);
    if (mark.label.empty()) continue;
    const Box label = label_of(mark);
    EXPECT_GE(label.left, -0.1);
    EXPECT_LE(label.right, layout.width + 0.1);
    for (size_t other = 0; other < layout.marks.size(); ++other) {
      if (other == i) continue;
      const StripMark& theirs = layout.marks[other];
      if (!theirs.label.empty()) {
        EXPECT_FALSE(overlap(label, label_of(theirs))) << mark.label;
      }
      if (!layout.dense) {
        EXPECT_FALSE(overlap(label, dot_of(theirs, layout.radius)));
      }
    }
  }
}

TEST(HtmlStrip, AxisIsLogarithmicAndEndsWhereItEnds) {
  const double decade = strip_x(1) - strip_x(0.1);
  EXPECT_NEAR(strip_x(1e4) - strip_x(1e3), decade, 1e-6);
  EXPECT_DOUBLE_EQ(strip_x(1e300), strip_x(kStripHighest));
  EXPECT_LT(strip_x(0), strip_x(kStripLowest));
  EXPECT_DOUBLE_EQ(strip_x(std::nan("")), strip_x(0));
  EXPECT_DOUBLE_EQ(strip_x(-5), strip_x(0));
}

TEST(HtmlStrip, NothingOverlaps) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    for (const size_t count : {1, 2, 7, 20, 36, 37, 90}) {
      SCOPED_TRACE(testing::Message() << count << " pools, seed " << seed);
      expect_sound(random_pools(count, seed));
    }
  }
  expect_sound(random_pools(2000, 1));
}

TEST(HtmlStrip, PoolsOfOneRateStandApart) {
  std::vector<StripPool> pools(36, {5, 5, "pool", 0});
  expect_sound(pools);
  pools.resize(800, {0, 0, "pool", 0});
  expect_sound(pools);
  EXPECT_LT(lay_out_strip(pools).height, 500);
}

TEST(HtmlStrip, LongNamesLoseTheirMiddle) {
  const StripLayout layout = lay_out_strip(
      {{1, 1, "gateway::parser::" + std::string(40, '\xC3') + "::tail", 0}, {1, 1, "short", 0}});
  EXPECT_EQ(layout.marks[1].label, "short");
  EXPECT_TRUE(layout.marks[0].label.ends_with("::tail"));
}

TEST(HtmlStrip, NoPoolsAreNoTrouble) {
  EXPECT_TRUE(lay_out_strip({}).marks.empty());
}

}  // namespace
}  // namespace pool_audit::report
