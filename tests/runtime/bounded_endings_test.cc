// The bounded family where lives end: objects that hold objects of their pool, threads that are
// through with their own storage, pools that go with static storage.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#endif

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>
#include <type_traits>

#include "pool/bounded_pool.h"
#include "pool/sharded_bounded_pool.h"

namespace pool_test {
namespace {

constexpr std::size_t kCapacity = 32;

// Its destructor puts what it holds into the pool that it comes from.
template <class Self, class Pool>
struct nest {
  static inline Pool* home = nullptr;
  static inline std::atomic<int> alive{0};
  nest() { ++alive; }
  nest(const nest&) = delete;
  nest& operator=(const nest&) = delete;
  ~nest() {
    --alive;
    if (inner != nullptr) home->put(inner);
  }
  Self* inner = nullptr;
};

struct idle_nest;
struct idle_nest : nest<idle_nest, pool::bounded_pool<idle_nest, pool::no_policy>> {
  static auto make() {
    return std::make_unique<pool::bounded_pool<idle_nest, pool::no_policy>>(kCapacity);
  }
};
struct strict_nest;
struct strict_nest : nest<strict_nest, pool::bounded_pool<strict_nest, pool::no_policy>> {
  static auto make() {
    return std::make_unique<pool::bounded_pool<strict_nest, pool::no_policy>>(kCapacity,
                                                                              pool::bound::strict);
  }
};
struct ring_nest;
struct ring_nest : nest<ring_nest, pool::ring_pool<ring_nest, pool::no_policy>> {
  static auto make() {
    return std::make_unique<pool::ring_pool<ring_nest, pool::no_policy>>(kCapacity);
  }
};
struct sharded_nest;
struct sharded_nest
    : nest<sharded_nest, pool::sharded_bounded_pool<sharded_nest, pool::no_policy>> {
  static auto make() {
    return std::make_unique<pool::sharded_bounded_pool<sharded_nest, pool::no_policy>>(kCapacity);
  }
};

template <class Nest>
class BoundedEndings : public testing::Test {
 protected:
  BoundedEndings() : pool(Nest::make()) {
    Nest::home = pool.get();
    Nest::alive = 0;
  }
  decltype(Nest::make()) pool;
};
using nests = testing::Types<idle_nest, strict_nest, ring_nest, sharded_nest>;
TYPED_TEST_SUITE(BoundedEndings, nests, );

// A chain of so many, of which the first is returned.
template <class Pool>
auto* chain(Pool& pool, int length) {
  auto* first = pool.get();
  for (auto* last = first; --length != 0; last = last->inner) {
    last->inner = pool.get();
  }
  return first;
}

TYPED_TEST(BoundedEndings, DestructorsThatPutIntoTheSamePool) {
  // One at a time comes back as the one before it is destroyed, so one trim ends them all.
  this->pool->put(chain(*this->pool, 20));
  EXPECT_EQ(this->pool->stats().out, 19U);
  this->pool->trim();
  EXPECT_EQ(TypeParam::alive, 0);
  this->pool->discard(chain(*this->pool, 3));
  EXPECT_EQ(this->pool->stats().out, 1U) << "the third is held by the second, which is idle";
  this->pool->trim();
  EXPECT_EQ(TypeParam::alive, 0);
  EXPECT_EQ(this->pool->stats().out, 0U);
  EXPECT_EQ(this->pool->check_invariants(), 0);
  this->pool->put(chain(*this->pool, 20));
  this->pool->set_bypass(true);
  EXPECT_EQ(TypeParam::alive, 0);
  this->pool->set_bypass(false);
  this->pool->put(chain(*this->pool, 20));
  this->pool.reset();
  EXPECT_EQ(TypeParam::alive, 0);
}

TYPED_TEST(BoundedEndings, ThreadsThatAreThroughWithTheirStorage) {
  using pool_type = std::remove_reference_t<decltype(*this->pool)>;
  struct late {
    ~late() {
      if (pool == nullptr) return;
      pool->put(pool->get());
      pool->put(held);
    }
    pool_type* pool = nullptr;
    TypeParam* held = nullptr;
  };
  for (int at = 0; at < 100; ++at) {
    std::thread([&, at] {
      if (at % 2 != 0) this->pool->put(this->pool->get());
      thread_local late before;  // made before what the pool has in the thread, or after
      before.pool = this->pool.get();
      before.held = this->pool->get();
    }).join();
  }
  EXPECT_EQ(this->pool->stats().out, 0U);
  EXPECT_EQ(this->pool->check_invariants(), 0);
}

// The process exits while threads use a pool that nobody ends.
TYPED_TEST(BoundedEndings, ExitWithThreadsInside) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(10);
    auto* const forever = this->pool.release();
    for (int at = 0; at < 3; ++at) {
      std::thread([forever] {
        for (;;) forever->put(forever->get());
      }).detach();
    }
    forever->put(forever->get());
    std::exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

#if defined(__linux__)
TYPED_TEST(BoundedEndings, AffinityThatChanges) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  std::thread([&] {
    for (int at = 0; at < CPU_SETSIZE; ++at) {
      if (!CPU_ISSET(at, &before)) continue;
      cpu_set_t one;
      CPU_ZERO(&one);
      CPU_SET(at, &one);
      ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
      TypeParam* const object = this->pool->get();
      ASSERT_EQ(sched_setaffinity(0, sizeof before, &before), 0);
      this->pool->put(object);
    }
  }).join();
  EXPECT_EQ(this->pool->stats().live, 1U);
  EXPECT_EQ(this->pool->stats().out, 0U);
}
#endif

}  // namespace
}  // namespace pool_test
