#include "tool/git/git.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "checks/support/scratch_folder.h"
#include "tool/git/check_out.h"

namespace pool_audit::git {
namespace {

using testing::HasSubstr;

TEST(Git, AnswersAndComplains) {
  ScratchFolder folder;
  ASSERT_TRUE(run(folder.path(), {"init", "-q"}));
  std::ofstream(folder.path() + "/a.txt") << std::string(300'000, 'x') << "\n";
  ASSERT_TRUE(run(folder.path(), {"add", "."}));
  const auto names = run(folder.path(), {"ls-files"});
  ASSERT_TRUE(names) << names.error().to_string();
  EXPECT_EQ(*names, "a.txt\n");
  const auto large = run(folder.path(), {"show", ":a.txt"});
  ASSERT_TRUE(large);
  EXPECT_EQ(large->size(), 300'001U);
  const auto unknown = run(folder.path(), {"diff", "no-such-revision", "--"});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().to_string(), HasSubstr("git diff failed: fatal: bad revision"));
}

TEST(CheckOut, WritesARevisionAndLeavesTheRepositoryAlone) {
  ScratchFolder folder;
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"-c", "user.name=t", "-c", "user.email=t@t"});
    const auto done = run(folder.path(), words);
    EXPECT_TRUE(done) << done.error().to_string();
    return done.value_or("");
  };
  git({"init", "-q"});
  std::filesystem::create_directory(folder.path() + "/sub");
  std::ofstream(folder.path() + "/sub/a.txt") << "one\n";
  git({"add", "."});
  git({"commit", "-q", "-m", "one"});
  std::ofstream(folder.path() + "/sub/a.txt") << "two\n";
  git({"add", "."});
  std::ofstream(folder.path() + "/sub/a.txt") << "three\n";
  const std::string before = git({"status", "--porcelain=v2"});

  ScratchFolder target;
  const auto written = check_out(folder.path(), "HEAD", target.path());
  ASSERT_TRUE(written) << written.error().to_string();
  std::ifstream file(target.path() + "/sub/a.txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "one\n");
  EXPECT_EQ(git({"status", "--porcelain=v2"}), before);
  EXPECT_FALSE(check_out(folder.path(), "no-such-revision", target.path()));
}

TEST(Git, NoRepository) {
  ScratchFolder folder;
  const auto answer = run(folder.path(), {"rev-parse", "HEAD"});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().to_string(), HasSubstr("git rev-parse failed"));
  EXPECT_FALSE(run(folder.path() + "/none", {"status"}));
}

}  // namespace
}  // namespace pool_audit::git
