#include "pool/detail/shards.h"

#include <algorithm>
#include <bit>
#include <mutex>
#include <stdexcept>

#include "budget.h"
#include "cpus.h"

namespace pool::detail {
namespace {

// Threads are numbered as they come, so that neighbours use different shards.
std::size_t number_of_this_thread() noexcept {
  static constinit std::atomic<std::size_t> next{0};
  static constinit thread_local std::size_t number = 0;
  if (number == 0) number = next.fetch_add(1, std::memory_order_relaxed) + 1;
  return number;
}

}  // namespace

credit_shards::credit_shards(std::size_t capacity, std::size_t shards)
    : capacity_(capacity),
      shards_(std::bit_ceil(shards != 0 ? shards : usable_cpus())),
      free_credits_(capacity) {
  if (capacity == 0) throw std::invalid_argument("a bounded pool needs a capacity of at least 1");
}

credit_shards::locked_stack& credit_shards::own() noexcept {
  return shards_[number_of_this_thread() & (shards_.size() - 1)];
}

void* credit_shards::take() noexcept {
  locked_stack& mine = own();
  const std::size_t first = static_cast<std::size_t>(&mine - shards_.data());
  for (std::size_t at = 0; at < shards_.size(); ++at) {
    locked_stack& shard = shards_[(first + at) & (shards_.size() - 1)];
    const std::lock_guard lock(shard.lock);
    if (shard.items.empty()) continue;
    void* const object = shard.items.back();
    shard.items.pop_back();
    ++(at == 0 ? shard.gets_local : shard.gets_other);
    return object;
  }
  return nullptr;
}

std::size_t credit_shards::borrow(std::size_t wanted) noexcept {
  std::size_t free = free_credits_.load(std::memory_order_relaxed);
  while (free != 0) {
    const std::size_t part = std::min(free, wanted);
    if (free_credits_.compare_exchange_weak(free, free - part, std::memory_order_relaxed)) {
      return part;
    }
  }
  return 0;
}

bool credit_shards::put_into(locked_stack& shard, void* object, std::size_t more_credits) noexcept {
  const std::lock_guard lock(shard.lock);
  shard.credits += more_credits;
  if (shard.items.size() == shard.credits) return false;
  // Asked under the lock: whoever empties the shards after switching leaves nothing behind.
  if (bypassed()) return false;
  try {
    shard.items.push_back(object);
  } catch (...) {  // no memory: as if there were no room
    return false;
  }
  ++shard.puts_kept;
  return true;
}

bool credit_shards::give(void* object) noexcept {
  if (!bypassed() && give_somewhere(object)) return true;
  count(bypassed() ? counters_.puts_dropped_bypass : counters_.puts_dropped_bound);
  return false;
}

bool credit_shards::give_somewhere(void* object) noexcept {
  locked_stack& mine = own();
  if (put_into(mine, object, 0)) return true;
  if (const std::size_t more = borrow(kBatch)) {
    const bool kept = put_into(mine, object, more);
    note_for_budget(kBatch);
    enforce_budget_when_due();
    return kept;
  }
  // The bound is lent out; another shard may have more of it than it uses.
  for (locked_stack& shard : shards_) {
    std::size_t unused = 0;
    {
      const std::lock_guard lock(shard.lock);
      if (&shard != &mine) {
        unused = (shard.credits - shard.items.size() + 1) / 2;
        shard.credits -= unused;
      }
    }
    if (unused != 0) return put_into(mine, object, unused);
  }
  // Others may have put into this shard's room, or left it, meanwhile.
  return put_into(mine, object, 0);
}

void* credit_shards::take_for_trim() noexcept {
  for (locked_stack& shard : shards_) {
    const std::lock_guard lock(shard.lock);
    if (shard.items.empty()) continue;
    void* const object = shard.items.back();
    shard.items.pop_back();
    ++shard.trimmed;
    return object;
  }
  return nullptr;
}

pool_stats credit_shards::stats() const {
  const auto read = [](const std::atomic<std::uint64_t>& events) {
    return events.load(std::memory_order_relaxed);
  };
  pool_stats sum;
  sum.puts_dropped_policy = read(counters_.puts_dropped_policy);
  sum.puts_dropped_bound = read(counters_.puts_dropped_bound);
  sum.puts_dropped_bypass = read(counters_.puts_dropped_bypass);
  sum.rejected_on_get = read(counters_.rejected_on_get);
  sum.gets_failed = read(counters_.gets_failed);
  for (const locked_stack& shard : shards_) {
    const std::lock_guard lock(shard.lock);
    sum.gets_local += shard.gets_local;
    sum.gets_depot += shard.gets_other;
    sum.puts_kept += shard.puts_kept;
    sum.destroyed_trim += shard.trimmed;
    sum.idle += shard.items.size();
  }
  sum.gets_created = read(counters_.gets_created);
  sum.shards = shards_.size();
  const std::uint64_t taken = sum.hits() + sum.gets_created;
  const std::uint64_t back = sum.rejected_on_get + sum.puts();
  sum.out = taken > back ? taken - back : 0;
  sum.live = sum.idle + sum.out;
  return sum;
}

int credit_shards::check_invariants() const {
  for (const locked_stack& shard : shards_) shard.lock.lock();
  std::size_t credits = free_credits_.load(std::memory_order_relaxed);
  bool within = true;
  for (const locked_stack& shard : shards_) {
    within = within && shard.items.size() <= shard.credits;
    credits += shard.credits;
  }
  for (const locked_stack& shard : shards_) shard.lock.unlock();
  if (!within) return 1;
  return credits <= capacity_ ? 0 : 2;
}

void credit_shards::hold_for_fork() noexcept {
  for (const locked_stack& shard : shards_) shard.lock.lock();
}

void credit_shards::let_go_after_fork(bool child) noexcept {
  if (child) {
    // Credits that a thread had on their way are free again.
    std::size_t lent = 0;
    for (const locked_stack& shard : shards_) lent += shard.credits;
    free_credits_.store(capacity_ - lent, std::memory_order_relaxed);
  }
  for (const locked_stack& shard : shards_) shard.lock.unlock();
}

}  // namespace pool::detail
