#include "tool/telemetry/runtime_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::telemetry {
namespace {

using testing::HasSubstr;

std::string snapshot(const std::string& head, const std::string& pools) {
  return R"({"schema_version": 1, "build_id": "0a", "revision": "r")" + head + R"(, "pools": [)" +
         pools + "]}";
}

constexpr const char* kTimes = R"(, "process": 7, "started_ms": 1000, "taken_ms": 3000)";

TEST(RuntimeJson, ASnapshotHasTwoPoints) {
  const auto read = read_runtime_json(
      snapshot(kTimes, R"({"name": "p", "kind": "k", "type": "T", "site": "a b.cc:3",
                           "gets_private": 1, "gets_local": 2, "gets_depot": 3, "gets_victim": 4,
                           "gets_waited": 5, "gets_created": 6, "gets_failed": 7,
                           "gets_timeout": 8, "puts_kept": 9, "puts_dropped_policy": 10,
                           "puts_dropped_bound": 11, "puts_dropped_bypass": 12})"),
      "s.json");
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->series.size(), 1U);
  EXPECT_EQ(read->series[0].pool, (PoolLabel{"p", "k", "T", "a b.cc", 3}));
  EXPECT_EQ(read->series[0].instance, (Instance{"7@1000", "0a", "r"}));
  EXPECT_EQ(
      read->series[0].points,
      (std::vector<Point>{
          {1, {}}, {3, {.hits = 15, .created = 6, .unserved = 15, .kept = 9, .dropped = 33}}}));
}

TEST(RuntimeJson, PoolsWithTheSameLabelsAreOne) {
  const auto read =
      read_runtime_json(snapshot(kTimes, R"({"name": "p", "gets_local": 2}, {"name": "q"},
                          {"name": "p", "gets_local": 3})"),
                        "s.json");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->series.size(), 2U);
  EXPECT_EQ(read->series[0].points.back().counters.hits, 5);
}

TEST(RuntimeJson, WithoutTimesThereIsNoRate) {
  const auto read = read_runtime_json(snapshot("", R"({"name": "p", "gets_local": 2})"), "s.json");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->series[0].points.empty());
  EXPECT_EQ(read->series[0].instance.id, "s.json");
  ASSERT_EQ(read->notes.size(), 1U);
  EXPECT_THAT(read->notes[0], HasSubstr("does not say when it was taken"));
}

TEST(RuntimeJson, WhatIsWrong) {
  const auto message = [](const std::string& text) {
    const auto read = read_runtime_json(text, "s.json");
    EXPECT_FALSE(read) << text;
    return read ? "" : read.error().to_string();
  };
  EXPECT_THAT(message("{\n\"schema_version\": 1,\n"), HasSubstr("s.json:3: expected the JSON"));
  EXPECT_THAT(message(""), HasSubstr("s.json:1: expected the JSON"));
  EXPECT_THAT(message(R"({"schema_version": 1e999})"), HasSubstr("out of range"));
  EXPECT_THAT(message("[]"), HasSubstr("an object with \"schema_version\" and \"pools\""));
  EXPECT_THAT(message(R"({"schema_version": 1, "pools": 3})"), HasSubstr("\"pools\""));
  EXPECT_THAT(message(R"({"schema_version": 9, "pools": []})"),
              HasSubstr("expected schema_version 1; found 9"));
  EXPECT_THAT(message(snapshot("", "3")), HasSubstr("expected an object for /pools/0"));
}

TEST(RuntimeJson, OddNumbersAreNone) {
  const auto read = read_runtime_json(
      snapshot(R"(, "process": -1, "started_ms": 1e300, "taken_ms": 5)",
               R"({"name": 5, "gets_local": -3, "gets_depot": "x", "site": ":"})"),
      "s.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->series[0].points, (std::vector<Point>{{0.005, {}}}));
  EXPECT_EQ(read->series[0].pool.name, "");
  EXPECT_EQ(read->series[0].instance.id, "s.json");
}

}  // namespace
}  // namespace pool_audit::telemetry
