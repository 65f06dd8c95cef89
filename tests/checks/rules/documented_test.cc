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

struct Rated {
  const char* comment;
  const char* text;
  double per_second;
};

TEST(DocumentedRate, Numbers) {
  for (const Rated& each : {
           Rated{"bufPool: buffers. ~50K Gets/sec in prod.", "~50K Gets/sec", 50'000},
           Rated{"20,000 a second", "20,000 a second", 20'000},
           Rated{"1500 requests\nper second", "1500 requests per second", 1500},
           Rated{"about 90 gets/min", "90 gets/min", 1.5},
           Rated{"2M/s", "2M/s", 2e6},
           Rated{"2.5 million gets per second", "2.5 million gets per second", 2.5e6},
           Rated{"7200 per hour", "7200 per hour", 2},
           Rated{"mean 5k gets/s, peak 50k gets/s", "50k gets/s", 50'000},
           Rated{"peak 50k gets/s, mean 5k gets/s", "50k gets/s", 50'000},
       }) {
    const DocumentedRate found = documented_rate(each.comment);
    EXPECT_EQ(found.text, each.text) << each.comment;
    ASSERT_TRUE(found.per_second) << each.comment;
    EXPECT_DOUBLE_EQ(*found.per_second, each.per_second) << each.comment;
  }
}

TEST(DocumentedRate, Classes) {
  EXPECT_EQ(documented_rate("Rate: hot. Never grows.").class_, "hot");
  EXPECT_EQ(documented_rate("Class cold").class_, "cold");
  EXPECT_FALSE(documented_rate("rate: warm").per_second);
}

TEST(DocumentedRate, OtherNumbersAreNone) {
  for (const char* text :
       {"", "Buffers for replies.", "64 KB per second", "at most 64 a thread", "hot path only",
        "warms up in 3 s", "version 1.5/stable", "kBuffers2 per second", "10 bytes/s",
        "cold starts", "a pool per second-level cache", "100 MB/s"}) {
    EXPECT_EQ(documented_rate(text).text, "") << text;
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
