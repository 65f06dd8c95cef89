// What is out of tracked pools, and the stacks by which it was got.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "pool/bounded_pool.h"
#include "pool/debug.h"
#include "pool/sharded_bounded_pool.h"
#include "pool/sharded_pool.h"
#include "pool/static_pool.h"

namespace pool_test {

using tracked_strings = pool::sharded_pool<std::string, pool::no_policy>;
constexpr pool::settings kLeaky = {.name = "leaky", .track = true};

// Two places that get. Not static, so that the dynamic symbols know them.
[[gnu::noinline]] std::string* leaks_here(tracked_strings& pool) {
  std::string* const object = pool.get();
  object->clear();  // no tail call
  return object;
}
// A pointer, so that the line of the call is here, and not where an inlined function is written.
std::string* (*volatile get_of)(tracked_strings&) = [](tracked_strings& pool) {
  return pool.get();
};
constexpr unsigned kGetLine = __LINE__ + 2;
[[gnu::noinline]] std::string* leaks_there(tracked_strings& pool) {
  std::string* const object = get_of(pool);
  object->clear();
  return object;
}

namespace {

struct Leaks : testing::Test {
  Leaks() { pool::set_stack_sampling(1); }
  ~Leaks() override { pool::set_stack_sampling(16); }
};

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST_F(Leaks, NothingOutIsNothingToSay) {
  tracked_strings pool({}, kLeaky);
  pool.put(leaks_here(pool));
  EXPECT_EQ(pool::outstanding_objects(), "");
}

TEST_F(Leaks, StacksSayWhoGotWhatIsOut) {
  tracked_strings pool({}, kLeaky);
  std::vector<std::string*> held;
  // One call site, which a loop that the compiler unrolls is not.
  volatile int calls = 3;
  for (int at = 0; at < calls; ++at) held.push_back(leaks_there(pool));
  held.push_back(leaks_here(pool));
  pool.put(leaks_here(pool));
  const std::string report = pool::outstanding_objects();
  EXPECT_TRUE(report.starts_with("pool 'leaky': 4 objects are out\n  3 got by\n")) << report;
  EXPECT_EQ(occurrences(report, " got by\n"), 2U) << report;
  const std::size_t there = report.find("pool_test::leaks_there(");
  const std::size_t here = report.find("pool_test::leaks_here(");
  ASSERT_NE(there, std::string::npos) << report;
  ASSERT_NE(here, std::string::npos) << report;
  EXPECT_LT(there, here);
  EXPECT_EQ(report.find("without a stack"), std::string::npos);
  for (std::string* const object : held) pool.put(object);
  EXPECT_EQ(pool::outstanding_objects(), "");
}

// The stack is that of the last get of the object, not of the one that created it.
TEST_F(Leaks, AnObjectThatComesBackForgetsItsStack) {
  tracked_strings pool({}, kLeaky);
  pool.put(leaks_here(pool));
  std::string* const held = leaks_there(pool);
  const std::string report = pool::outstanding_objects();
  EXPECT_EQ(report.find("leaks_here"), std::string::npos) << report;
  EXPECT_NE(report.find("leaks_there"), std::string::npos) << report;
  pool.put(held);
}

TEST_F(Leaks, OneInSoManyHasAStack) {
  tracked_strings pool({}, kLeaky);
  pool::set_stack_sampling(4);
  std::vector<std::string*> held;
  for (int at = 0; at < 8; ++at) held.push_back(leaks_there(pool));
  std::string report = pool::outstanding_objects();
  EXPECT_NE(report.find("  2 got by\n"), std::string::npos) << report;
  EXPECT_TRUE(report.ends_with("  6 without a stack: POOL_STACKS=1 keeps that of every get\n"))
      << report;
  for (std::string* const object : held) pool.put(object);
  pool::set_stack_sampling(0);
  std::string* const bare = leaks_there(pool);
  EXPECT_EQ(pool::outstanding_objects(),
            "pool 'leaky': 1 object is out\n"
            "  1 without a stack: POOL_STACKS=1 keeps that of every get\n");
  pool.put(bare);
}

TEST_F(Leaks, PoolsThatAreNotTrackedSayNothing) {
  tracked_strings pool;
  std::string* const held = pool.get();
  EXPECT_EQ(pool::outstanding_objects(), "");
  pool.put(held);
}

struct by_tag {
  static constexpr pool::settings settings = {.name = "static", .track = true};
};

TEST_F(Leaks, EveryKindOfPoolTells) {
  using static_strings = pool::static_pool<std::string, by_tag>;
  tracked_strings sharded({}, {.name = "sharded", .track = true});
  pool::bounded_pool<std::string> bounded(2, pool::bound::idle, {}, pool::order::lifo, "bounded",
                                          true);
  pool::ring_pool<std::string> ring(2, {}, pool::order::fifo, pool::bound::strict, "ring", true);
  pool::sharded_bounded_pool<std::string> both(2, {}, 2, "sharded_bounded", true);
  std::vector<std::string*> held = {sharded.get(), bounded.get(), ring.get(), both.get(),
                                    static_strings::get()};
  const std::string report = pool::outstanding_objects();
  for (const char* const name : {"sharded", "bounded", "ring", "sharded_bounded", "static"}) {
    EXPECT_EQ(occurrences(report, "pool '" + std::string(name) + "': 1 object is out\n"), 1U)
        << report;
  }
  EXPECT_EQ(occurrences(report, "  1 got by\n    "), 5U) << report;
  sharded.put(held[0]);
  bounded.put(held[1]);
  ring.put(held[2]);
  both.put(held[3]);
  static_strings::put(held[4]);
}

TEST_F(Leaks, ReportsWhilePoolsAreUsedAndFork) {
  std::atomic<bool> stop{false};
  tracked_strings pool({}, kLeaky);
  std::vector<std::thread> threads;
  for (int at = 0; at < 2; ++at) {
    threads.emplace_back([&] {
      while (!stop) {
        pool.put(leaks_here(pool));
        pool::bounded_pool<std::string> brief(1, pool::bound::idle, {}, pool::order::lifo, "brief",
                                              true);
        brief.put(brief.get());
      }
    });
  }
  for (int round = 0; round < 20; ++round) {
    static_cast<void>(pool::outstanding_objects());
    const pid_t child = fork();
    if (child == 0) {
      // No lock was left behind.
      static_cast<void>(pool::outstanding_objects());
      const pool::bounded_pool<std::string> one(1, pool::bound::idle, {}, pool::order::lifo, "one",
                                                true);
      _exit(0);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  stop = true;
  for (std::thread& each : threads) each.join();
}

#ifdef ADDR2LINE
// The offsets are those that a symbolizer takes.
TEST_F(Leaks, OffsetsLeadToTheLine) {
  tracked_strings pool({}, kLeaky);
  std::string* const held = leaks_there(pool);
  std::string report = pool::outstanding_objects();
  pool.put(held);
  const std::size_t frame = report.find("leaks_there");
  ASSERT_NE(frame, std::string::npos) << report;
  const std::size_t plus = report.find("+0x", frame);
  const std::string offset = report.substr(plus + 1, report.find(')', plus) - plus - 1);
  const std::string command = ADDR2LINE " -e /proc/" + std::to_string(getpid()) + "/exe " + offset;
  std::FILE* const pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string lines;
  char part[4096];
  while (std::fgets(part, sizeof part, pipe) != nullptr) lines += part;
  EXPECT_EQ(pclose(pipe), 0);
  EXPECT_NE(lines.find("leaks_test.cc:" + std::to_string(kGetLine)), std::string::npos)
      << command << ": " << lines;
}
#endif

// Started again by the next test: a static pool with something out when the process exits.
struct at_exit {
  static constexpr pool::settings settings = {.name = "at_exit"};
};
TEST(LeaksEnvironment, Child) {
  if (std::getenv("POOL_TEST_CHILD") == nullptr) return;
  static std::string* held = pool::static_pool<std::string, at_exit>::get();
  EXPECT_NE(held, nullptr);
}

TEST(LeaksEnvironment, StaticPoolsTellAtExit) {
  const std::string self = " /proc/" + std::to_string(getpid()) + "/exe ";
  const std::string run = self + "--gtest_filter=LeaksEnvironment.Child 2>&1 > /dev/null | ";
  EXPECT_EQ(std::system(("POOL_TEST_CHILD=1 POOL_DEBUG=1 POOL_STACKS=1" + run +
                         "grep -A1 \"pool 'at_exit': 1 object is still out at the end\" | "
                         "grep -q '1 got by'")
                            .c_str()),
            0);
  EXPECT_EQ(std::system(("POOL_TEST_CHILD=1 POOL_DEBUG=1 POOL_STACKS=x" + run +
                         "grep -q 'POOL_STACKS=x: expected a number'")
                            .c_str()),
            0);
}

}  // namespace
}  // namespace pool_test
