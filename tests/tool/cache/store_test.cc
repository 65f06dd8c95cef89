#include "tool/cache/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <optional>

#include "tests/tool/cache/cache_testing.h"

namespace pool_audit::cache {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Digest kKey = digest_of("key");

std::string entry_name(const Digest& key) {
  return "v1/" + key.hex().substr(0, 1) + "/" + key.hex().substr(1);
}

TEST(Store, KeepsBytes) {
  const TempFolder temp;
  const std::string all_bytes = [] {
    std::string out;
    for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
    return out;
  }();
  {
    Store store(temp / "new/folder");
    EXPECT_EQ(store.get(kKey), std::nullopt);
    EXPECT_TRUE(store.put(kKey, all_bytes));
    EXPECT_TRUE(store.put(digest_of("empty"), ""));
    EXPECT_EQ(store.get(kKey), all_bytes);
  }
  Store later(temp / "new/folder///");
  EXPECT_EQ(later.get(kKey), all_bytes);
  EXPECT_EQ(later.get(digest_of("empty")), "");
  EXPECT_EQ(later.get(digest_of("other")), std::nullopt);
  EXPECT_TRUE(later.put(kKey, "newer"));
  EXPECT_EQ(later.get(kKey), "newer");
  const StoreStats stats = later.stats();
  EXPECT_EQ(stats.entries, 2U);
  EXPECT_EQ(stats.bytes, 48U + 48U + 5U);
  EXPECT_EQ(stats.hits, 3U);
  EXPECT_EQ(stats.misses, 1U);
  EXPECT_EQ(stats.temporaries, 0U);
  EXPECT_EQ(later.take_note(), std::nullopt);
}

TEST(Store, CreatesNothingBeforeTheFirstPut) {
  const TempFolder temp;
  {
    Store store(temp / "cache");
    EXPECT_EQ(store.get(kKey), std::nullopt);
    EXPECT_EQ(store.stats().entries, 0U);
    store.trim();
    store.clear();
  }
  EXPECT_FALSE(std::filesystem::exists(temp / "cache"));
}

TEST(Store, MarksItsOwnFolderOnly) {
  const TempFolder temp;
  Store store(temp.path());
  ASSERT_TRUE(store.put(kKey, "x"));
  EXPECT_THAT(files_below(temp.path()),
              ::testing::UnorderedElementsAre(entry_name(kKey), "v1/CACHEDIR.TAG"));
  EXPECT_THAT(read_whole(temp / "v1/CACHEDIR.TAG"),
              ::testing::StartsWith("Signature: 8a477f597d28d172789f06886806bc55\n"));
}

TEST(Store, WithoutAFolderFindsAndKeepsNothing) {
  Store store("");
  EXPECT_FALSE(store.enabled());
  EXPECT_FALSE(store.put(kKey, "x"));
  EXPECT_EQ(store.get(kKey), std::nullopt);
  store.clear();
  EXPECT_EQ(store.stats().entries, 0U);
  EXPECT_EQ(store.take_note(), std::nullopt);
}

// --- damage ------------------------------------------------------------------------------------

TEST(Store, EveryDamagedByteIsAMissAndIsRemoved) {
  const TempFolder temp;
  Store store(temp.path());
  ASSERT_TRUE(store.put(kKey, "twenty bytes of text"));
  const std::string path = temp / entry_name(kKey);
  const std::string good = read_whole(path);
  ASSERT_EQ(good.size(), 68U);
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int flip : {1, 0x80, 0xff}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ flip);
      write_file(path, bad);
      EXPECT_EQ(store.get(kKey), std::nullopt) << i;
      EXPECT_FALSE(std::filesystem::exists(path)) << i;
    }
  }
  EXPECT_EQ(store.stats().damaged, 3 * good.size());
  write_file(path, good);
  EXPECT_EQ(store.get(kKey), "twenty bytes of text");
}

TEST(Store, EveryOtherLengthIsAMiss) {
  const TempFolder temp;
  Store store(temp.path());
  ASSERT_TRUE(store.put(kKey, "twenty bytes of text"));
  const std::string path = temp / entry_name(kKey);
  const std::string good = read_whole(path);
  for (size_t length = 0; length < good.size(); ++length) {
    write_file(path, good.substr(0, length));
    EXPECT_EQ(store.get(kKey), std::nullopt) << length;
  }
  write_file(path, good + '\0');
  EXPECT_EQ(store.get(kKey), std::nullopt);
  // Blocks that the disk never got, after a power failure.
  write_file(path, std::string(good.size(), '\0'));
  EXPECT_EQ(store.get(kKey), std::nullopt);
}

TEST(Store, AnEntryUnderAnotherKeysNameIsAMiss) {
  const TempFolder temp;
  Store store(temp.path());
  ASSERT_TRUE(store.put(kKey, "x"));
  const Digest other = digest_of("other");
  write_file(temp / entry_name(other), read_whole(temp / entry_name(kKey)));
  EXPECT_EQ(store.get(other), std::nullopt);
  EXPECT_EQ(store.get(kKey), "x");
}

TEST(Store, WhatIsNoFileIsAMissAndStays) {
  const TempFolder temp;
  Store store(temp.path());
  const std::string path = temp / entry_name(kKey);
  std::filesystem::create_directories(path + "/full");
  EXPECT_EQ(store.get(kKey), std::nullopt);
  EXPECT_FALSE(store.put(kKey, "x"));
  EXPECT_TRUE(std::filesystem::exists(path + "/full"));
  std::filesystem::remove_all(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(store.get(kKey), std::nullopt);
}

// --- places that cannot be written -----------------------------------------------------------

TEST(Store, AReadOnlyFolderIsReadAndSaysSoOnce) {
  const TempFolder temp;
  ASSERT_TRUE(Store(temp / "cache").put(kKey, "x"));
  const auto readable = [](const std::string& path, bool on) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_directory()) ::chmod(entry.path().c_str(), on ? 0755 : 0555);
    }
    ::chmod(path.c_str(), on ? 0755 : 0555);
  };
  readable(temp / "cache", false);
  const std::string before = ::testing::PrintToString(files_below(temp.path()));
  EXPECT_EQ(in_child([&] {
              become_ordinary_user();
              Store store(temp / "cache");
              if (store.get(kKey) != "x") return 1;
              if (store.put(kKey, "y") || store.put(digest_of("other"), "z")) return 2;
              if (store.writable()) return 3;
              const auto note = store.take_note();
              if (!note || note->find("cannot be written: Permission denied") == std::string::npos)
                return 4;
              if (store.take_note()) return 5;
              if (store.get(kKey) != "x") return 6;
              store.clear();
              return store.get(kKey) == "x" ? 0 : 7;
            }),
            0);
  EXPECT_EQ(::testing::PrintToString(files_below(temp.path())), before);
  readable(temp / "cache", true);
}

TEST(Store, AnUnreadableFolderIsEmptyAndSaysSo) {
  const TempFolder temp;
  ASSERT_TRUE(Store(temp / "cache").put(kKey, "x"));
  ::chmod((temp / "cache").c_str(), 0);
  EXPECT_EQ(in_child([&] {
              become_ordinary_user();
              Store store(temp / "cache");
              if (store.get(kKey)) return 1;
              const auto note = store.take_note();
              return note && note->find("cannot be read") != std::string::npos ? 0 : 2;
            }),
            0);
  ::chmod((temp / "cache").c_str(), 0755);
}

TEST(Store, APlaceBelowAFileCannotBeACache) {
  const TempFolder temp;
  write_file(temp / "file", "not a folder");
  Store store(temp / "file/cache");
  EXPECT_EQ(store.get(kKey), std::nullopt);
  EXPECT_FALSE(store.put(kKey, "x"));
  EXPECT_FALSE(store.writable());
  EXPECT_THAT(store.take_note().value_or(""), HasSubstr("Not a directory"));
  EXPECT_EQ(read_whole(temp / "file"), "not a folder");
}

TEST(Store, AFileSystemThatRefusesFoldersCannotBeACache) {
  Store store("/proc/pool-audit");
  EXPECT_FALSE(store.put(kKey, "x"));
  EXPECT_NE(store.take_note(), std::nullopt);
}

TEST(Store, AFullDiskEndsTheWritingAndLeavesNothingBehind) {
  const TempFolder temp;
  EXPECT_EQ(in_child([&] {
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{4096, 4096};
              ::setrlimit(RLIMIT_FSIZE, &limit);
              Store store(temp / "cache");
              if (!store.put(digest_of("small"), "fits")) return 1;
              if (store.put(kKey, std::string(10'000, 'x'))) return 2;
              if (store.put(digest_of("small too"), "would fit")) return 3;
              if (store.get(digest_of("small")) != "fits") return 4;
              if (store.get(kKey)) return 5;
              const auto note = store.take_note();
              return note && note->find("File too large") != std::string::npos ? 0 : 6;
            }),
            0);
  EXPECT_THAT(files_below(temp / "cache"), SizeIs(2));  // "small" and the tag
}

// --- size --------------------------------------------------------------------------------------

TEST(Store, TrimsTheLeastRecentlyUsed) {
  const TempFolder temp;
  constexpr uint64_t kLimit = 16 * 10'000;  // 10,000 bytes for each part
  const std::string payload(900 - 48, 'x');
  {
    Store filler(temp.path(), 0);
    for (uint64_t i = 0; i < 20; ++i) {
      ASSERT_TRUE(filler.put(key_in_shard(3, i), payload));
      set_age(temp / entry_name(key_in_shard(3, i)), 100'000 - static_cast<long>(i));
    }
    ASSERT_TRUE(filler.put(key_in_shard(4, 1), payload));
  }
  Store store(temp.path(), kLimit);
  // Read, and therefore as young as the new one.
  EXPECT_NE(store.get(key_in_shard(3, 0)), std::nullopt);
  EXPECT_TRUE(store.contains(key_in_shard(3, 1)));
  EXPECT_FALSE(store.contains(key_in_shard(3, 21)));
  ASSERT_TRUE(store.put(key_in_shard(3, 100), payload));
  store.trim();
  // 21 * 900 bytes are above 10,000; 8 * 900 are the most that is not above 8,000.
  EXPECT_EQ(store.stats().entries, 8U + 1U);
  EXPECT_NE(store.get(key_in_shard(3, 0)), std::nullopt);
  EXPECT_NE(store.get(key_in_shard(3, 1)), std::nullopt);
  EXPECT_NE(store.get(key_in_shard(3, 100)), std::nullopt);
  for (uint64_t i = 2; i <= 14; ++i) EXPECT_EQ(store.get(key_in_shard(3, i)), std::nullopt) << i;
  for (uint64_t i = 15; i < 20; ++i) EXPECT_NE(store.get(key_in_shard(3, i)), std::nullopt) << i;
}

TEST(Store, StaysBoundedWithinOneRun) {
  const TempFolder temp;
  constexpr uint64_t kLimit = 16 * 10'000;
  Store store(temp.path(), kLimit);
  for (uint64_t i = 0; i < 500; ++i) {
    ASSERT_TRUE(store.put(key_in_shard(i % 16, i), std::string(1000, 'x')));
    ASSERT_LE(store.stats().bytes, kLimit + kLimit / 4);
  }
}

TEST(Store, RefusesWhatWouldPushOutEverythingElse) {
  const TempFolder temp;
  Store store(temp.path(), 64'000);
  EXPECT_TRUE(store.put(kKey, std::string(1000, 'x')));
  EXPECT_FALSE(store.put(digest_of("large"), std::string(1001, 'x')));
  EXPECT_TRUE(store.writable());
  EXPECT_EQ(store.take_note(), std::nullopt);
}

TEST(Store, RemovesOldTemporariesAndNothingForeign) {
  const TempFolder temp;
  const std::string digits(32, 'a');
  ASSERT_TRUE(Store(temp.path()).put(key_in_shard(5, 1), "x"));
  for (const std::string folder : {"v1/5/", "v1/"}) {
    write_file(temp / (folder + "tmp." + digits), "left by a killed run");
    set_age(temp / (folder + "tmp." + digits), 7200);
    write_file(temp / (folder + "tmp.b" + digits.substr(1)), "still being written");
    write_file(temp / (folder + "tmp.notes"), "somebody's");
    set_age(temp / (folder + "tmp.notes"), 7200);
  }
  {
    Store store(temp.path());
    ASSERT_TRUE(store.put(key_in_shard(5, 2), "y"));
  }
  for (const std::string folder : {"v1/5/", "v1/"}) {
    EXPECT_FALSE(std::filesystem::exists(temp / (folder + "tmp." + digits)));
    EXPECT_TRUE(std::filesystem::exists(temp / (folder + "tmp.b" + digits.substr(1))));
    EXPECT_TRUE(std::filesystem::exists(temp / (folder + "tmp.notes")));
  }
  Store store(temp.path());
  store.clear();
  EXPECT_THAT(files_below(temp.path()), ElementsAre("v1/5/tmp.notes", "v1/tmp.notes"));
}

TEST(Store, ClearRemovesEverythingOfItsOwn) {
  const TempFolder temp;
  Store store(temp / "cache");
  for (uint64_t i = 0; i < 50; ++i) ASSERT_TRUE(store.put(key_in_shard(i % 16, i), "x"));
  ASSERT_TRUE(store.write(store.path_of("index"), "anything"));
  store.clear();
  EXPECT_THAT(files_below(temp.path()), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(temp / "cache/v1"));
  EXPECT_TRUE(store.put(kKey, "again"));
  EXPECT_EQ(store.get(kKey), "again");
  EXPECT_TRUE(std::filesystem::exists(temp / "cache/v1/CACHEDIR.TAG"));
}

}  // namespace
}  // namespace pool_audit::cache
