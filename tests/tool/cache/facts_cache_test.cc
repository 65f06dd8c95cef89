#include "tool/cache/facts_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/tool/cache/cache_testing.h"
#include "tool/cache/location.h"

namespace pool_audit::cache {
namespace {

const Digest kCommand = digest_of("clang -c a.cc");

class FactsCacheTest : public ::testing::Test {
 protected:
  // One run of the tool that looks a command up, and one that stores.
  std::optional<std::string> lookup(const std::string& root, const Digest& command = kCommand) {
    Store store(temp_ / "cache");
    FileDigests files(store);
    return FactsCache(store, files, root).lookup(command);
  }
  bool store(const std::string& root, const std::vector<std::string>& paths, std::string_view bytes,
             const std::vector<std::string>& absent = {}) {
    std::vector<ReadFile> read;
    for (const std::string& path : paths) read.push_back({path, digest_of(read_whole(path))});
    Store store(temp_ / "cache");
    FileDigests files(store);
    return FactsCache(store, files, root).store(kCommand, read, absent, bytes);
  }
  void SetUp() override {
    root_ = temp_ / "project";
    source_ = root_ + "/src/a.cc";
    header_ = root_ + "/include/a.h";
    system_ = temp_ / "usr/include/vector";
    write_file(source_, "source");
    write_file(header_, "header");
    write_file(system_, "system");
  }
  [[nodiscard]] std::vector<std::string> all() const { return {source_, header_, system_}; }

  TempFolder temp_;
  std::string root_;
  std::string source_;
  std::string header_;
  std::string system_;
};

TEST_F(FactsCacheTest, FindsWhatWasStoredForTheSameContents) {
  EXPECT_EQ(lookup(root_), std::nullopt);
  ASSERT_TRUE(store(root_, all(), "facts"));
  EXPECT_EQ(lookup(root_), "facts");
  EXPECT_EQ(lookup(root_, digest_of("another command")), std::nullopt);
}

TEST_F(FactsCacheTest, AnyChangedOrMissingFileIsAMiss) {
  ASSERT_TRUE(store(root_, all(), "facts"));
  for (const std::string& path : all()) {
    const std::string before = read_whole(path);
    write_file(path, before + " changed");
    EXPECT_EQ(lookup(root_), std::nullopt) << path;
    std::filesystem::remove(path);
    EXPECT_EQ(lookup(root_), std::nullopt) << path;
    // Back again, with other times and another inode: the content counts.
    write_file(path, before);
    EXPECT_EQ(lookup(root_), "facts") << path;
  }
}

TEST_F(FactsCacheTest, RemembersSeveralStatesOfTheWorld) {
  ASSERT_TRUE(store(root_, all(), "facts of one"));
  write_file(header_, "header two");
  EXPECT_EQ(lookup(root_), std::nullopt);
  ASSERT_TRUE(store(root_, all(), "facts of two"));
  EXPECT_EQ(lookup(root_), "facts of two");
  write_file(header_, "header");
  EXPECT_EQ(lookup(root_), "facts of one");
}

TEST_F(FactsCacheTest, AMovedCheckoutHits) {
  ASSERT_TRUE(store(root_, all(), "facts"));
  const std::string moved = temp_ / "elsewhere";
  std::filesystem::rename(root_, moved);
  EXPECT_EQ(lookup(root_), std::nullopt);
  EXPECT_EQ(lookup(moved), "facts");
  EXPECT_EQ(lookup(moved + "/"), "facts");
  // What lies outside stays where it is.
  write_file(system_, "another version");
  EXPECT_EQ(lookup(moved), std::nullopt);
}

TEST_F(FactsCacheTest, ASiblingWithTheRootsNameIsOutside) {
  const std::string sibling = root_ + "2/b.h";
  write_file(sibling, "sibling");
  ASSERT_TRUE(store(root_, {source_, sibling}, "facts"));
  std::filesystem::rename(root_, temp_ / "elsewhere");
  EXPECT_EQ(lookup(temp_ / "elsewhere"), "facts");
}

TEST_F(FactsCacheTest, AFileThatAppearsWhereNoneWasIsAMiss) {
  const std::string earlier = root_ + "/earlier/a.h";
  ASSERT_TRUE(store(root_, all(), "facts", {earlier}));
  EXPECT_EQ(lookup(root_), "facts");
  write_file(earlier, "shadows the other");
  EXPECT_EQ(lookup(root_), std::nullopt);
  // That state is another alternative.
  ASSERT_TRUE(store(root_, {source_, earlier, system_}, "facts with it"));
  EXPECT_EQ(lookup(root_), "facts with it");
  std::filesystem::remove(earlier);
  EXPECT_EQ(lookup(root_), "facts");
}

TEST_F(FactsCacheTest, KeepsTheNewestAlternatives) {
  for (size_t i = 0; i < kMostAlternatives + 2; ++i) {
    write_file(source_, "version " + std::to_string(i));
    ASSERT_TRUE(store(root_, all(), "facts " + std::to_string(i)));
  }
  for (size_t i = 0; i < kMostAlternatives + 2; ++i) {
    write_file(source_, "version " + std::to_string(i));
    const auto expected = i < 2 ? std::nullopt : std::optional("facts " + std::to_string(i));
    EXPECT_EQ(lookup(root_), expected) << i;
  }
}

TEST_F(FactsCacheTest, TheSameStateIsKeptOnce) {
  for (size_t i = 0; i < 2 * kMostAlternatives; ++i) ASSERT_TRUE(store(root_, all(), "facts"));
  write_file(source_, "other");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store(root_, all(), "other facts"));
  write_file(source_, "source");
  EXPECT_EQ(lookup(root_), "facts");
}

TEST_F(FactsCacheTest, EqualResultsAreKeptOnce) {
  ASSERT_TRUE(store(root_, all(), "facts"));
  write_file(source_, "source with another comment");
  ASSERT_TRUE(store(root_, all(), "facts"));
  EXPECT_EQ(Store(temp_ / "cache").stats().entries, 2U);  // the manifest and one result
}

TEST_F(FactsCacheTest, ALostResultIsAMissAndCanBeStoredAgain) {
  ASSERT_TRUE(store(root_, all(), "facts"));
  std::string largest;
  for (const std::string& file : files_below(temp_ / "cache")) {
    if (read_whole(temp_ / ("cache/" + file)).ends_with("facts")) largest = file;
  }
  ASSERT_NE(largest, "");
  std::filesystem::remove(temp_ / ("cache/" + largest));
  EXPECT_EQ(lookup(root_), std::nullopt);
  ASSERT_TRUE(store(root_, all(), "facts"));
  EXPECT_EQ(lookup(root_), "facts");
}

TEST_F(FactsCacheTest, DamageAnywhereIsAMiss) {
  ASSERT_TRUE(store(root_, {source_}, "facts", {header_ + "x"}));
  for (const std::string& file : files_below(temp_ / "cache/v1")) {
    if (file == "index" || file == "CACHEDIR.TAG") continue;
    const std::string path = temp_ / ("cache/v1/" + file);
    const std::string good = read_whole(path);
    for (size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 4);
      write_file(path, bad);
      EXPECT_EQ(lookup(root_), std::nullopt) << file << " " << i;
    }
    write_file(path, good);
    EXPECT_EQ(lookup(root_), "facts");
  }
}

TEST_F(FactsCacheTest, WithoutACacheNothingIsFound) {
  Store store("");
  FileDigests files(store);
  FactsCache facts(store, files, root_);
  EXPECT_FALSE(facts.store(kCommand, {{source_, digest_of("source")}}, {}, "facts"));
  EXPECT_EQ(facts.lookup(kCommand), std::nullopt);
  EXPECT_EQ(files.digest(source_), digest_of("source"));
}

TEST_F(FactsCacheTest, ACommandThatReadsNothingAlwaysHits) {
  ASSERT_TRUE(store(root_, {}, ""));
  EXPECT_EQ(lookup(root_), "");
}

// --- arguments and places ---------------------------------------------------------------------

TEST(RelativeArgument, ReplacesTheRootWhereAPathBegins) {
  const auto relative = [](std::string_view text) { return relative_argument(text, "/home/me/p"); };
  EXPECT_EQ(relative("/home/me/p"), "//root");
  EXPECT_EQ(relative("/home/me/p/src/a.cc"), "//root/src/a.cc");
  EXPECT_EQ(relative("-I/home/me/p/include"), "-I//root/include");
  EXPECT_EQ(relative("-isystem/home/me/p"), "-isystem//root");
  EXPECT_EQ(relative("--sysroot=/home/me/p/root"), "--sysroot=//root/root");
  EXPECT_EQ(relative("-fdebug-prefix-map=/home/me/p/a=/home/me/p/b"),
            "-fdebug-prefix-map=//root/a=//root/b");
  EXPECT_EQ(relative("-Wl,-rpath,/home/me/p:/home/me/p/lib"), "-Wl,-rpath,//root://root/lib");
  // Other folders, and text that gets into the program.
  for (const char* other : {"/home/me/p2", "/home/me/p-old/a.h", "-I/srv/home/me/p", "p", "",
                            "-DDATA=\"/home/me/p/data\"", "/home/me", "x/home/me/p"}) {
    EXPECT_EQ(relative(other), other);
  }
}

TEST(RelativeArgument, NeedsAProperRoot) {
  EXPECT_EQ(relative_argument("/a/b", ""), "/a/b");
  EXPECT_EQ(relative_argument("/a/b", "/"), "/a/b");
  EXPECT_EQ(relative_argument("/a/b", "/a/"), "//root/b");
}

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name); old != nullptr) old_ = old;
    set(value);
  }
  ~Environment() { set(old_ ? old_->c_str() : nullptr); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  void set(const char* value) const {
    if (value != nullptr) {
      ::setenv(name_, value, 1);
    } else {
      ::unsetenv(name_);
    }
  }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST(Location, GoesFromTheOptionToTheHomeFolder) {
  const Environment own("POOL_AUDIT_CACHE_DIR", "/own");
  const Environment xdg("XDG_CACHE_HOME", "/xdg");
  const Environment home("HOME", "/home/me");
  EXPECT_EQ(find_cache_folder("here").folder, "here");
  EXPECT_EQ(find_cache_folder("").folder, "/own");
  EXPECT_EQ(find_cache_folder("").origin, "POOL_AUDIT_CACHE_DIR");
  own.set("");
  EXPECT_EQ(find_cache_folder("").folder, "/xdg/pool-audit");
  xdg.set("relative");
  EXPECT_EQ(find_cache_folder("").folder, "/home/me/.cache/pool-audit");
  home.set(nullptr);
  EXPECT_EQ(find_cache_folder("").folder, "");
}

}  // namespace
}  // namespace pool_audit::cache
