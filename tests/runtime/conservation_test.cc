// What the counters of every kind of pool add up to, against a count of the calls that were made.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "pool/sized_pool.h"
#include "tests/runtime/kinds.h"

namespace pool_test {
namespace {

// The calls that a test has made, and what came of them as the caller sees it.
struct ledger {
  std::uint64_t gets = 0;   // calls
  std::uint64_t got = 0;    // objects
  std::uint64_t threw = 0;  // or found nothing
  std::uint64_t puts = 0;   // calls of put and discard
  void operator+=(const ledger& other) {
    gets += other.gets;
    got += other.got;
    threw += other.threw;
    puts += other.puts;
  }
};

// The laws. `alive`: objects that exist.
void expect_laws(const pool::pool_stats& stats, const ledger& made, std::uint64_t alive) {
  const std::uint64_t dropped =
      stats.puts_dropped_policy + stats.puts_dropped_bound + stats.puts_dropped_bypass;
  EXPECT_EQ(stats.gets(), made.gets);
  EXPECT_EQ(stats.hits() + stats.gets_created - stats.rejected_on_get, made.got);
  EXPECT_EQ(stats.gets_failed + stats.gets_timeout, made.threw);
  EXPECT_EQ(stats.puts(), made.puts);
  EXPECT_EQ(stats.puts_kept + dropped, made.puts);
  EXPECT_EQ(stats.out, made.got - made.puts);
  EXPECT_EQ(stats.live, alive);
  EXPECT_EQ(stats.live, stats.idle + stats.out);
  EXPECT_EQ(stats.live + stats.rejected_on_get + dropped + stats.destroyed_epoch +
                stats.destroyed_trim + stats.lost,
            stats.gets_created + stats.prefilled);
}

struct counted {
  static inline std::atomic<std::int64_t> alive{0};
  counted() { ++alive; }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;
  ~counted() { --alive; }
  std::uint64_t uses = 0;
  std::array<char, 64> payload{};
};

// Every so often something goes wrong.
struct moody {
  static inline std::atomic<std::uint64_t> calls{0};
  static bool now_and_then(std::uint64_t period) { return ++calls % period == 0; }
  static counted* create() {
    if (now_and_then(23)) throw std::string("create");
    return new counted;
  }
  static void reset(counted& object) {
    if (now_and_then(97)) throw std::string("reset");
    ++object.uses;
  }
  static void prepare(counted& /*object*/) {
    if (now_and_then(41)) throw std::string("prepare");
  }
  static bool retain(const counted& object) { return object.uses < 50; }
  static bool valid(const counted& object) { return object.uses % 17 != 16; }
};

template <class Pool>
ledger use(Pool& pool, unsigned seed) {
  ledger made;
  std::vector<counted*> held;
  for (int step = 0; step < 4000; ++step) {
    seed = seed * 1664525U + 1013904223U;
    const unsigned what = seed >> 24;
    if (what < 130 && held.size() < 20) {
      ++made.gets;
      counted* object = nullptr;
      try {
        object = what < 20 ? pool.try_get() : pool.get();
      } catch (const std::string&) {
      }
      if (object == nullptr) {
        ++made.threw;
      } else {
        ++made.got;
        held.push_back(object);
      }
    } else if (!held.empty()) {
      ++made.puts;
      what < 250 ? pool.put(held.back()) : pool.discard(held.back());
      held.pop_back();
    }
    if constexpr (requires { pool.rotate(); }) {
      if (step % 500 == 499) pool.rotate();
    }
    if constexpr (requires { pool.trim(); }) {
      if (step % 1300 == 1299) pool.trim();
    }
    if constexpr (requires { pool.set_bypass(true); }) {
      if (step % 1000 == 900) pool.set_bypass(true);
      if (step % 1000 == 999) pool.set_bypass(false);
    }
  }
  made.puts += held.size();
  for (counted* object : held) pool.put(object);
  return made;
}

template <class Kind>
class Conservation : public testing::Test {};
using Kinds = testing::Types<sharded_kind, static_kind, fresh_kind, bounded_kind, strict_kind,
                             ring_kind, sharded_bounded_kind, any_kind>;
TYPED_TEST_SUITE(Conservation, Kinds);

TYPED_TEST(Conservation, EveryCallIsCountedOnce) {
  auto pool = TypeParam::template make<counted, moody>();
  const std::int64_t before = counted::alive;
  const auto alive = [&] { return static_cast<std::uint64_t>(counted::alive - before); };
  ledger made;
  if constexpr (requires { pool.prefill(5); }) {
    try {
      pool.prefill(5);
    } catch (const std::string&) {
    }
  }
  made += use(pool, 1);
  expect_laws(pool.stats(), made, alive());
  std::array<ledger, 4> of_thread;
  std::vector<std::thread> threads;
  for (unsigned at = 0; at < of_thread.size(); ++at) {
    threads.emplace_back([&pool, &of_thread, at] { of_thread[at] = use(pool, at + 2); });
  }
  for (std::thread& each : threads) each.join();
  for (const ledger& each : of_thread) made += each;
  expect_laws(pool.stats(), made, alive());
}

TEST(ConservationOfSized, EveryCallIsCountedOnce) {
  pool::sized_pool pool(4096);
  ledger made;
  std::vector<pool::buffer*> held;
  for (std::size_t size = 1; size < 10000; size += 37) {
    ++made.gets;
    ++made.got;
    held.push_back(pool.get(size));
    if (size % 3 == 0) {
      ++made.puts;
      pool.put(held.back());
      held.pop_back();
    }
  }
  expect_laws(pool.stats(), made, pool.stats().live);
  EXPECT_EQ(pool.stats().out, held.size());
  for (pool::buffer* each : held) {
    ++made.puts;
    pool.put(each);
  }
  pool.rotate();
  pool.rotate();
  expect_laws(pool.stats(), made, 0);
  // A get that finds nothing, of what is pooled and of what is not.
  for (const std::size_t size : {std::size_t{100}, std::size_t{1} << 20}) {
    ++made.gets;
    ++made.threw;
    EXPECT_EQ(pool.try_get(size), nullptr);
  }
  expect_laws(pool.stats(), made, 0);
}

}  // namespace
}  // namespace pool_test
