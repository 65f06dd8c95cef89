// Patches that git takes.
#include "tool/refactor/patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tool/git/git.h"

namespace pool_audit::refactor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Patch : public testing::Test {
 protected:
  std::string git(std::vector<std::string> words) {
    words.insert(words.begin(), {"-c", "user.name=t", "-c", "user.email=t@t"});
    const auto done = git::run(scratch_.path(), words);
    EXPECT_TRUE(done) << done.error().to_string();
    return done.value_or("");
  }
  void write(const std::string& name, const std::string& text) {
    const std::string path = scratch_.path() + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  FileChange change(const std::string& name, std::string after) {
    return {read_file(scratch_.path() + "/" + name).value_or(""), std::move(after)};
  }

  ScratchFolder scratch_;
};

TEST_F(Patch, ADiffHasPathsBelowTheRoot) {
  write("src/a.cc", "one\ntwo\n");
  Changes changes;
  changes[scratch_.path() + "/src/a.cc"] = change("src/a.cc", "one\n2\n");
  const auto diff = diff_of(changes, scratch_.path());
  ASSERT_TRUE(diff) << diff.error().to_string();
  EXPECT_THAT(*diff, StartsWith("diff --git a/src/a.cc b/src/a.cc\n"));
  EXPECT_THAT(*diff, HasSubstr("@@ -1,2 +1,2 @@\n one\n-two\n+2\n"));
  EXPECT_EQ(diff_of({}, scratch_.path()).value_or("error"), "");
}

// A series goes through git am, whatever the bytes: CRLF, tabs, no line end, UTF-8.
TEST_F(Patch, ASeriesIsTakenByGitAm) {
  const std::string odd = "one\r\n\ttwo\r\nFrom here\r\ncaf\xc3\xa9";
  write("a b.cc", odd);
  git({"init", "-q"});
  git({"config", "core.autocrlf", "false"});
  git({"add", "."});
  git({"commit", "-q", "-m", "start"});
  std::string after = odd;
  for (size_t number = 1; number <= 2; ++number) {
    Changes changes;
    changes[scratch_.path() + "/a b.cc"] = {after, after + "\r\nmore"};
    after += "\r\nmore";
    const auto diff = diff_of(changes, scratch_.path());
    ASSERT_TRUE(diff) << diff.error().to_string();
    const std::string name = patch_name(number, "remove buffers_ in net::send");
    write("../" + std::filesystem::path(scratch_.path()).filename().string() + ".patches/" + name,
          patch_of({"remove buffers_ in net::send", "Because.\n\nRevert it.", *diff}, number, 2,
                   "A B <a@b>", "Fri, 27 Nov 2026 12:00:00 +0000"));
  }
  const std::string folder = scratch_.path() + ".patches";
  for (const char* name :
       {"0001-remove-buffers-in-net-send.patch", "0002-remove-buffers-in-net-send.patch"}) {
    git({"am", "-q", "--keep-cr", folder + "/" + name});
  }
  EXPECT_EQ(read_file(scratch_.path() + "/a b.cc").value_or(""), after);
  EXPECT_EQ(git({"log", "-1", "--format=%s|%an|%b"}),
            "remove buffers_ in net::send|A B|Because.\n\nRevert it.\n\n");
  std::filesystem::remove_all(folder);
}

TEST(PatchName, IsShortAndPlain) {
  EXPECT_EQ(patch_name(12, "a/b: c::d()"), "0012-a-b-c-d.patch");
  EXPECT_LE(patch_name(1, std::string(500, 'x')).size(), 64U);
}

}  // namespace
}  // namespace pool_audit::refactor
