// Memory of one size: what a block is, and what becomes of those that are out at the end.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pool/block_pool.h"

namespace pool_test {
namespace {

bool is_aligned(const void* block, std::size_t alignment) {
  return reinterpret_cast<std::uintptr_t>(block) % alignment == 0;
}

TEST(Blocks, AreOfTheSizeAndAlignmentThatWereAskedFor) {
  for (const pool::rest at_end : {pool::rest::left, pool::rest::freed}) {
    for (const std::size_t bytes : {0UL, 1UL, 7UL, 8UL, 24UL, 100UL, 4096UL, 1UL << 20}) {
      for (const std::size_t alignment : {1UL, 2UL, 8UL, 16UL, 64UL, 4096UL}) {
        pool::block_pool pool({.bytes = bytes, .alignment = alignment, .at_end = at_end});
        EXPECT_EQ(pool.bytes(), bytes);
        EXPECT_EQ(pool.alignment(), alignment);
        std::vector<void*> all;
        for (int at = 0; at < 5; ++at) {
          all.push_back(pool.get());
          EXPECT_TRUE(is_aligned(all.back(), alignment));
          std::memset(all.back(), at, bytes);
        }
        EXPECT_EQ(std::set<void*>(all.begin(), all.end()).size(), all.size());
        for (void* const each : all) pool.put(each);
        EXPECT_EQ(pool.stats().idle, all.size());
        EXPECT_EQ(pool.check_invariants(), 0);
      }
    }
  }
}

TEST(Blocks, HaveTheAlignmentOfNewUnlessToldOtherwise) {
  pool::block_pool pool({.bytes = 40});
  EXPECT_EQ(pool.alignment(), std::size_t{__STDCPP_DEFAULT_NEW_ALIGNMENT__});
  void* const block = pool.get();
  EXPECT_TRUE(is_aligned(block, __STDCPP_DEFAULT_NEW_ALIGNMENT__));
  pool.put(block);
}

TEST(Blocks, ComeBack) {
  pool::block_pool pool({.bytes = 100});
  void* const first = pool.get();
  void* const second = pool.get();
  pool.put(first);
  pool.put(second);
  EXPECT_EQ((std::set<void*>{pool.get(), pool.get()}), (std::set<void*>{first, second}));
  EXPECT_EQ(pool.stats().gets_created, 2U);
  pool.put(first);
  pool.put(second);
  pool.put(nullptr);
  EXPECT_EQ(pool.stats().puts(), 4U);
}

TEST(Blocks, AreMadeAheadOfTime) {
  pool::block_pool pool({.bytes = 100, .prefilled = 16});
  EXPECT_EQ(pool.stats().idle, 16U);
  EXPECT_EQ(pool.stats().prefilled, 16U);
  std::vector<void*> all;
  for (int at = 0; at < 16; ++at) all.push_back(pool.get());
  EXPECT_EQ(pool.stats().gets_created, 0U);
  for (void* const each : all) {
    std::memset(each, 1, 100);
    pool.put(each);
  }
}

TEST(Blocks, RotateAndTrim) {
  pool::block_pool pool({.bytes = 100, .at_end = pool::rest::freed});
  pool.put(pool.get());
  pool.rotate();
  EXPECT_EQ(pool.stats().idle, 1U);
  pool.rotate();
  EXPECT_EQ(pool.stats().idle, 0U);
  pool.put(pool.get());
  EXPECT_EQ(pool.trim_some(5), 1U);
  pool.put(pool.get());
  pool.trim();
  EXPECT_EQ(pool.stats().live, 0U);
  pool.set_bypass(true);
  EXPECT_TRUE(pool.bypassed());
  pool.put(pool.get());
  EXPECT_EQ(pool.stats().live, 0U);
}

TEST(Blocks, WantOfMemory) {
  pool::block_pool pool({.bytes = std::numeric_limits<std::size_t>::max()});
  EXPECT_THROW((void)pool.get(), std::bad_alloc);
  EXPECT_EQ(pool.get_or_null(), nullptr);
  EXPECT_EQ(pool.stats().live, 0U);
  EXPECT_THROW(pool::block_pool({.bytes = 8, .alignment = 24}), std::invalid_argument);
  EXPECT_THROW(pool::block_pool({.bytes = 8, .alignment = 0}), std::invalid_argument);
  EXPECT_THROW(pool::block_pool({.bytes = std::numeric_limits<std::size_t>::max(), .prefilled = 1}),
               std::bad_alloc);
}

// LeakSanitizer finds what is not freed.
TEST(BlocksAtTheEnd, AreFreed) {
  for (const std::size_t alignment : {8UL, 256UL}) {
    std::optional<pool::block_pool> pool;
    pool.emplace(
        pool::block_shape{.bytes = 100, .alignment = alignment, .at_end = pool::rest::freed});
    std::vector<void*> out;
    for (int at = 0; at < 10; ++at) {
      out.push_back(pool->get());
      std::memset(out.back(), at, 100);
    }
    for (std::size_t at = 0; at < out.size(); at += 2) pool->put(out[at]);
    EXPECT_EQ(pool->stats().out, 5U);
    pool.reset();
  }
}

TEST(BlocksAtTheEnd, AreLeft) {
  std::optional<pool::block_pool> pool;
  pool.emplace(pool::block_shape{.bytes = 100});
  void* const out = pool->get();
  pool->put(pool->get());
  pool.reset();
  std::memset(out, 1, 100);
  ::operator delete(out, std::align_val_t{__STDCPP_DEFAULT_NEW_ALIGNMENT__});
}

#if POOL_DETAIL_ASAN
TEST(BlocksDeathTest, AreNotToBeTouchedWhenIdle) {
  pool::block_pool pool({.bytes = 100});
  auto* const block = static_cast<char*>(pool.get());
  block[99] = 1;
  pool.put(block);
  EXPECT_DEATH(block[0] = 1, "use-after-poison");
  EXPECT_DEATH(block[99] = 1, "use-after-poison");
}
#endif

TEST(Blocks, ServeTheOperatorsOfAClass) {
  static pool::block_pool pool({.bytes = 48});
  struct node {
    std::uint64_t values[6] = {};
    static void* operator new(std::size_t /*bytes*/) { return pool.get(); }
    static void operator delete(void* memory) { pool.put(memory); }
  };
  node* const first = new node;
  first->values[5] = 7;
  delete first;
  node* const second = new node;
  EXPECT_EQ(second, first);
  EXPECT_EQ(second->values[5], 0U);
  delete second;
}

TEST(Blocks, GoFromThreadToThread) {
  for (const pool::rest at_end : {pool::rest::left, pool::rest::freed}) {
    pool::block_pool pool({.bytes = 64, .at_end = at_end}, {.rotate_after = 64});
    std::vector<std::atomic<void*>> slots(64);
    const auto work = [&](unsigned seed) {
      for (int round = 0; round < 20000; ++round) {
        seed = seed * 1664525 + 1013904223;
        auto* block = static_cast<std::uint64_t*>(pool.get());
        for (int at = 0; at < 8; ++at) block[at] = seed;
        void* const other = slots[(seed >> 16) % slots.size()].exchange(block);
        if (other == nullptr) continue;
        const auto* const values = static_cast<std::uint64_t*>(other);
        for (int at = 1; at < 8; ++at) ASSERT_EQ(values[at], values[0]);
        pool.put(other);
      }
    };
    std::vector<std::thread> threads;
    for (unsigned at = 0; at < 4; ++at) threads.emplace_back(work, at);
    for (std::thread& each : threads) each.join();
    for (std::atomic<void*>& each : slots) pool.put(each.load());
    EXPECT_EQ(pool.stats().out, 0U);
    EXPECT_EQ(pool.check_invariants(), 0);
  }
}

TEST(Blocks, SurviveAForkAmidTheirMaking) {
  pool::block_pool pool({.bytes = 64, .at_end = pool::rest::freed}, {.rotate_after = 16});
  std::atomic<bool> stop{false};
  std::thread other([&] {
    while (!stop) {
      void* const block = pool.get();
      pool.trim();
      pool.put(block);
    }
  });
  for (int round = 0; round < 50; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (int at = 0; at < 10; ++at) {
        pool.put(pool.get());
        pool.trim();
      }
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  stop = true;
  other.join();
}

}  // namespace
}  // namespace pool_test
