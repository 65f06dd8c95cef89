// Memory pressure: files stand in for those of a cgroup, and a socket, whose urgent byte is told of
// as a stall is, for the trigger.
#include "pool/pressure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "pool/sharded_pool.h"
#include "runtime/src/pressure.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A file that is gone with the test.
class scratch_file {
 public:
  explicit scratch_file(const std::string& text) {
    const int file = mkstemp(path_.data());
    if (file >= 0) close(file);
    write(text);
  }
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;
  ~scratch_file() { unlink(path_.c_str()); }

  // In one piece and in place, as the kernel changes its counters.
  void write(const std::string& text) const { std::ofstream(path_, std::ios::in) << text; }
  [[nodiscard]] std::string read() const {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "pressure.XXXXXX";
};

// Two ends of a connection of this process with itself.
struct connection {
  int ends[2] = {-1, -1};

  connection() {
    const int door = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(door, any, size) != 0 || listen(door, 1) != 0 || getsockname(door, any, &size) != 0) {
      return;
    }
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(ends[0], any, size) == 0) ends[1] = accept(door, nullptr, nullptr);
    close(door);
  }
  ~connection() {
    for (const int end : ends) close(end);
  }
};

TEST(Pressure, ReadsTheCountersThatMatter) {
  using pool::detail::parse_memory_events;
  EXPECT_EQ(parse_memory_events("low 1\nhigh 2\nmax 30\noom 400\noom_kill 5000\n"),
            (pool::detail::memory_events{.high = 2, .limit = 5430}));
  EXPECT_EQ(parse_memory_events("high"), pool::detail::memory_events{});
  EXPECT_EQ(parse_memory_events("high x\nhigh -1\nhigh \n\n"), pool::detail::memory_events{});
  EXPECT_EQ(parse_memory_events(""), pool::detail::memory_events{});
}

TEST(Pressure, FindsTheGroup) {
  EXPECT_EQ(pool::detail::cgroup_of("4:memory:/x\n0::/a.slice/b\n"), "/a.slice/b");
  EXPECT_EQ(pool::detail::cgroup_of("0::/"), "/");
  EXPECT_EQ(pool::detail::cgroup_of("4:memory:/x\n"), "");
}

TEST(Pressure, WritesATriggerThatNeedsNoPrivilege) {
  const scratch_file stalls("");
  const scratch_file events("high 0\n");
  const pool::pressure_collector collector(
      {.stall_file = stalls.path(), .events_file = events.path(), .stall = 100ms, .window = 4s});
  EXPECT_TRUE(collector.watches_stalls());
  EXPECT_TRUE(collector.watches_events());
  EXPECT_EQ(collector.problem(), "");
  EXPECT_EQ(stalls.read(), std::string("some 100000 4000000\0", 20));
}

TEST(Pressure, ThrottlingRotates) {
  const scratch_file stalls("");
  const scratch_file events("low 0\nhigh 3\nmax 0\n");
  pool::sharded_pool<std::string> pool;
  pool.put(pool.get());
  const pool::pressure_collector collector(
      {.stall_file = stalls.path(), .events_file = events.path(), .pause = 1ms});
  events.write("low 9\nhigh 5\nmax 0\n");
  while (pool.stats().rotations == 0) std::this_thread::yield();
  EXPECT_EQ(pool.stats().idle, 1U) << "a victim as yet";
  EXPECT_EQ(collector.signals(), (pool::pressure_signals{.high = 2}));
  events.write("low 9\nhigh 6\nmax 0\n");
  while (pool.stats().live != 0) std::this_thread::yield();
  EXPECT_EQ(pool.stats().destroyed_epoch, 1U);
}

TEST(Pressure, TheLimitTrims) {
  const scratch_file stalls("");
  const scratch_file events("high 3\nmax 0\n");
  pool::sharded_pool<std::string> pool;
  pool.put(pool.get());
  const pool::pressure_collector collector(
      {.stall_file = stalls.path(), .events_file = events.path(), .pause = 1ms});
  events.write("high 3\nmax 1\n");
  while (pool.stats().live != 0) std::this_thread::yield();
  EXPECT_EQ(pool.stats().destroyed_trim, 1U);
  EXPECT_EQ(collector.signals(), (pool::pressure_signals{.limit = 1}));
}

TEST(Pressure, StallsRotate) {
  const connection trigger;
  ASSERT_GE(trigger.ends[1], 0);
  pool::sharded_pool<std::string> pool;
  pool.put(pool.get());
  const int stop = eventfd(0, 0);
  std::atomic<std::uint64_t> stalls{0};
  std::thread watcher([&] {
    pool::detail::watch_pressure(
        {.stall = trigger.ends[1], .stop = stop, .pause = 1ms, .stalls = &stalls});
  });
  ASSERT_EQ(send(trigger.ends[0], "!", 1, MSG_OOB), 1);
  while (pool.stats().live != 0) std::this_thread::yield();
  EXPECT_GE(stalls, 2U) << "the byte stays urgent";
  const std::uint64_t one = 1;
  ASSERT_EQ(write(stop, &one, sizeof one), 8);
  watcher.join();
  close(stop);
}

TEST(Pressure, SaysWhatItCannotWatch) {
  const pool::pressure_collector collector(
      {.stall_file = "/nonexistent/pressure", .events_file = "/nonexistent/events"});
  EXPECT_FALSE(collector.watches_stalls());
  EXPECT_FALSE(collector.watches_events());
  EXPECT_THAT(collector.problem(), HasSubstr("/nonexistent/pressure: stalls cannot be watched: No "
                                             "such file or directory; this needs Linux 5.2"));
  EXPECT_THAT(collector.problem(), HasSubstr("/nonexistent/events: events cannot be watched"));
  const pool::pressure_collector folder({.stall_file = "/", .events_file = "/"});
  EXPECT_FALSE(folder.watches_stalls() || folder.watches_events());
}

TEST(Pressure, RefusesWindowsThatNeedPrivileges) {
  const scratch_file stalls("");
  for (const auto window : {0s, 1s, 3s, 12s, -2s}) {
    const pool::pressure_collector collector({.stall_file = stalls.path(), .window = window});
    EXPECT_FALSE(collector.watches_stalls());
    EXPECT_THAT(collector.problem(), HasSubstr("a window is 2, 4, 6, 8 or 10 s"));
  }
  for (const std::chrono::microseconds stall : {0us, std::chrono::microseconds(2s) + 1us}) {
    const pool::pressure_collector collector({.stall_file = stalls.path(), .stall = stall});
    EXPECT_FALSE(collector.watches_stalls());
  }
  EXPECT_EQ(stalls.read(), "");
}

// With whatever this machine has: it watches, or says why not, and ends at once either way.
TEST(Pressure, OfThisMachine) {
  const pool::pressure_collector collector;
  const bool all = collector.watches_stalls() && collector.watches_events();
  EXPECT_EQ(collector.problem().empty(), all) << collector.problem();
  if (access("/proc/pressure/memory", W_OK) == 0) {
    EXPECT_TRUE(collector.watches_stalls()) << collector.problem();
  }
}

}  // namespace
}  // namespace pool_test
