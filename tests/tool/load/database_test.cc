#include "tool/load/database.h"

#include <gmock/gmock.h>

namespace pool_audit::load {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
  Result<void> result;
  std::vector<RawEntry> entries;
};

Read read(const std::string& json) {
  Read out;
  out.result = read_database(json, "db.json",
                             [&](RawEntry entry) { out.entries.push_back(std::move(entry)); });
  return out;
}

Error error_of(const std::string& json) {
  const Read out = read(json);
  EXPECT_FALSE(out.result.has_value()) << json;
  return out.result ? Error{} : out.result.error();
}

std::string why_not(const std::string& entry) {
  const Read out = read("[" + entry + "]");
  EXPECT_TRUE(out.result.has_value());
  EXPECT_EQ(out.entries.size(), 1U);
  return out.entries.empty() ? "" : out.entries[0].why_not;
}

TEST(Database, BothForms) {
  const Read out = read(R"([
    {"directory": "/b", "file": "a.c", "arguments": ["cc", "-DX=\"y z\"", "a.c"]},
    {"directory": "/b", "file": "b.c", "command": "cc -DX=\\\"y\\\" b.c", "output": "b.o"}])");
  ASSERT_TRUE(out.result.has_value());
  ASSERT_EQ(out.entries.size(), 2U);
  EXPECT_THAT(out.entries[0].arguments, ElementsAre("cc", "-DX=\"y z\"", "a.c"));
  EXPECT_THAT(out.entries[1].arguments, ElementsAre("cc", "-DX=\"y\"", "b.c"));
  EXPECT_EQ(out.entries[1].index, 1U);
  EXPECT_EQ(out.entries[1].directory, "/b");
}

TEST(Database, ArgumentsWinOverCommand) {
  const Read out = read(R"([{"file":"a.c","command":"gcc -DC a.c","arguments":["cc","a.c"]}])");
  EXPECT_THAT(out.entries.at(0).arguments, ElementsAre("cc", "a.c"));
}

TEST(Database, UnknownFieldsArePassedOver) {
  const Read out = read(
      R"([{"x":{"file":"no","arguments":[1,[2]]},"file":"a.c","y":[["cc"]],"command":"cc a.c"}])");
  ASSERT_EQ(out.entries.size(), 1U);
  EXPECT_EQ(out.entries[0].why_not, "");
  EXPECT_EQ(out.entries[0].file, "a.c");
}

TEST(Database, EmptyTextNamesTheWayOut) {
  EXPECT_THAT(error_of("").message, HasSubstr("is empty"));
  EXPECT_THAT(error_of(" \n\t").message, HasSubstr("configure"));
  EXPECT_EQ(error_of("").file, "db.json");
}

TEST(Database, MalformedJsonHasLineAndColumn) {
  const Error comma = error_of("[\n  {\"file\": \"a.c\",}\n]");
  EXPECT_THAT(comma.message, HasSubstr("malformed JSON"));
  EXPECT_EQ(comma.line, 2U);
  EXPECT_EQ(comma.column, 18U);
  const Error cut = error_of("[{\"file\": \"a.c\"");
  EXPECT_EQ(cut.line, 1U);
  EXPECT_EQ(cut.column, 16U);
  EXPECT_EQ(error_of("[]\n]").line, 2U);
  EXPECT_EQ(error_of("[\n\n\"\x01\"]").line, 3U);
  EXPECT_THAT(error_of("nonsense").message, HasSubstr("malformed"));
}

TEST(Database, MustBeAnArray) {
  const Error object = error_of("\n {\"file\": \"a.c\"}");
  EXPECT_THAT(object.message, HasSubstr("found an object"));
  EXPECT_EQ(object.line, 2U);
  EXPECT_EQ(object.column, 2U);
  EXPECT_THAT(error_of("42").message, HasSubstr("found a number"));
  EXPECT_THAT(error_of("\"x\"").message, HasSubstr("found a string"));
  EXPECT_THAT(error_of("null").message, HasSubstr("found null"));
}

TEST(Database, EntriesSayWhatIsWrongWithThem) {
  EXPECT_EQ(why_not("1"), "the entry is a number; an object was expected");
  EXPECT_EQ(why_not("null"), "the entry is null; an object was expected");
  EXPECT_EQ(why_not("\"a.c\""), "the entry is a string; an object was expected");
  EXPECT_EQ(why_not("[{\"file\": \"a.c\"}]"), "the entry is an array; an object was expected");
  EXPECT_EQ(why_not("{}"), "the entry has no 'file'");
  EXPECT_EQ(why_not(R"({"command":"cc"})"), "the entry has no 'file'");
  EXPECT_EQ(why_not(R"({"file":"a.c"})"), "the entry has neither 'command' nor 'arguments'");
  EXPECT_EQ(why_not(R"({"file":"","command":"cc"})"), "'file' is empty");
  EXPECT_EQ(why_not(R"({"file":7,"command":"cc"})"), "'file' is a number; a string was expected");
  EXPECT_EQ(why_not(R"({"file":"a.c","directory":[],"command":"cc"})"),
            "'directory' is an array; a string was expected");
  EXPECT_EQ(why_not(R"({"file":"a.c","command":{"x":1}})"),
            "'command' is an object; a string was expected");
  EXPECT_EQ(why_not(R"({"file":"a.c","arguments":"cc a.c"})"),
            "'arguments' is a string; an array was expected");
  EXPECT_EQ(why_not(R"({"file":"a.c","arguments":["cc",null]})"),
            "'arguments' holds null; only strings were expected");
  EXPECT_THAT(why_not(R"({"file":"a\u0000.c","command":"cc"})"), HasSubstr("NUL"));
}

TEST(Database, ABadEntryDoesNotSpoilTheNext) {
  const Read out = read(R"([[{"file":"x"}], 3, {"file":"a.c","command":"cc a.c"}])");
  ASSERT_EQ(out.entries.size(), 3U);
  EXPECT_EQ(out.entries[2].why_not, "");
  EXPECT_EQ(out.entries[2].index, 2U);
}

TEST(Database, BytesThatAreNotUtf8PassThrough) {
  const Read out = read("[{\"file\":\"caf\xE9.c\",\"command\":\"cc caf\xE9.c -D\xC3\xA9\"}]");
  ASSERT_EQ(out.entries.size(), 1U);
  EXPECT_EQ(out.entries[0].file, "caf\xE9.c");
  EXPECT_THAT(out.entries[0].arguments, ElementsAre("cc", "caf\xE9.c", "-D\xC3\xA9"));
}

TEST(Database, DeepNestingNeedsNoStack) {
  const Error error = error_of("[{\"x\":" + std::string(1'000'000, '['));
  EXPECT_THAT(error.message, HasSubstr("malformed"));
}

TEST(Database, ByteOrderMarkIsAllowed) {
  EXPECT_EQ(read("\xEF\xBB\xBF[{\"file\":\"a.c\",\"command\":\"cc a.c\"}]").entries.size(), 1U);
}

}  // namespace
}  // namespace pool_audit::load
