#include "pool/collector.h"

#include <stdexcept>

#include "cpus.h"
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

periodic_collector::periodic_collector(std::chrono::milliseconds interval) {
  if (interval <= interval.zero()) {
    throw std::invalid_argument("a collector needs an interval above 0");
  }
  thread_ = std::thread([this, interval] { run(interval); });
}

periodic_collector::~periodic_collector() {
  {
    const std::lock_guard lock(lock_);
    stop_ = true;
  }
  stopped_.notify_one();
  thread_.join();
}

void periodic_collector::run(std::chrono::milliseconds interval) {
  std::unique_lock lock(lock_);
  while (!stopped_.wait_for(lock, interval, [this] { return stop_; })) {
    lock.unlock();
    collect();
    lock.lock();
  }
}

}  // namespace pool
