#include "barrier.h"

#include <atomic>
#include <cstdlib>
#include <cstring>

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace pool::detail {
namespace {

#if defined(__linux__) && defined(SYS_membarrier)
// linux/membarrier.h, which not every build machine has.
[[maybe_unused]] constexpr int kPrivateExpedited = 1 << 3;
constexpr int kRegisterPrivateExpedited = 1 << 4;

bool membarrier(int command) noexcept {
  return syscall(SYS_membarrier, command, 0, 0) == 0;
}
#else
[[maybe_unused]] constexpr int kPrivateExpedited = 0;
constexpr int kRegisterPrivateExpedited = 0;

bool membarrier(int /*command*/) noexcept {
  return false;
}
#endif

bool switched_off() noexcept {
  const char* value = std::getenv("POOL_NO_MEMBARRIER");
  return value != nullptr && std::strcmp(value, "0") != 0;
}

}  // namespace

bool have_process_barrier() noexcept {
  static const bool have = !switched_off() && membarrier(kRegisterPrivateExpedited);
  return have;
}

bool process_barrier() noexcept {
#if defined(POOL_TEST_OMIT_BARRIER)
  // The mutation that tests/runtime/mutation_test.cc must notice.
  return have_process_barrier();
#else
  return have_process_barrier() && membarrier(kPrivateExpedited);
#endif
}

}  // namespace pool::detail
