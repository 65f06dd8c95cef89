#include "checks/rules/documented.h"

#include <gtest/gtest.h>

namespace pool_audit::rules {
namespace {

TEST(Documented, NothingSaysNothing) {
  EXPECT_EQ(missing_from(documented("")),
            "what it is for, its rate, its bound and where it is benchmarked");
}

TEST(Documented, AnyCommentIsAPurpose) {
  EXPECT_EQ(missing_from(documented("Buffers for replies.")),
            "its rate, its bound and where it is benchmarked");
}

TEST(Documented, Rates) {
  for (const char* text : {"~50K Gets/sec", "20,000 a second", "1500 requests\nper second",
                           "300 QPS", "rate: hot", "2M/s"}) {
    EXPECT_TRUE(documented(text).rate) << text;
  }
  for (const char* text : {"used often", "64 KB", "see bench"}) {
    EXPECT_FALSE(documented(text).rate) << text;
  }
}

TEST(Documented, Bounds) {
  for (const char* text :
       {"at most 64", "Drops items > 64 KB", "unbounded", "Limited to 12", "max 3 idle"}) {
    EXPECT_TRUE(documented(text).bound) << text;
  }
  EXPECT_FALSE(documented("~50K gets/s").bound);
}

TEST(Documented, Whole) {
  EXPECT_EQ(missing_from(documented("bufPool: buffers for responses. ~50K Gets/sec in prod.\n"
                                    "Drops items > 64 KB. Benchmark in buf_bench_test.cc.")),
            "");
}

}  // namespace
}  // namespace pool_audit::rules
