// Small locked stacks that share one bound; see sharded_bounded_pool.h.
//
// Invariants, with every shard locked
//   (1) for each shard: count <= credits
//   (2) the credits of all shards, the free ones and those on their way from one to another add up
//   to
//       the capacity
#ifndef POOL_DETAIL_SHARDS_H
#define POOL_DETAIL_SHARDS_H

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pool/detail/core.h"
#include "pool/detail/fork_entry.h"
#include "pool/detail/spin_lock.h"
#include "pool/stats.h"

namespace pool::detail {

class credit_shards {
 public:
  credit_shards(std::size_t capacity, std::size_t shards);

  void* take() noexcept;             // nullptr: nothing idle anywhere
  bool give(void* object) noexcept;  // false: no room anywhere, or passed through; it is counted
  // Pass-through: nothing is kept any more. The caller destroys what is idle, afterwards.
  void set_bypass(bool on) noexcept { bypassed_.store(on, std::memory_order_seq_cst); }
  [[nodiscard]] bool bypassed() const noexcept { return bypassed_.load(std::memory_order_relaxed); }
  void* take_for_trim() noexcept;
  slow_counters& counters() noexcept { return counters_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] pool_stats stats() const;
  [[nodiscard]] int check_invariants() const;

 private:
  friend struct fork_access;
  static constexpr std::size_t kBatch = 8;  // credits borrowed at once

  // All below the lock is written under it. `items` has room for all the credits there can be.
  struct alignas(128) locked_stack {
    mutable spin_lock lock;
    std::vector<void*> items;  // its size is the number of idle objects here
    std::size_t credits = 0;
    std::uint64_t gets_local = 0;
    std::uint64_t gets_other = 0;  // taken by threads of other shards
    std::uint64_t puts_kept = 0;
    std::uint64_t trimmed = 0;
  };

  locked_stack& own() noexcept;
  // How many credits of at most `wanted` could be had from the free ones.
  std::size_t borrow(std::size_t wanted) noexcept;
  bool put_into(locked_stack& shard, void* object, std::size_t more_credits) noexcept;

  bool give_somewhere(void* object) noexcept;

  // As fork_entry says.
  void announce_fork() noexcept {}
  void hold_for_fork() noexcept;
  void let_go_after_fork(bool child) noexcept;

  const std::size_t capacity_;
  std::atomic<bool> bypassed_{false};
  std::vector<locked_stack> shards_;  // a power of two of them
  alignas(128) std::atomic<std::size_t> free_credits_;
  slow_counters counters_;
  fork_entry fork_entry_{this, fork_access::of<credit_shards>()};
};

}  // namespace pool::detail

#endif
