#include "registry.h"

#include <pthread.h>

#include <algorithm>

#include "barrier.h"
#include "fork.h"
#include "tracker.h"

namespace pool::detail {

registry& registry::instance() noexcept {
  // Reachable for ever, so no leak checker complains.
  static registry& only = *new registry;
  return only;
}

void registry::add(core& fresh) {
  install_fork_handlers();
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  if (fresh.is_open()) return;
  auto free = std::ranges::find(by_index_, nullptr);
  if (free == by_index_.end()) free = by_index_.insert(free, nullptr);
  fresh.index_ = static_cast<std::uint32_t>(free - by_index_.begin());
  if (fresh.index_ < kNearEntries) {
    fresh.near_offset_ = fresh.index_ * static_cast<std::uint32_t>(sizeof(table_entry));
  }
  if (!have_process_barrier()) fresh.mode_.fetch_or(kFenced, std::memory_order_relaxed);
  if (fresh.settings_.track || tracks_all_pools()) {
    fresh.tracker_ = new tracker(fresh.settings_.name);
    fresh.mode_.fetch_or(kTracked, std::memory_order_relaxed);
  }
  *free = &fresh;
  fresh.serial_.store(++last_serial_, std::memory_order_release);
}

void registry::remove(core& old) noexcept {
  const inside_guard inside;
  {
    const std::lock_guard lock(lock_);
    if (!old.is_open() || old.index_ >= by_index_.size() || by_index_[old.index_] != &old) return;
    by_index_[old.index_] = nullptr;
  }
  for (std::uint32_t pins; (pins = old.pins_.load(std::memory_order_acquire)) != 0;) {
    old.pins_.wait(pins, std::memory_order_acquire);
  }
}

core* registry::pin_from(std::uint32_t& at) noexcept {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  for (; at < by_index_.size(); ++at) {
    if (by_index_[at] == nullptr) continue;
    by_index_[at]->pins_.fetch_add(1, std::memory_order_acquire);
    return by_index_[at];
  }
  return nullptr;
}

void registry::unpin(core& used) noexcept {
  // Under the lock, so that the core does not vanish between the decrement and the notification.
  const inside_guard inside;
  const std::lock_guard lock(instance().lock_);
  // A fork in between let go for everybody.
  if (used.pins_.load(std::memory_order_relaxed) == 0) return;
  used.pins_.fetch_sub(1, std::memory_order_release);
  used.pins_.notify_all();
}

void registry::bury(shard& dead) noexcept {
  dead.next = graveyard_;
  graveyard_ = &dead;
}

}  // namespace pool::detail
