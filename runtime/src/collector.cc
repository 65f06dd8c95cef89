#include "pool/collector.h"

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "cpus.h"
#include "fork.h"
#include "listings.h"
#include "pool/budget.h"
#include "registry.h"

namespace pool {

std::size_t collect() noexcept {
  detail::refresh_usable_cpus();
  std::size_t pools = 0;
  detail::registry::instance().for_each([&](detail::core& each) {
    each.rotate(true);
    ++pools;
  });
  enforce_budget();
  return pools;
}

std::size_t trim_all() noexcept {
  return detail::listings::instance().trim_all();
}

struct periodic_collector::state {
  std::mutex lock;
  std::condition_variable stopped;
  bool stop = false;  // under lock
  std::thread thread;

  void run(std::chrono::milliseconds interval) {
    std::unique_lock held(lock);
    while (!stopped.wait_for(held, interval, [this] { return stop; })) {
      held.unlock();
      collect();
      held.lock();
    }
  }
};

periodic_collector::periodic_collector(std::chrono::milliseconds interval)
    : process_(detail::this_process()) {
  if (interval <= interval.zero()) {
    throw std::invalid_argument("a collector needs an interval above 0");
  }
  state_ = std::make_unique<state>();
  state_->thread = std::thread([self = state_.get(), interval] { self->run(interval); });
}

periodic_collector::~periodic_collector() {
  if (process_ != detail::this_process()) {
    // The thread is not here to be joined, nor to let go of the lock and the condition.
    detail::keep_for_ever(state_.release());
    return;
  }
  {
    const std::lock_guard held(state_->lock);
    state_->stop = true;
  }
  state_->stopped.notify_one();
  state_->thread.join();
}

}  // namespace pool
