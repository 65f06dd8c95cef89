// Buffers by size class, and memory resources on top of them.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <list>
#include <string>
#include <thread>
#include <vector>

#include "pool/any_pool.h"
#include "pool/fresh_pool.h"
#include "pool/memory_resource.h"
#include "pool/sharded_pool.h"
#include "pool/sized_pool.h"

namespace pool_test {
namespace {

TEST(Sized, GivesAtLeastWhatIsAskedFor) {
  pool::sized_pool pool;
  for (const std::size_t size : {0UL, 1UL, 63UL, 64UL, 65UL, 127UL, 128UL, 129UL, 4096UL, 5000UL,
                                 1UL << 20, (1UL << 20) + 1}) {
    auto buffer = pool.acquire(size);
    EXPECT_EQ(buffer->size(), size);
    EXPECT_GE(buffer->capacity(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer->data()) % 16, 0U);
    std::memset(buffer->data(), 0xab, buffer->capacity());
  }
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(Sized, ClassesAreKeptApart) {
  pool::sized_pool pool;
  pool::buffer* const small = pool.get(100);
  pool.put(small);
  EXPECT_EQ(pool.try_get(200), nullptr);
  EXPECT_EQ(pool.try_get(64), nullptr);
  EXPECT_EQ(pool.try_get(65), small);
  EXPECT_EQ(small->size(), 65U);
  EXPECT_EQ(small->capacity(), 128U);
  pool.put(small);
  EXPECT_EQ(pool.stats_of(100).idle, 1U);
  EXPECT_EQ(pool.stats_of(200).idle, 0U);
}

TEST(Sized, OversizedBypassesThePool) {
  pool::sized_pool pool(1000);
  EXPECT_EQ(pool.largest(), 1024U);
  pool.put(pool.get(1025));
  EXPECT_EQ(pool.stats().idle, 0U);
  EXPECT_EQ(pool.stats().puts_dropped_bypass, 1U);
  EXPECT_EQ(pool.stats().live, 0U);
  EXPECT_THROW((void)pool.get(std::numeric_limits<std::size_t>::max()), std::bad_alloc);
}

TEST(Sized, Rotates) {
  pool::sized_pool pool;
  pool.put(pool.get(100));
  pool.rotate();
  EXPECT_EQ(pool.stats().idle, 1U);
  pool.rotate();
  EXPECT_EQ(pool.stats().idle, 0U);
}

TEST(MemoryResource, ServesContainers) {
  pool::sized_pool pool;
  {
    pool::sized_resource resource(pool);
    for (int round = 0; round < 3; ++round) {
      std::pmr::vector<std::pmr::string> words(&resource);
      for (int at = 0; at < 100; ++at) words.emplace_back(std::string(100, 'x'));
      std::thread([moved = std::move(words)] { EXPECT_EQ(moved.size(), 100U); }).join();
    }
    void* const aligned = resource.allocate(100, 64);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(aligned) % 64, 0U);
    resource.deallocate(aligned, 100, 64);
    pool::sized_resource same(pool);
    EXPECT_TRUE(resource.is_equal(same));
    EXPECT_FALSE(resource.is_equal(*std::pmr::new_delete_resource()));
  }
  EXPECT_EQ(pool.stats().out, 0U);
  EXPECT_GT(pool.stats().hits(), 100U);
}

TEST(MemoryResource, Allocator) {
  pool::sized_pool pool;
  {
    std::vector<int, pool::sized_allocator<int>> numbers(pool);
    for (int at = 0; at < 1000; ++at) numbers.push_back(at);
    std::list<int, pool::sized_allocator<int>> list(numbers.begin(), numbers.end(), pool);
    EXPECT_EQ(list.size(), 1000U);
  }
  EXPECT_EQ(pool.stats().out, 0U);
}

TEST(AnyPool, StandsForAPoolOfAnyKind) {
  struct service {
    explicit service(pool::any_pool<std::string> buffers) : buffers_(std::move(buffers)) {}
    std::size_t handle() { return buffers_.acquire()->size(); }
    pool::any_pool<std::string> buffers_;
  };
  pool::sharded_pool<std::string> real;
  pool::fresh_pool<std::string> fresh;
  service(real).handle();
  service(real).handle();
  service(fresh).handle();
  EXPECT_EQ(real.stats().gets(), 2U);
  EXPECT_EQ(fresh.stats().gets(), 1U);
  EXPECT_EQ(real.stats().out + fresh.stats().out, 0U);
}

}  // namespace
}  // namespace pool_test
