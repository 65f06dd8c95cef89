// What a pool without shards of threads does around a fork. The sharded family has fork.cc.
#ifndef POOL_DETAIL_FORK_ENTRY_H
#define POOL_DETAIL_FORK_ENTRY_H

namespace pool::detail {

// In a list, which the fork handlers walk, from construction to destruction. The last member of
// what it stands for, so that no fork sees that half made.
class fork_entry {
 public:
  struct calls {
    // Stops operations that take no lock. One barrier for the whole process follows.
    void (*announce)(void* self) noexcept;
    // Takes every lock there is.
    void (*hold)(void* self) noexcept;
    // Lets them go. `child`: no other thread is left, and what they were at is put in order.
    void (*let_go)(void* self, bool child) noexcept;
  };

  fork_entry(void* self, const calls& how);  // throws std::bad_alloc
  fork_entry(const fork_entry&) = delete;
  fork_entry& operator=(const fork_entry&) = delete;
  ~fork_entry();

 private:
  friend class fork_entries;
  void* const self_;
  const calls how_;
  fork_entry* next_ = nullptr;  // both under the lock of the list
  fork_entry* previous_ = nullptr;
};

// The calls for a class that has the three members; it makes this a friend.
struct fork_access {
  template <class Self>
  static constexpr fork_entry::calls of() {
    return {
        .announce = [](void* self) noexcept { static_cast<Self*>(self)->announce_fork(); },
        .hold = [](void* self) noexcept { static_cast<Self*>(self)->hold_for_fork(); },
        .let_go = [](void* self,
                     bool child) noexcept { static_cast<Self*>(self)->let_go_after_fork(child); },
    };
  }
};

}  // namespace pool::detail

#endif
