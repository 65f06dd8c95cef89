// Several runs on one folder, and runs that are killed while they write.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/tool/cache/cache_testing.h"
#include "tool/cache/facts_cache.h"
#include "tool/cache/file_digests.h"
#include "tool/cache/store.h"

namespace pool_audit::cache {
namespace {

// Content that says whose it is, and that no mixture of two has.
std::string content_of(uint64_t number, uint64_t version, size_t size) {
  std::string out = std::to_string(number) + ":" + std::to_string(version) + ":";
  const char fill = static_cast<char>('a' + version % 26);
  return out + std::string(size, fill);
}

bool is_whole(uint64_t number, const std::string& bytes) {
  const size_t first = bytes.find(':');
  const size_t second = bytes.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return false;
  if (bytes.substr(0, first) != std::to_string(number)) return false;
  const uint64_t version = std::stoull(bytes.substr(first + 1, second - first - 1));
  const char fill = static_cast<char>('a' + version % 26);
  return bytes.find_first_not_of(fill, second + 1) == std::string::npos;
}

constexpr uint64_t kKeys = 40;
Digest key_of(uint64_t number) {
  return digest_of("key " + std::to_string(number));
}

pid_t start(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  return child;
}

int finish(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

TEST(Concurrency, ManyRunsOnOneFolderSeeWholeEntriesOnly) {
  const TempFolder temp;
  std::vector<pid_t> children;
  for (uint64_t run = 0; run < 4; ++run) {
    children.push_back(start([&, run] {
      std::mt19937 random(static_cast<unsigned>(run));
      for (int session = 0; session < 20; ++session) {
        // Small enough that they trim each other's entries all the time.
        Store store(temp / "cache", 1 << 22);
        for (int i = 0; i < 50; ++i) {
          const uint64_t number = random() % kKeys;
          if (random() % 2 == 0) {
            if (!store.put(key_of(number), content_of(number, random(), random() % 30'000))) {
              return 1;
            }
          } else if (const auto bytes = store.get(key_of(number));
                     bytes && !is_whole(number, *bytes)) {
            return 2;
          }
        }
        if (store.stats().damaged != 0) return 3;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(finish(child), 0);
}

TEST(Concurrency, ClearingUnderARunLosesEntriesOnly) {
  const TempFolder temp;
  const pid_t writer = start([&] {
    Store store(temp / "cache");
    for (uint64_t i = 0; i < 3000; ++i) {
      store.put(key_of(i % kKeys), content_of(i % kKeys, i, 100));
      const auto bytes = store.get(key_of(i % kKeys));
      if (bytes && !is_whole(i % kKeys, *bytes)) return 1;
    }
    return 0;
  });
  for (int i = 0; i < 50; ++i) {
    Store(temp / "cache").clear();
    ::usleep(2000);
  }
  EXPECT_EQ(finish(writer), 0);
}

TEST(Concurrency, AKilledWriterDamagesNothing) {
  const TempFolder temp;
  std::mt19937 random(7);
  constexpr int kRounds = 60;
  for (int round = 0; round < kRounds; ++round) {
    const pid_t child = start([&, round] {
      std::mt19937 own(static_cast<unsigned>(round));
      Store store(temp / "cache");
      while (true) {
        const uint64_t number = own() % kKeys;
        store.put(key_of(number), content_of(number, own(), own() % 200'000));
      }
      return 0;
    });
    ::usleep(2'000 + static_cast<unsigned>(random() % 20'000));
    ::kill(child, SIGKILL);
    finish(child);
  }
  Store store(temp / "cache");
  size_t found = 0;
  for (uint64_t number = 0; number < kKeys; ++number) {
    const auto bytes = store.get(key_of(number));
    if (!bytes) continue;
    ++found;
    EXPECT_TRUE(is_whole(number, *bytes)) << number;
  }
  EXPECT_GT(found, kKeys / 2);
  EXPECT_EQ(store.stats().damaged, 0U);
  EXPECT_LE(store.stats().temporaries, static_cast<size_t>(kRounds));
}

TEST(Concurrency, TwoRunsKeepEachOthersFileDigests) {
  const TempFolder temp;
  const auto later = [] { return std::chrono::system_clock::now() + std::chrono::seconds(60); };
  for (int i = 0; i < 20; ++i) write_file(temp / ("a" + std::to_string(i)), std::to_string(i));
  std::vector<pid_t> children;
  for (int part = 0; part < 4; ++part) {
    children.push_back(start([&, part] {
      Store store(temp / "cache");
      for (int i = part * 5; i < part * 5 + 5; ++i) {
        FileDigests files(store, later);
        if (files.digest(temp / ("a" + std::to_string(i))) != digest_of(std::to_string(i)))
          return 1;
      }
      return 0;
    }));
    // One after the other, since two that write at the same moment may lose one's records.
    EXPECT_EQ(finish(children.back()), 0);
  }
  Store store(temp / "cache");
  FileDigests files(store, later);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(files.digest(temp / ("a" + std::to_string(i))), digest_of(std::to_string(i)));
  }
  EXPECT_EQ(files.counters().read, 0U);
}

TEST(Concurrency, TwoMastersStoreAndFindFacts) {
  const TempFolder temp;
  for (int i = 0; i < 10; ++i) write_file(temp / ("f" + std::to_string(i)), std::to_string(i));
  std::vector<pid_t> children;
  for (int run = 0; run < 3; ++run) {
    children.push_back(start([&] {
      for (int session = 0; session < 30; ++session) {
        Store store(temp / "cache");
        FileDigests files(store);
        FactsCache facts(store, files, temp.path());
        for (int i = 0; i < 10; ++i) {
          const std::string path = temp / ("f" + std::to_string(i));
          const Digest command = digest_of("command " + std::to_string(i));
          const std::string expected = "facts of " + std::to_string(i);
          if (const auto bytes = facts.lookup(command)) {
            if (*bytes != expected) return 1;
          } else if (!facts.store(command, {{path, digest_of(std::to_string(i))}}, {}, expected)) {
            return 2;
          }
        }
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(finish(child), 0);
}

}  // namespace
}  // namespace pool_audit::cache
