#include "tool/load/paths.h"

#include <gtest/gtest.h>

#include "tests/tool/load/temp_tree.h"
#include "tool/load/glob.h"
#include "tool/load/load.h"
#include "tool/load/path_map.h"

namespace pool_audit::load {
namespace {

TEST(Paths, Normalise) {
  EXPECT_EQ(normalise("/a/./b//../c/"), "/a/c");
  EXPECT_EQ(normalise("/../../a"), "/a");
  EXPECT_EQ(normalise("/a/.."), "/");
  EXPECT_EQ(normalise("a/../../b"), "../b");
  EXPECT_EQ(normalise("../.."), "../..");
  EXPECT_EQ(normalise("a/.."), ".");
  EXPECT_EQ(normalise(""), ".");
  EXPECT_EQ(normalise("//a///b"), "/a/b");
}

TEST(Paths, AbsoluteTakesRelativeOnesFromTheBase) {
  EXPECT_EQ(absolute("../x.c", "/b/c"), "/b/x.c");
  EXPECT_EQ(absolute("/x.c", "/b/c"), "/x.c");
  EXPECT_EQ(absolute("", "/b/c"), "/b/c");
}

TEST(Paths, WithinRespectsComponents) {
  EXPECT_TRUE(is_within("/a/b", "/a"));
  EXPECT_TRUE(is_within("/a", "/a"));
  EXPECT_TRUE(is_within("/a", "/"));
  EXPECT_FALSE(is_within("/ab", "/a"));
}

TEST(Paths, CommonAncestor) {
  EXPECT_EQ(common_ancestor("/a/b/c", "/a/b/d"), "/a/b");
  EXPECT_EQ(common_ancestor("/a/bc", "/a/b"), "/a");
  EXPECT_EQ(common_ancestor("/a", "/a/b"), "/a");
  EXPECT_EQ(common_ancestor("/a", "/b"), "/");
}

TEST(Paths, RelativeToRoot) {
  EXPECT_EQ(relative_to_root("/p/src/a.c", "/p"), "src/a.c");
  EXPECT_EQ(relative_to_root("/p", "/p"), ".");
  EXPECT_EQ(relative_to_root("/pq/a.c", "/p"), "/pq/a.c");
  EXPECT_EQ(relative_to_root("/a.c", "/"), "a.c");
  EXPECT_EQ(relative_to_root("/a.c", ""), "/a.c");
}

TEST(Paths, CanonicaliserResolvesFoldersAndFilesAndKeepsWhatIsMissing) {
  const test::TempTree tree;
  tree.write("real/a.c");
  tree.link("real", "link");
  tree.link("a.c", "real/b.c");
  Canonicaliser paths;
  EXPECT_EQ(paths.canonical(tree.path("link/a.c")), tree.path("real/a.c"));
  EXPECT_EQ(paths.canonical(tree.path("link/b.c")), tree.path("real/a.c"));
  EXPECT_EQ(paths.canonical(tree.path("link/no/such/x.c")), tree.path("real/no/such/x.c"));
  EXPECT_EQ(paths.canonical(tree.path("link/no/y.c")), tree.path("real/no/y.c"));
}

TEST(Glob, AnchoredAndFloatingPatterns) {
  EXPECT_TRUE(glob_matches("*.cc", "src/deep/a.cc"));
  EXPECT_FALSE(glob_matches("*.cc", "src/a.c"));
  EXPECT_TRUE(glob_matches("src/*.cc", "src/a.cc"));
  EXPECT_FALSE(glob_matches("src/*.cc", "src/deep/a.cc"));
  EXPECT_FALSE(glob_matches("src/*.cc", "lib/src/a.cc"));
  EXPECT_TRUE(glob_matches("src/**/*.cc", "src/a.cc"));
  EXPECT_TRUE(glob_matches("src/**/*.cc", "src/x/y/a.cc"));
  EXPECT_TRUE(glob_matches("**/test/*", "a/b/test/x.c"));
  EXPECT_FALSE(glob_matches("**/test/*", "a/latest/x.c"));
}

TEST(Glob, AFolderCoversWhatIsBelow) {
  EXPECT_TRUE(glob_matches("src", "src/a/b.c"));
  EXPECT_TRUE(glob_matches("src/", "src/a/b.c"));
  EXPECT_TRUE(glob_matches("third_party", "lib/third_party/x/b.c"));
  EXPECT_FALSE(glob_matches("src", "srcs/a.c"));
  EXPECT_TRUE(glob_matches(".", "a.c"));
  EXPECT_TRUE(glob_matches("./src", "src/a.c"));
}

TEST(Glob, ClassesAndEscapes) {
  EXPECT_TRUE(glob_matches("[a-c]?.cc", "b1.cc"));
  EXPECT_FALSE(glob_matches("[!a-c]?.cc", "b1.cc"));
  EXPECT_TRUE(glob_matches("a[.cc", "a[.cc"));
  EXPECT_TRUE(glob_matches("a\\*.cc", "a*.cc"));
  EXPECT_FALSE(glob_matches("a\\*.cc", "ab.cc"));
}

TEST(Glob, ManyStarsTakeNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 500; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
}

PathMap map_of(std::vector<std::pair<std::string, std::string>> pairs) {
  Result<PathMap> map = PathMap::make(pairs);
  EXPECT_TRUE(map.has_value());
  return *map;
}

TEST(PathMap, MapsAtComponentBoundaries) {
  const PathMap map = map_of({{"/ci", "/here"}});
  EXPECT_EQ(map.path("/ci"), "/here");
  EXPECT_EQ(map.path("/ci/a.c"), "/here/a.c");
  EXPECT_EQ(map.path("/cinema/a.c"), "/cinema/a.c");
  EXPECT_EQ(map.path("/x/ci/a.c"), "/x/ci/a.c");
}

TEST(PathMap, FirstPairThatFitsWinsAndResultsAreNotMappedAgain) {
  const PathMap map = map_of({{"/a/b", "/c"}, {"/a", "/a/b"}, {"/c", "/never"}});
  EXPECT_EQ(map.path("/a/b/x"), "/c/x");
  EXPECT_EQ(map.path("/a/x"), "/a/b/x");
  EXPECT_EQ(map.argument("-I/a/b/x"), "-I/c/x");
}

TEST(PathMap, TrailingSlashesAndTheRootFolder) {
  EXPECT_EQ(map_of({{"/ci/", "/here/"}}).path("/ci/a"), "/here/a");
  EXPECT_EQ(map_of({{"/", "/snapshot"}}).path("/usr/a"), "/snapshot/usr/a");
  EXPECT_EQ(map_of({{"/ci", "/"}}).path("/ci/usr/a"), "/usr/a");
  EXPECT_EQ(map_of({{"/ci", "/"}}).path("/ci"), "/");
  EXPECT_EQ(map_of({{"/", "/s"}}).argument("-I/usr/a"), "-I/s/usr/a");
}

TEST(PathMap, FindsPathsInsideArguments) {
  const PathMap map = map_of({{"/ci", "/here"}});
  EXPECT_EQ(map.argument("-I/ci/inc"), "-I/here/inc");
  EXPECT_EQ(map.argument("-isystem/ci/inc"), "-isystem/here/inc");
  EXPECT_EQ(map.argument("-include/ci/x.h"), "-include/here/x.h");
  EXPECT_EQ(map.argument("@/ci/a.rsp"), "@/here/a.rsp");
  EXPECT_EQ(map.argument("--sysroot=/ci/root"), "--sysroot=/here/root");
  EXPECT_EQ(map.argument("-DP=\"/ci/data\""), "-DP=\"/here/data\"");
  EXPECT_EQ(map.argument("-ffile-prefix-map=/ci=/ci/x"), "-ffile-prefix-map=/here=/here/x");
  EXPECT_EQ(map.argument("/ci/a.c"), "/here/a.c");
  EXPECT_EQ(map.argument("-DRATE=a/ci/b"), "-DRATE=a/ci/b");
  EXPECT_EQ(map.argument("-I/cinema"), "-I/cinema");
}

TEST(PathMap, RefusesEmptySides) {
  EXPECT_FALSE(PathMap::make({{"", "/x"}}).has_value());
  EXPECT_FALSE(PathMap::make({{"/x", ""}}).has_value());
}

TEST(PathMap, RelativeTargetIsTakenFromTheCurrentFolder) {
  const std::string mapped = map_of({{"/ci", "."}}).path("/ci/a.c");
  EXPECT_TRUE(mapped.starts_with("/") && mapped.ends_with("/a.c")) << mapped;
}

}  // namespace
}  // namespace pool_audit::load
