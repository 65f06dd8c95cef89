// Counts of lines, from each of the four formats, and which format a file has.
#include "tool/telemetry/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/telemetry/read.h"

namespace pool_audit::telemetry {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// The count at a place; -1 when nothing is counted there.
double count_at(const Telemetry& telemetry, std::string_view file, uint32_t line, uint32_t column) {
  for (const LineCount& each : telemetry.lines) {
    if (each.file == file && each.holds(line, column)) return each.count;
  }
  return -1;
}

Telemetry good(std::string_view text) {
  const auto read = read_text(text, "f", {.server = {}, .seconds = 10});
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? *read : Telemetry{};
}

std::string bad(std::string_view text) {
  const auto read = read_text(text, "f", {.server = {}, .seconds = 10});
  EXPECT_FALSE(read) << text;
  return read ? "" : read.error().to_string();
}

TEST(Coverage, OfLlvmHasRegions) {
  const Telemetry read = good(R"({"data": [{"files": [{"filename": "/src/a.cc", "segments": [
      [3, 10, 100, true, true, false], [5, 12, 7, true, true, false],
      [5, 20, 100, true, false, false], [7, 2, 0, false, false, false],
      [9, 1, 4, true, true, false], [9, 9, 0, false, false, false]]}], "functions": []}],
      "type": "llvm.coverage.json.export", "version": "2.0.1"})");
  EXPECT_EQ(count_at(read, "/src/a.cc", 4, 1), 100);
  EXPECT_EQ(count_at(read, "/src/a.cc", 5, 12), 7);
  EXPECT_EQ(count_at(read, "/src/a.cc", 5, 25), 100);
  EXPECT_EQ(count_at(read, "/src/a.cc", 8, 1), -1);
  EXPECT_EQ(count_at(read, "/src/a.cc", 9, 3), 4);
  EXPECT_EQ(read.lines.front().seconds, 10);
}

TEST(Coverage, OfGcovHasLines) {
  const Telemetry read = good(R"({"format_version": "1", "gcc_version": "12", "files": [
      {"file": "a.c", "lines": [{"line_number": 4, "count": 12, "function_name": "f"},
                                {"line_number": 5, "count": 0}]}]})");
  EXPECT_EQ(count_at(read, "a.c", 4, 99), 12);
  EXPECT_EQ(count_at(read, "a.c", 5, 1), 0);
  EXPECT_EQ(count_at(read, "a.c", 6, 1), -1);
  EXPECT_EQ(read.lines[0].function, "f");
}

TEST(Coverage, OfLcov) {
  const Telemetry read =
      good("TN:\nSF:/src/a.cc\nFN:3,f\nDA:3,5\nDA:4,1e3,checksum\nDA:5,-1\nend_of_record\n");
  EXPECT_EQ(count_at(read, "/src/a.cc", 3, 1), 5);
  EXPECT_EQ(count_at(read, "/src/a.cc", 4, 1), 1000);
  EXPECT_EQ(count_at(read, "/src/a.cc", 5, 1), -1);
}

TEST(Coverage, OfBpftrace) {
  const Telemetry read = good(
      "Attaching 2 probes...\n\n@gets[pool_get]: 1234\n@total: 5\n"
      "@[uprobe:/usr/bin/server:ns::Pool::get(int)]: 6\n@x[a]b]: 7\n");
  ASSERT_EQ(read.lines.size(), 3U);
  EXPECT_EQ(read.lines[0].function, "pool_get");
  EXPECT_EQ(read.lines[0].count, 1234);
  EXPECT_EQ(read.lines[1].function, "ns::Pool::get(int)");
  EXPECT_EQ(read.lines[2].function, "a]b");
}

TEST(Coverage, WhatIsWrong) {
  EXPECT_THAT(bad("SF:a\nDA:x,1\n"), HasSubstr("f:2: expected DA:LINE,COUNT"));
  EXPECT_THAT(bad("SF:a\nDA:3\n"), HasSubstr("f:2: expected DA:LINE,COUNT"));
  EXPECT_THAT(bad("TN:\nSF:a\nend_of_record\nDA:3,1\n"), HasSubstr("f:4: expected SF:FILE"));
  EXPECT_THAT(bad("@a[b]: c\n"), HasSubstr("f:1: expected @name[function]: count"));
  EXPECT_THAT(bad(R"({"data": 3, "type": "llvm.coverage.json.export"})"),
              HasSubstr("what `llvm-cov export` writes"));
  EXPECT_THAT(bad(R"({"data": [{"files": [{"filename": "a", "segments": [[1]]}]}],
                     "type": "llvm.coverage.json.export"})"),
              HasSubstr("among the segments of a"));
  EXPECT_THAT(bad(R"({"gcc_version": "12"})"), HasSubstr("what `gcov"));
  EXPECT_THAT(bad(R"({"format_version": "1", "gcc_version": "12",
                     "files": [{"file": "a", "lines": [{"count": 1}]}]})"),
              HasSubstr("in the lines of a"));
}

TEST(Coverage, NothingCountedIsSaid) {
  EXPECT_THAT(good("SF:a\nend_of_record\n").notes, testing::SizeIs(1));
  EXPECT_THAT(good("@total: 5\n").notes, testing::SizeIs(1));
}

TEST(Read, KnowsAFileByItsContent) {
  EXPECT_THAT(bad(""), HasSubstr("it is empty"));
  EXPECT_THAT(bad("\x1f\x8b\x08"), HasSubstr("unpack it first"));
  EXPECT_THAT(bad("hello, world"), HasSubstr("expected a snapshot of the pool library"));
  EXPECT_THAT(bad("{}"), HasSubstr("the JSON of pool::to_json()"));
  EXPECT_THAT(good("pool_gets_total{pool=\"p\",result=\"local\"} 4\n").series, testing::SizeIs(1));
  EXPECT_THAT(good(R"({"schema_version": 1, "pools": []})").series, IsEmpty());
  const auto absent = read("/no/such/file", {});
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().to_string(), HasSubstr("/no/such/file"));
}

}  // namespace
}  // namespace pool_audit::telemetry
