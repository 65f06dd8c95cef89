#include "tool/refactor/migration_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::refactor {
namespace {

using testing::HasSubstr;

const std::string kOld(40, 'a');
const std::string kNew(40, 'b');

MigrationFile sample() {
  PlannedMigration one;
  one.pool = "net::buffers";
  one.becomes = "net::buffers_pool";
  one.type = "pool::sharded_pool<Buffer>";
  one.steps = {{{"net::send"}, StepState::done, ""},
               {{"net::begin", "net::end"}, StepState::open, ""},
               {{"net::macro"}, StepState::by_hand, "comes out of the macro GIVE"}};
  one.files = {{"src/send.cc", kOld, kNew}};
  PlannedMigration two;
  two.pool = "spares";
  two.becomes = "spares_pool";
  two.type = "pool::bounded_pool<Node>";
  two.is_done = true;
  return {one, two};
}

std::string complaint(std::string_view text) {
  const auto read = parse_migrations(text, "pool-migration.json");
  return read ? "" : read.error().to_string();
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = print_migrations(sample());
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(MigrationFile, ReadsWhatItPrints) {
  const auto read = parse_migrations(print_migrations(sample()), "f");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(*read, sample());
  EXPECT_EQ(*parse_migrations(print_migrations({}), "f"), MigrationFile{});
}

TEST(MigrationFile, HasAStepALine) {
  EXPECT_THAT(print_migrations(sample()),
              HasSubstr("\n        {\"functions\": [\"net::begin\", \"net::end\"], \"state\": "
                        "\"open\"},\n"));
}

TEST(MigrationFile, SaysWhereItIsNoJson) {
  EXPECT_THAT(complaint("{\n  \"pool_migration\": 1,\n  oops\n}"),
              HasSubstr("pool-migration.json:3:1: is no JSON here"));
  EXPECT_THAT(complaint(""), HasSubstr("is no JSON here"));
  EXPECT_THAT(complaint("{\n<<<<<<< HEAD\n"), HasSubstr(":2:1: a merge left a conflict here"));
}

TEST(MigrationFile, SaysWhatIsWrong) {
  EXPECT_THAT(complaint("[]"), HasSubstr("expected an object for the file"));
  EXPECT_THAT(complaint(with("\"pool_migration\": 1", "\"pool_migration\": 2")),
              HasSubstr("is of another version"));
  EXPECT_THAT(complaint(with("\"becomes\"", "\"becomez\"")),
              HasSubstr("expected 'becomes' in the migration of 'net::buffers'"));
  EXPECT_THAT(complaint(with("\"state\": \"done\"}", "\"state\": \"gone\"}")),
              HasSubstr("expected the state open, done or by hand"));
  EXPECT_THAT(complaint(with("\"spares\"", "\"net::buffers\"")),
              HasSubstr("there are two migrations of 'net::buffers'"));
  EXPECT_THAT(complaint(with("[\"net::send\"]", "[]")), HasSubstr("expected a function in a step"));
  EXPECT_THAT(complaint(with(kOld, "main")), HasSubstr("expected names of contents in git"));
  EXPECT_THAT(complaint(std::string(100000, '[')), HasSubstr("nested deeper"));
}

TEST(MigrationFile, WritesToNoPathOutsideOfTheProject) {
  for (const char* path : {"../other/x.cc", "/etc/passwd", "a/../../x", ".git/config", ""}) {
    EXPECT_THAT(complaint(with("src/send.cc", path)), HasSubstr("expected a path below the root"))
        << path;
  }
}

}  // namespace
}  // namespace pool_audit::refactor
