#include "tool/cache/file_digests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tool/cache/cache_testing.h"

namespace pool_audit::cache {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::system_clock;

class FileDigestsTest : public ::testing::Test {
 protected:
  // A run of the tool, `offset` from now: what it read from the disk, and what it found.
  size_t read_in_a_run(const std::vector<std::string>& paths, seconds offset) {
    Store store(temp_ / "cache");
    FileDigests files(store, [offset] { return system_clock::now() + offset; });
    for (const std::string& path : paths) {
      EXPECT_EQ(files.digest(path), digest_of(read_whole(path))) << path;
    }
    return files.counters().read;
  }

  TempFolder temp_;
};

TEST_F(FileDigestsTest, ReadsAFileOnceInAllRuns) {
  const std::vector<std::string> paths = {temp_ / "a", temp_ / "b", temp_ / "sub/c"};
  for (const std::string& path : paths) write_file(path, "content of " + path);
  EXPECT_EQ(read_in_a_run(paths, seconds(60)), 3U);
  EXPECT_EQ(read_in_a_run(paths, seconds(60)), 0U);
  write_file(paths[1], "new content");
  EXPECT_EQ(read_in_a_run(paths, seconds(60)), 1U);
  EXPECT_EQ(read_in_a_run(paths, seconds(60)), 0U);
}

TEST_F(FileDigestsTest, AsksOncePerRun) {
  const std::string path = temp_ / "a";
  write_file(path, "one");
  Store store(temp_ / "cache");
  FileDigests files(store);
  EXPECT_EQ(files.digest(path), digest_of("one"));
  write_file(path, "two");
  EXPECT_EQ(files.digest(path), digest_of("one"));
  EXPECT_EQ(files.counters().looked, 1U);
}

TEST_F(FileDigestsTest, WhatWasJustChangedIsReadAgain) {
  const std::string path = temp_ / "a";
  write_file(path, "one");
  EXPECT_EQ(read_in_a_run({path}, seconds(0)), 1U);
  // Unchanged, and yet read: within the tick of its last change it could have changed unseen.
  EXPECT_EQ(read_in_a_run({path}, seconds(0)), 1U);
  EXPECT_EQ(read_in_a_run({path}, seconds(3)), 1U);
  EXPECT_EQ(read_in_a_run({path}, seconds(3)), 0U);
}

TEST_F(FileDigestsTest, NoChangeGoesUnseenHoweverFast) {
  const std::string path = temp_ / "a";
  for (int i = 0; i < 300; ++i) {
    // The same size, and often the same tick.
    write_file(path, std::to_string(1000 + i));
    EXPECT_EQ(read_in_a_run({path}, seconds(0)), 1U);
  }
}

TEST_F(FileDigestsTest, TimesInTheFutureAreRemembered) {
  const std::string path = temp_ / "a";
  write_file(path, "one");
  set_age(path, -1'000'000);
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U);
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 0U);
}

TEST_F(FileDigestsTest, EqualTimesAndSizeDoNotHideAnotherFile) {
  const std::string path = temp_ / "a";
  write_file(path, "one");
  set_age(path, 5000);
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U);
  struct stat old{};
  ASSERT_EQ(::stat(path.c_str(), &old), 0);
  // A backup restored over it with its times: same size and modification time, other inode.
  write_file(temp_ / "b", "two");
  const timespec times[2] = {old.st_atim, old.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, (temp_ / "b").c_str(), times, 0), 0);
  std::filesystem::rename(temp_ / "b", path);
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U);
  // Rewritten in place and its time set back: the change time tells.
  write_file(path, "six");
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U);
}

TEST_F(FileDigestsTest, FollowsSymlinksToTheContent) {
  write_file(temp_ / "one", "content one");
  write_file(temp_ / "two", "content two");
  std::filesystem::create_symlink(temp_ / "one", temp_ / "link");
  EXPECT_EQ(read_in_a_run({temp_ / "link"}, seconds(60)), 1U);
  std::filesystem::remove(temp_ / "link");
  std::filesystem::create_symlink(temp_ / "two", temp_ / "link");
  EXPECT_EQ(read_in_a_run({temp_ / "link"}, seconds(60)), 1U);
}

TEST_F(FileDigestsTest, WhatIsNoFileHasNoDigest) {
  Store store(temp_ / "cache");
  FileDigests files(store);
  ASSERT_EQ(::mkfifo((temp_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(files.digest(temp_ / "missing"), std::nullopt);
  EXPECT_FALSE(files.exists(temp_ / "missing"));
  EXPECT_EQ(files.digest(temp_ / "fifo"), std::nullopt);
  EXPECT_TRUE(files.exists(temp_ / "fifo"));
  EXPECT_EQ(files.digest(temp_.path()), std::nullopt);
  EXPECT_TRUE(files.exists(temp_.path()));
  EXPECT_EQ(files.digest(""), std::nullopt);
  EXPECT_EQ(files.digest("/dev/zero"), std::nullopt);
}

TEST_F(FileDigestsTest, DigestsLargeFilesInPieces) {
  const std::string path = temp_ / "large";
  std::string content;
  for (int i = 0; i < 200'000; ++i) content += std::to_string(i);
  write_file(path, content);
  EXPECT_EQ(read_in_a_run({path}, seconds(0)), 1U);
}

TEST_F(FileDigestsTest, ADamagedIndexIsNoIndex) {
  const std::string path = temp_ / "a";
  write_file(path, "one");
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U);
  const std::string index = temp_ / "cache/v1/index";
  const std::string good = read_whole(index);
  ASSERT_EQ(good.size(), 32U + 56U);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    write_file(index, bad);
    EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U) << i;
    write_file(index, good.substr(0, i));
    EXPECT_EQ(read_in_a_run({path}, seconds(60)), 1U) << i;
  }
  // Written anew each time.
  EXPECT_EQ(read_in_a_run({path}, seconds(60)), 0U);
}

TEST_F(FileDigestsTest, ForgetsWhatNobodyUses) {
  const auto records = [&] { return Index::load(temp_ / "cache/v1/index").size(); };
  write_file(temp_ / "a", "one");
  write_file(temp_ / "b", "two");
  write_file(temp_ / "c", "three");
  EXPECT_EQ(read_in_a_run({temp_ / "a", temp_ / "b"}, seconds(60)), 2U);
  EXPECT_EQ(records(), 2U);
  // Used again after some days: the record lives longer.
  EXPECT_EQ(read_in_a_run({temp_ / "a"}, hours(24 * 50)), 0U);
  EXPECT_EQ(read_in_a_run({temp_ / "c"}, hours(24 * 100)), 1U);
  EXPECT_EQ(records(), 2U);
  EXPECT_EQ(read_in_a_run({temp_ / "a"}, hours(24 * 100)), 0U);
  EXPECT_EQ(read_in_a_run({temp_ / "b"}, hours(24 * 100)), 1U);
}

TEST_F(FileDigestsTest, NothingIsWrittenWhenNothingIsNew) {
  write_file(temp_ / "a", "one");
  read_in_a_run({temp_ / "a"}, seconds(60));
  struct stat before{};
  ASSERT_EQ(::stat((temp_ / "cache/v1/index").c_str(), &before), 0);
  read_in_a_run({temp_ / "a"}, seconds(60));
  struct stat after{};
  ASSERT_EQ(::stat((temp_ / "cache/v1/index").c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST_F(FileDigestsTest, UnchangedSinceTellsWhatACompilationMayHaveSeen) {
  write_file(temp_ / "a", "one");
  write_file(temp_ / "b", "two");
  Store store(temp_ / "cache");
  FileDigests files(store);
  const std::vector<std::string> paths = {temp_ / "a", temp_ / "b"};
  // Looked up before the compilation, as FactsCache does.
  EXPECT_EQ(files.digest(temp_ / "a"), digest_of("one"));
  const WallTime later = system_clock::now() + seconds(1);
  const std::vector<ReadFile> expected = {{temp_ / "a", digest_of("one")},
                                          {temp_ / "b", digest_of("two")}};
  EXPECT_EQ(files.unchanged_since(paths, later), expected);
  // Changed during the compilation.
  EXPECT_EQ(files.unchanged_since(paths, system_clock::now() - seconds(10)), std::nullopt);
  EXPECT_EQ(files.unchanged_since({temp_ / "a", temp_ / "missing"}, later), std::nullopt);
  EXPECT_EQ(files.unchanged_since({temp_.path()}, later), std::nullopt);
  // Changed between the lookup and the compilation: the old digest must not be taken.
  write_file(temp_ / "a", "three");
  const std::vector<ReadFile> newer = {{temp_ / "a", digest_of("three")}};
  EXPECT_EQ(files.unchanged_since({temp_ / "a"}, later), newer);
}

TEST(Index, FindsEveryRecord) {
  std::vector<IndexRecord> records;
  for (uint64_t i = 0; i < 300; ++i) {
    records.push_back({digest_of(std::to_string(i)), {i, 1}, {i, 2}, i});
  }
  const Index index = Index::open(encode_index(records));
  ASSERT_EQ(index.size(), 300U);
  for (const IndexRecord& record : records) EXPECT_EQ(index.find(record.path), record);
  EXPECT_EQ(index.find(digest_of("absent")), std::nullopt);
  EXPECT_EQ(index.find({0, 0}), std::nullopt);
  EXPECT_EQ(index.find({UINT64_MAX, UINT64_MAX}), std::nullopt);
  EXPECT_EQ(Index().find({0, 0}), std::nullopt);
  EXPECT_EQ(Index::open(encode_index({})).size(), 0U);
}

TEST(Index, OfTwoRecordsForOnePathTheLaterUsedStands) {
  const IndexRecord old{{1, 2}, {3, 4}, {5, 6}, 10};
  const IndexRecord recent{{1, 2}, {7, 8}, {9, 10}, 11};
  for (const auto& records : {std::vector{old, recent}, std::vector{recent, old}}) {
    const Index index = Index::open(encode_index(records));
    ASSERT_EQ(index.size(), 1U);
    EXPECT_EQ(index.at(0), recent);
  }
}

}  // namespace
}  // namespace pool_audit::cache
