// Linked against the library with the barrier of the rotation taken out. The stress must notice: a
// stress that passes here proves nothing elsewhere.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "pool/sharded_pool.h"
#include "tests/runtime/stress.h"

namespace pool_test {
namespace {

using namespace std::chrono_literals;

constexpr int kNoticed = 42;

// Broken ownership may also end in a crash, so it happens in a process of its own.
bool stress_notices() {
  const pid_t child = fork();
  if (child == 0) {
    auto* const pool = new pool::sharded_pool<tracked, pool::no_policy>;
    const std::uint64_t violations = stress(
        {.threads = 2, .time = 20s, .most_held = 2, .stop_at_violation = true},
        [&] { return pool->get(); }, [&](tracked* object) { pool->put(object); },
        [&](std::uint64_t) { pool->rotate(); });
    _exit(violations != 0 ? kNoticed : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) || WEXITSTATUS(status) != 0;
}

TEST(Mutation, StressNoticesAMissingBarrier) {
  if (std::thread::hardware_concurrency() < 2) {
    // One CPU keeps its own order: there is nothing to notice.
    return;
  }
  EXPECT_TRUE(stress_notices());
}

}  // namespace
}  // namespace pool_test
