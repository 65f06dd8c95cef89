#include "tool/verdict/words.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pool_audit::verdict {
namespace {

TEST(Words, Rates) {
  EXPECT_EQ(rate(0), "0 gets/s");
  EXPECT_EQ(rate(0.01), "under 0.1 gets/s");
  EXPECT_EQ(rate(0.25), "0.2 gets/s");
  EXPECT_EQ(rate(85), "85 gets/s");
  EXPECT_EQ(rate(9999), "9999 gets/s");
  EXPECT_EQ(rate(12'340), "12.3k gets/s");
  EXPECT_EQ(rate(123'400), "123k gets/s");
  EXPECT_EQ(rate(2.5e7), "25M gets/s");
  EXPECT_EQ(rate(std::nan("")), "? gets/s");
}

TEST(Words, Durations) {
  EXPECT_EQ(duration(0.5), "0.5 seconds");
  EXPECT_EQ(duration(119), "119 seconds");
  EXPECT_EQ(duration(120), "2 minutes");
  EXPECT_EQ(duration(36 * 3600), "36 hours");
  EXPECT_EQ(duration(30 * 86400), "30 days");
  EXPECT_EQ(duration(2.55 * 86400), "2.5 days");
}

TEST(Words, SharesAreNeverRoundedToAllOrNothing) {
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(percent(0.0001), "1 %");
  EXPECT_EQ(percent(0.9999), "99 %");
  EXPECT_EQ(percent(1), "100 %");
  EXPECT_EQ(percent(0.424), "42 %");
}

TEST(Words, Counts) {
  EXPECT_EQ(count(1, "finding"), "1 finding");
  EXPECT_EQ(count(2, "finding"), "2 findings");
}

}  // namespace
}  // namespace pool_audit::verdict
