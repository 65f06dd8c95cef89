// All open pools of the process, by index. Never destroyed: threads and static destructors come
// here at any time.
#ifndef POOL_SRC_REGISTRY_H
#define POOL_SRC_REGISTRY_H

#include <cstdint>
#include <mutex>
#include <vector>

#include "pool/detail/core.h"

namespace pool::detail {

class registry {
 public:
  static registry& instance() noexcept;

  // Gives `fresh` the lowest free index and the next serial number. Throws std::bad_alloc.
  void add(core& fresh);
  // Afterwards nobody finds the core, and whoever had pinned it has let go. No-op when absent.
  void remove(core& old) noexcept;

  // Calls `use` for every pool, without a lock, in order of index; pools that close meanwhile wait.
  template <class Use>
  void for_each(const Use& use) {
    for (std::uint32_t at = 0;; ++at) {
      core* const found = pin_from(at);
      if (found == nullptr) return;
      use(*found);
      unpin(*found);
    }
  }

  // Keeps a shard that nobody may use any more, but some thread might still look at.
  void bury(shard& dead) noexcept;  // caller holds the lock

  std::mutex& lock() noexcept { return lock_; }

 private:
  friend struct fork_handlers;
  registry() = default;
  core* pin_from(std::uint32_t& at) noexcept;
  static void unpin(core& used) noexcept;

  std::mutex lock_;
  std::vector<core*> by_index_;  // nullptr: free
  std::uint64_t last_serial_ = 0;
  shard* graveyard_ = nullptr;
};

// Marks that this thread may hold locks; see thread_table::inside.
class inside_guard {
 public:
  inside_guard() noexcept {
    ++this_thread_table.inside;
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  ~inside_guard() { leave(); }
  inside_guard(const inside_guard&) = delete;
  inside_guard& operator=(const inside_guard&) = delete;
  void leave() noexcept {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (here_) --this_thread_table.inside;
    here_ = false;
  }

 private:
  bool here_ = true;
};

// Frees a shard and what it allocated, objects apart.
void delete_shard(shard* old) noexcept;

}  // namespace pool::detail

#endif
