// Static pools of libraries that are loaded, used and unloaded again and again, while threads that
// used them live on.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace pool_test {
namespace {

TEST(Dlopen, LoadedUsedUnloaded) {
  std::atomic<int> turn{0};
  std::atomic<int (*)()> use{nullptr};
  // Uses the library whenever it is its turn, and outlives every one of them.
  std::thread other([&] {
    for (int mine = 1;; mine += 2) {
      int now;
      while ((now = turn.load()) != mine && now >= 0) turn.wait(now);
      if (now < 0) return;
      EXPECT_EQ(use.load()(), 2);
      turn = mine + 1;
      turn.notify_all();
    }
  });
  for (int round = 0; round < 50; ++round) {
    void* const library = dlopen(PLUGIN, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << dlerror();
    use = reinterpret_cast<int (*)()>(dlsym(library, "plugin_use"));
    ASSERT_NE(use.load(), nullptr);
    EXPECT_EQ(use.load()(), 1) << "a new pool each time it is loaded";
    turn = 2 * round + 1;
    turn.notify_all();
    for (int now; (now = turn.load()) != 2 * round + 2;) turn.wait(now);
    EXPECT_EQ(dlclose(library), 0);
  }
  turn = -1;
  turn.notify_all();
  other.join();
}

}  // namespace
}  // namespace pool_test
