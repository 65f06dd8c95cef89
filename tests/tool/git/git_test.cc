#include "tool/git/git.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "checks/support/scratch_folder.h"

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

TEST(Git, NoRepository) {
  ScratchFolder folder;
  const auto answer = run(folder.path(), {"rev-parse", "HEAD"});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().to_string(), HasSubstr("git rev-parse failed"));
  EXPECT_FALSE(run(folder.path() + "/none", {"status"}));
}

}  // namespace
}  // namespace pool_audit::git
