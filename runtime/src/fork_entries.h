// The list of what has locks of its own to be held around a fork; see fork_entry.h.
#ifndef POOL_SRC_FORK_ENTRIES_H
#define POOL_SRC_FORK_ENTRIES_H

#include <mutex>

#include "pool/detail/fork_entry.h"

namespace pool::detail {

// Never destroyed, like the registry. Its lock comes after that of the trackers.
class fork_entries {
 public:
  static fork_entries& instance() noexcept;

  void add(fork_entry& fresh) noexcept;
  void remove(fork_entry& old) noexcept;

  // Around a fork: the first two before it, with a barrier for the process in between.
  void announce() noexcept;
  void hold() noexcept;
  void let_go(bool child) noexcept;

 private:
  fork_entries() = default;

  std::mutex lock_;
  fork_entry* first_ = nullptr;  // under lock_
};

}  // namespace pool::detail

#endif
