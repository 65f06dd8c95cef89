#include "tool/workers/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace pool_audit::workers {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

int depth = 0;
std::array<struct sigaction, kSignals.size()> saved;
std::array<int, 2> wake = {-1, -1};

// Written by the handler, read by the loop. Lock-free atomics are safe in a handler.
std::atomic<int> first_signal{0};
std::atomic<int> wake_writer{-1};
std::atomic<int64_t> first_time{0};
static_assert(std::atomic<int64_t>::is_always_lock_free);

int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void on_signal(int number) {
  const int saved_errno = errno;
  int expected = 0;
  if (first_signal.compare_exchange_strong(expected, number)) {
    first_time = monotonic_ms();
    const int fd = wake_writer;
    if (fd >= 0) [[maybe_unused]]
      const ssize_t ignored = ::write(fd, "!", 1);
  } else if (monotonic_ms() - first_time > 1000) {
    // The signal is blocked in its own handler and arrives when the handler returns.
    ::signal(number, SIG_DFL);
    ::raise(number);
  }
  errno = saved_errno;
}

}  // namespace

InterruptScope::InterruptScope() {
  if (depth++ != 0) return;
  first_signal = 0;
  if (::pipe2(wake.data(), O_CLOEXEC | O_NONBLOCK) != 0) wake = {-1, -1};
  wake_writer = wake[1];
  for (size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &saved[i]);
    if (saved[i].sa_handler == SIG_IGN) continue;
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptScope::~InterruptScope() {
  if (--depth != 0) return;
  for (size_t i = 0; i < kSignals.size(); ++i) {
    if (saved[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &saved[i], nullptr);
  }
  wake_writer = -1;
  for (int& fd : wake) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
}

int InterruptScope::signal() {
  return first_signal;
}

int InterruptScope::descriptor() {
  return wake[0];
}

}  // namespace pool_audit::workers
