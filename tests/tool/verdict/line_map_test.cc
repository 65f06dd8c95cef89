// Lines through diffs, by hand and through git over random edits.
#include "tool/verdict/line_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "checks/support/scratch_folder.h"
#include "tool/git/git.h"

namespace pool_audit::verdict {
namespace {

using testing::HasSubstr;

constexpr const char* kDiff = R"(diff --git a/src/a.cc b/src/a.cc
index 1..2 100644
--- a/src/a.cc
+++ b/src/a.cc
@@ -2,0 +3,2 @@ int f()
+one
+--- two
@@ -10,2 +12 @@
-old
-older
+new
@@ -20 +21 @@
-rewritten
+written
diff --git a/src/gone.cc b/src/gone.cc
--- a/src/gone.cc
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/src/before.cc b/src/after.cc
similarity index 90%
rename from src/before.cc
rename to src/after.cc
--- a/src/before.cc
+++ b/src/after.cc
@@ -0,0 +1 @@
+first
diff --git a/src/moved.cc b/lib/moved.cc
similarity index 100%
rename from src/moved.cc
rename to lib/moved.cc
)";

TEST(LineMap, ByHand) {
  const LineMap map = LineMap::parse(kDiff);
  EXPECT_EQ(map.now("src/a.cc", 1), (Where{"src/a.cc", 1}));
  EXPECT_EQ(map.now("src/a.cc", 2), (Where{"src/a.cc", 2}));
  EXPECT_EQ(map.now("src/a.cc", 3), (Where{"src/a.cc", 5}));
  EXPECT_EQ(map.now("src/a.cc", 10), std::nullopt);
  EXPECT_EQ(map.now("src/a.cc", 12), (Where{"src/a.cc", 13}));
  EXPECT_EQ(map.now("src/a.cc", 20), (Where{"src/a.cc", 21})) << "spelled anew";
  EXPECT_EQ(map.now("src/a.cc", 30), (Where{"src/a.cc", 31}));
  EXPECT_EQ(map.now("src/gone.cc", 1), std::nullopt);
  EXPECT_EQ(map.now("src/before.cc", 4), (Where{"src/after.cc", 5}));
  EXPECT_EQ(map.now("src/moved.cc", 4), (Where{"lib/moved.cc", 4}));
  EXPECT_EQ(map.now("src/other.cc", 4), (Where{"src/other.cc", 4, true}));
  EXPECT_EQ(map.now("/build/src/a.cc", 3), (Where{"/build/src/a.cc", 5}));
}

TEST(LineMap, AnyTextIsADiff) {
  for (const char* text : {"", "@@ -1 +1 @@\n", "--- a\n+++ b\n@@ -x +1 @@\n@@ -1,9999999999 +1 @@",
                           "--- a/f\n+++ b/f\n@@ -4294967295,4294967295 +1 @@\n"}) {
    EXPECT_NO_FATAL_FAILURE(static_cast<void>(LineMap::parse(text).now("f", 7)));
  }
}

// Every line that the edit kept is found where it went, unless a hunk swallowed it.
TEST(LineMap, FollowsRandomEditsThroughGit) {
  std::mt19937 random(3);
  const auto draw = [&](size_t most) {
    return std::uniform_int_distribution<size_t>(0, most)(random);
  };
  ScratchFolder folder;
  const std::string path = folder.path() + "/f.txt";
  const auto git = [&](std::vector<std::string> words) {
    const auto done = git::run(folder.path(), words);
    ASSERT_TRUE(done) << done.error().to_string();
  };
  git({"init", "-q"});
  size_t kept = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<std::string> before;
    for (size_t i = 0; i < 40; ++i) {
      before.push_back("line " + std::to_string(round) + "." + std::to_string(i));
    }
    const auto write = [&](const std::vector<std::string>& lines) {
      std::ofstream out(path);
      for (const std::string& line : lines) out << line << "\n";
    };
    write(before);
    git({"add", "."});
    git({"-c", "user.name=t", "-c", "user.email=t@t.invalid", "commit", "-q", "--allow-empty", "-m",
         "m"});
    std::vector<std::string> after = before;
    for (size_t edits = 1 + draw(4); edits > 0; --edits) {
      const auto at = after.begin() + static_cast<std::ptrdiff_t>(draw(after.size() - 1));
      if (draw(1) == 0) {
        after.insert(at, "fresh " + std::to_string(draw(1'000'000)));
      } else {
        after.erase(at);
      }
    }
    write(after);
    const auto map = lines_since("HEAD", folder.path());
    ASSERT_TRUE(map) << map.error().to_string();
    for (size_t i = 0; i < before.size(); ++i) {
      const auto now = map->now("f.txt", static_cast<uint32_t>(i) + 1);
      const bool stays = std::ranges::find(after, before[i]) != after.end();
      if (!stays || !now) continue;
      ASSERT_LE(now->line, after.size());
      EXPECT_EQ(after[now->line - 1], before[i]);
      ++kept;
    }
  }
  EXPECT_GT(kept, 600U);
}

TEST(LineMap, UnknownRevisions) {
  ScratchFolder folder;
  EXPECT_FALSE(lines_since("HEAD", folder.path()));
  const auto option = lines_since("--output=/tmp/x", folder.path());
  ASSERT_FALSE(option);
  EXPECT_THAT(option.error().to_string(), HasSubstr("is no revision"));
}

}  // namespace
}  // namespace pool_audit::verdict
