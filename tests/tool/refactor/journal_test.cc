// Writing and going back, whatever happens in between.
#include "tool/refactor/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"

namespace pool_audit::refactor {
namespace {

using testing::HasSubstr;

class Journal : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b", "c"}) write(name, std::string("old ") + name);
  }
  std::string path(const std::string& name) { return scratch_.path() + "/" + name; }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string text(const std::string& name) { return read_file(path(name)).value_or("absent"); }
  Changes changes() {
    Changes out;
    for (const char* name : {"a", "b", "c"}) {
      out[path(name)] = {std::string("old ") + name, std::string("new ") + name};
    }
    return out;
  }
  std::string all() { return text("a") + ", " + text("b") + ", " + text("c"); }

  ScratchFolder scratch_;
  std::string journal_ = scratch_.path() + "/state/undo";
};

TEST_F(Journal, WritesAllAndGoesBack) {
  ASSERT_TRUE(carry_out(changes(), journal_));
  EXPECT_EQ(all(), "new a, new b, new c");
  const auto undone = undo(journal_, false);
  ASSERT_TRUE(undone) << undone.error().to_string();
  EXPECT_EQ(undone->restored.size(), 3U);
  EXPECT_EQ(all(), "old a, old b, old c");
  EXPECT_THAT(undo(journal_, false).error().message, HasSubstr("nothing to undo"));
}

TEST_F(Journal, AFileThatChangedSincePlanningStopsItBeforeTheFirstWrite) {
  write("c", "somebody's");
  const auto done = carry_out(changes(), journal_);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().to_string(), HasSubstr("/c: was changed since it was analysed"));
  EXPECT_EQ(all(), "old a, old b, somebody's");
}

TEST_F(Journal, AReadOnlyFileStopsItBeforeTheFirstWrite) {
  std::filesystem::permissions(path("b"), std::filesystem::perms::owner_read);
  const auto done = carry_out(changes(), journal_);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().to_string(), HasSubstr("/b: is read-only"));
  EXPECT_EQ(all(), "old a, old b, old c");
}

// A name with no room for that of a temporary file beside it cannot be written, whoever tries.
TEST_F(Journal, AFileThatCannotBeWrittenTakesAllBack) {
  const std::string longest(250, 'z');  // the last one in order
  write(longest, "old z");
  Changes more = changes();
  more[path(longest)] = {"old z", "new z"};
  const auto done = carry_out(more, journal_);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().to_string(), HasSubstr("all other files are as they were"));
  EXPECT_EQ(all(), "old a, old b, old c");
  EXPECT_EQ(text(longest), "old z");
}

TEST_F(Journal, WhatSomebodyChangedSinceStays) {
  ASSERT_TRUE(carry_out(changes(), journal_));
  write("b", "mine");
  const auto careful = undo(journal_, false);
  ASSERT_TRUE(careful);
  EXPECT_EQ(careful->untouched, std::vector<std::string>{path("b")});
  EXPECT_TRUE(careful->restored.empty());
  EXPECT_EQ(all(), "new a, mine, new c");
  const auto forced = undo(journal_, true);
  ASSERT_TRUE(forced);
  EXPECT_EQ(all(), "old a, mine, old c");
}

// A crash behind any number of writes.
TEST_F(Journal, GoesBackFromEveryPointInBetween) {
  const char* names[] = {"a", "b", "c"};
  for (size_t written = 0; written <= 3; ++written) {
    SetUp();
    ASSERT_TRUE(carry_out(changes(), journal_));
    for (size_t i = written; i < 3; ++i) write(names[i], std::string("old ") + names[i]);
    const auto undone = undo(journal_, false);
    ASSERT_TRUE(undone);
    EXPECT_EQ(undone->restored.size(), written);
    EXPECT_EQ(all(), "old a, old b, old c");
  }
}

TEST_F(Journal, WhatIsNoJournal) {
  std::filesystem::create_directory(scratch_.path() + "/state");
  std::ofstream(journal_) << "nonsense";
  EXPECT_THAT(undo(journal_, false).error().to_string(), HasSubstr("is not a journal"));
  EXPECT_THAT(carry_out(changes(), "").error().to_string(), HasSubstr("set HOME"));
}

TEST_F(Journal, KeepsBytesAndPermissions) {
  const std::string odd("\xff\0\r\n\x1b", 5);
  write("a", odd);
  ::chmod(path("a").c_str(), 0750);
  Changes one;
  one[path("a")] = {odd, "plain"};
  ASSERT_TRUE(carry_out(one, journal_));
  ASSERT_TRUE(undo(journal_, false));
  EXPECT_EQ(text("a"), odd);
  struct stat status{};
  ASSERT_EQ(::stat(path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0750U);
}

}  // namespace
}  // namespace pool_audit::refactor
