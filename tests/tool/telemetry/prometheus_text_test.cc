#include "tool/telemetry/prometheus_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace pool_audit::telemetry {
namespace {

using testing::HasSubstr;

std::vector<Sample> good(std::string_view text) {
  const auto samples = parse_prometheus_text(text, "m.prom");
  EXPECT_TRUE(samples) << samples.error().to_string();
  return samples ? *samples : std::vector<Sample>{};
}

std::string bad(std::string_view text) {
  const auto samples = parse_prometheus_text(text, "m.prom");
  EXPECT_FALSE(samples) << text;
  return samples ? "" : samples.error().to_string();
}

TEST(PrometheusText, SamplesWithAndWithoutLabels) {
  const auto samples = good(
      "# HELP a_total Of a.\n"
      "# TYPE a_total counter\n"
      "a_total 17\n"
      "\n"
      "b{x=\"1\",y=\"two words\"} -2.5e3 1700000000123\n"
      "c {} 1\n"
      "\td{ x = \"1\" , } 0\n");
  ASSERT_EQ(samples.size(), 4U);
  EXPECT_EQ(samples[0], (Sample{"a_total", {}, 17, {}}));
  EXPECT_EQ(samples[1], (Sample{"b", {{"x", "1"}, {"y", "two words"}}, -2500, 1700000000.123}));
  EXPECT_EQ(samples[2], (Sample{"c", {}, 1, {}}));
  EXPECT_EQ(samples[3].label("x"), "1");
  EXPECT_EQ(samples[3].label("z"), "");
}

TEST(PrometheusText, Escapes) {
  EXPECT_EQ(good(R"(a{x="\"\\\n,}"} 1)")[0].label("x"), "\"\\\n,}");
}

TEST(PrometheusText, Numbers) {
  EXPECT_TRUE(std::isnan(good("a NaN")[0].value));
  EXPECT_EQ(good("a +Inf")[0].value, INFINITY);
  EXPECT_EQ(good("a -Inf")[0].value, -INFINITY);
  EXPECT_EQ(good("a +4")[0].value, 4);
  EXPECT_EQ(good("a 1e400")[0].value, INFINITY);
}

TEST(PrometheusText, OpenMetricsHasSecondsAndExemplars) {
  const auto samples = good(
      "# TYPE a counter\n"
      "a_total 17 1700000000.5 # {trace=\"x\"} 1\n"
      "a_total{x=\"1\"} 2 # {} 1\n"
      "# EOF\n");
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].time, 1700000000.5);
  EXPECT_EQ(samples[1].value, 2);
}

TEST(PrometheusText, WhatIsWrongHasAPlace) {
  EXPECT_EQ(bad("a 1\nb{x=1} 2\n"), "m.prom:2:5: expected a value in double quotes; found '1'");
  EXPECT_THAT(bad("{x=\"1\"} 2"), HasSubstr("m.prom:1:1: expected the name of a metric"));
  EXPECT_THAT(bad("a{x=\"1\" 2"), HasSubstr("expected ',' or '}' behind a label"));
  EXPECT_THAT(bad("a{x=\"1"), HasSubstr("the quote that ends the value; found the end"));
  EXPECT_THAT(bad("a{x=\"\\t\"} 1"), HasSubstr("behind a backslash; found 't'"));
  EXPECT_THAT(bad("a{x=\"1\",x=\"2\"} 1"), HasSubstr("the label 'x' stands there twice"));
  EXPECT_THAT(bad("a"), HasSubstr("expected a number; found the end of the line"));
  EXPECT_THAT(bad("a one"), HasSubstr("expected a number; found 'o'"));
  EXPECT_THAT(bad("a +-1"), HasSubstr("expected a number"));
  EXPECT_THAT(bad("a 1 1.5"), HasSubstr("whole milliseconds"));
  EXPECT_THAT(bad("a 1 1 1"), HasSubstr("expected the end of the line"));
  EXPECT_THAT(bad("a\x01 1"), HasSubstr("byte 0x01"));
}

TEST(PrometheusText, NothingIsNoError) {
  EXPECT_TRUE(good("").empty());
  EXPECT_TRUE(good("# EOF").empty());
  EXPECT_TRUE(good("\r\n\n  \n# a comment").empty());
}

}  // namespace
}  // namespace pool_audit::telemetry
