// Counts of pools that are none of the library's.
#include "pool/meter.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "meter_list.h"
#include "pool/budget.h"
#include "pool/collector.h"
#include "pool/telemetry.h"

namespace pool_test {
namespace {

std::optional<pool::pool_report> report_of(const std::string& name) {
  for (pool::pool_report& each : pool::snapshot()) {
    if (each.name == name) return each;
  }
  return std::nullopt;
}

pool::pool_stats stats_of(const std::string& name) {
  const auto report = report_of(name);
  return report ? report->stats : pool::pool_stats{};
}

// As a program has it that knew nothing of the library before.
class part {
 public:
  static part* take() {
    const std::lock_guard guard(lock_);
    if (spares_.empty()) return meter_.made(new part);
    part* const spare = spares_.back();
    spares_.pop_back();
    meter_.hit();
    return spare;
  }
  static void give(part* used) {
    const std::lock_guard guard(lock_);
    if (spares_.size() == kMost) {
      delete used;
      meter_.dropped();
      return;
    }
    spares_.push_back(used);
    meter_.kept();
  }
  static void empty() {
    const std::lock_guard guard(lock_);
    meter_.trimmed(spares_.size());
    for (const part* each : spares_) delete each;
    spares_.clear();
  }
  static constexpr std::size_t kMost = 3;

 private:
  static inline std::mutex lock_;
  static inline std::vector<part*> spares_;
  static inline pool::meter<part> meter_{"meter_test.part"};
  [[maybe_unused]] std::array<char, 100> bytes_{};
};

static_assert(std::is_trivially_destructible_v<pool::meter<part>>);
static_assert(!std::is_copy_constructible_v<pool::meter<part>>);

constinit pool::meter<long> early{"meter_test.early"};
const bool counted_early = (early.failed(), true);  // before main

TEST(Meter, EveryWayCountsAndTheRestFollows) {
  std::vector<part*> held;
  for (int i = 0; i < 5; ++i) held.push_back(part::take());
  pool::pool_stats now = stats_of("meter_test.part");
  EXPECT_EQ(now.gets_created, 5U);
  EXPECT_EQ(now.out, 5U);
  for (part* each : held) part::give(each);
  now = stats_of("meter_test.part");
  EXPECT_EQ(now.puts_kept, 3U);
  EXPECT_EQ(now.puts_dropped_bound, 2U);
  EXPECT_EQ(now.idle, 3U);
  EXPECT_EQ(now.out, 0U);
  part* const again = part::take();
  now = stats_of("meter_test.part");
  EXPECT_EQ(now.gets_local, 1U);
  EXPECT_EQ(now.gets(), 6U);
  EXPECT_EQ(now.hits(), 1U);
  EXPECT_EQ(now.live, 3U);
  part::give(again);
  part::empty();
  now = stats_of("meter_test.part");
  EXPECT_EQ(now.destroyed_trim, 3U);
  EXPECT_EQ(now.live, 0U);
}

TEST(Meter, IsListedFromItsFirstCountOn) {
  const auto line = static_cast<std::uint32_t>(__LINE__ + 1);
  static constinit pool::meter<std::string> meter{"meter_test.listed"};
  EXPECT_FALSE(report_of("meter_test.listed"));
  meter.prefilled();
  const auto report = report_of("meter_test.listed");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->kind, "meter");
  EXPECT_NE(report->type.find("string"), std::string::npos) << report->type;
  EXPECT_TRUE(report->file.ends_with("meter_test.cc"));
  EXPECT_EQ(report->line, line);
  EXPECT_EQ(report->object_bytes, sizeof(std::string));
  EXPECT_EQ(report->idle_bytes(), sizeof(std::string));
  EXPECT_FALSE(report->bypassed);
  EXPECT_FALSE(report->can_wait);
}

TEST(Meter, CountsBeforeMain) {
  EXPECT_TRUE(counted_early);
  EXPECT_EQ(stats_of("meter_test.early").gets_failed, 1U);
}

TEST(Meter, HandsObjectsOn) {
  static pool::meter<int> meter{"meter_test.objects"};
  int object = 7;
  EXPECT_EQ(meter.hit(&object), &object);
  EXPECT_EQ(meter.made(&object), &object);
  int* const none = nullptr;
  EXPECT_EQ(meter.hit(none), nullptr);
  EXPECT_EQ(meter.made(none), nullptr);
  const std::unique_ptr<const int> owner = meter.made(std::make_unique<int>(8));
  EXPECT_EQ(*owner, 8);
  EXPECT_EQ(*meter.hit(std::make_shared<int>(9)), 9);
  EXPECT_FALSE(meter.made(std::unique_ptr<int>()));
  EXPECT_EQ(meter.made(0), 0);  // no pointer: there is always one
  const pool::pool_stats now = stats_of("meter_test.objects");
  EXPECT_EQ(now.gets_local, 2U);
  EXPECT_EQ(now.gets_created, 3U);
  EXPECT_EQ(now.gets_failed, 3U);
  EXPECT_EQ(now.gets(), 8U);
}

TEST(Meter, CountsInC) {
  listed_node* const first = listed_node_get(1);
  listed_node* const second = listed_node_get(1);
  listed_node* const third = listed_node_get(1);
  EXPECT_EQ(listed_node_get(0), nullptr);
  for (listed_node* each : {first, second, third}) listed_node_put(each);
  EXPECT_EQ(listed_node_get(0), second);
  const auto report = report_of("meter_test.list");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->kind, "meter");
  EXPECT_EQ(report->type, "struct listed_node");
  EXPECT_EQ(report->object_bytes, sizeof(listed_node));
  EXPECT_TRUE(report->file.ends_with("meter_list.c"));
  EXPECT_NE(report->line, 0U);
  EXPECT_EQ(report->stats.gets_created, 3U);
  EXPECT_EQ(report->stats.gets_failed, 1U);
  EXPECT_EQ(report->stats.gets_local, 1U);
  EXPECT_EQ(report->stats.puts_kept, 2U);
  EXPECT_EQ(report->stats.puts_dropped_bound, 1U);
  EXPECT_EQ(report->stats.out, 1U);
  EXPECT_EQ(report->stats.idle, 1U);
  listed_node_put(second);
}

template <class T, int N = 0>
struct counted_spares {
  static void use() { meter.hit(); }
  inline static constinit pool::meter<T, counted_spares> meter;
};

// Of a class, one for each specialization, by its name.
TEST(Meter, IsCalledAsItsClassIs) {
  counted_spares<int>::use();
  counted_spares<int, 7>::use();
  counted_spares<int, 7>::use();
  std::vector<std::uint64_t> all;
  for (const pool::pool_report& each : pool::snapshot()) {
    if (each.name.find("counted_spares<int") == std::string::npos) continue;
    all.push_back(each.stats.gets_local);
    EXPECT_EQ(each.type, "int");
    EXPECT_TRUE(each.file.ends_with("meter_test.cc"));
  }
  std::ranges::sort(all);
  EXPECT_EQ(all, (std::vector<std::uint64_t>{1, 2}));
  static_assert(std::is_trivially_destructible_v<decltype(counted_spares<int>::meter)>);
}

TEST(Meter, StandsInBothTextForms) {
  static pool::meter<int> meter{"meter_test.text"};
  meter.hit();
  const std::string json = pool::to_json(pool::snapshot());
  EXPECT_NE(json.find(R"({"name": "meter_test.text", "kind": "meter", "type": "int")"),
            std::string::npos)
      << json;
  const std::string text = pool::to_prometheus(pool::snapshot());
  const std::size_t at = text.find(R"(pool_gets_total{pool="meter_test.text",kind="meter")");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(text.find("pool_wait_seconds_bucket{pool=\"meter_test.text\""), std::string::npos);
}

TEST(Meter, IsNotAPoolThatTheLibraryEmpties) {
  static pool::meter<int> meter{"meter_test.budget"};
  const std::uint64_t before = pool::budget_in_use().objects;
  const std::size_t pools = pool::trim_all();
  for (int i = 0; i < 1000; ++i) meter.prefilled();
  EXPECT_EQ(pool::budget_in_use().objects, before);
  EXPECT_EQ(pool::trim_all(), pools);
  EXPECT_EQ(stats_of("meter_test.budget").idle, 1000U);
  EXPECT_EQ(pool::set_bypass("meter_test.budget", true), 0U);
}

// More threads than have a cell of their own, all at once; somebody looks meanwhile.
TEST(Meter, LosesNothingWithManyThreads) {
  static constinit pool::meter<int> meter{"meter_test.threads"};
  constexpr int kThreads = 100;
  constexpr std::uint64_t kRounds = 2000;
  std::barrier start(kThreads);
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    while (!stop.load(std::memory_order_relaxed)) {
      const pool::pool_stats now = stats_of("meter_test.threads");
      EXPECT_LE(now.gets_local, kThreads * kRounds);
      EXPECT_LE(now.idle, kThreads * kRounds);
    }
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (std::uint64_t round = 0; round < kRounds; ++round) {
        meter.hit();
        meter.kept();
      }
    });
  }
  for (std::thread& each : threads) each.join();
  stop = true;
  reader.join();
  // Numbers of threads are used again by those that come later.
  for (int i = 0; i < 10; ++i) std::thread([] { meter.made(); }).join();
  const pool::pool_stats now = stats_of("meter_test.threads");
  EXPECT_EQ(now.gets_local, kThreads * kRounds);
  EXPECT_EQ(now.puts_kept, kThreads * kRounds);
  EXPECT_EQ(now.gets_created, 10U);
  EXPECT_EQ(now.idle, 0U);
  EXPECT_EQ(now.out, 10U);
}

// Threads that are first at the same time make one entry.
TEST(Meter, IsListedOnce) {
  static constinit std::array<pool::meter<int>, 1> meters{pool::meter<int>{"meter_test.first"}};
  constexpr int kThreads = 8;
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      meters[0].hit();
    });
  }
  for (std::thread& each : threads) each.join();
  const auto all = pool::snapshot();
  EXPECT_EQ(std::ranges::count(all, "meter_test.first", &pool::pool_report::name), 1);
  EXPECT_EQ(stats_of("meter_test.first").gets_local, 8U);
}

TEST(Meter, GoesOnInTheChildOfAFork) {
  static constinit pool::meter<int> meter{"meter_test.fork"};
  static constinit pool::meter<int> fresh{"meter_test.fork_child"};
  meter.hit();
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    meter.hit();
    fresh.hit();
    const bool right = stats_of("meter_test.fork").gets_local == 2 &&
                       stats_of("meter_test.fork_child").gets_local == 1;
    _exit(right ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(stats_of("meter_test.fork").gets_local, 1U);
  EXPECT_FALSE(report_of("meter_test.fork_child"));
}

// At the end of a thread, when it has no number any more.
TEST(Meter, CountsWhenAThreadEnds) {
  static constinit pool::meter<int> meter{"meter_test.end"};
  struct last {
    last() = default;
    last(const last&) = delete;
    last& operator=(const last&) = delete;
    ~last() { meter.trimmed(2); }
  };
  std::thread([] {
    thread_local last one;
    static_cast<void>(&one);
    meter.prefilled();
  }).join();
  const pool::pool_stats now = stats_of("meter_test.end");
  EXPECT_EQ(now.destroyed_trim, 2U);
  EXPECT_EQ(now.prefilled, 1U);
  EXPECT_EQ(now.idle, 0U);  // never below
}

}  // namespace
}  // namespace pool_test
