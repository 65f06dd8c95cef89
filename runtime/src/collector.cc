#include "pool/collector.h"

#include <stdexcept>

#include "registry.h"

namespace pool {

std::size_t collect() noexcept {
  std::size_t pools = 0;
  detail::registry::instance().for_each([&](detail::core& each) {
    each.rotate(true);
    ++pools;
  });
  return pools;
}

std::size_t trim_all() noexcept {
  std::size_t pools = 0;
  detail::registry::instance().for_each([&](detail::core& each) {
    each.trim();
    ++pools;
  });
  return pools;
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
