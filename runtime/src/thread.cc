// Threads come and go: their tables, the shards in them, and what is left after their end.
#include <algorithm>
#include <new>

#include "registry.h"

namespace pool::detail {

constinit shard placeholder_shard{shard::placeholder{}};

namespace {
constinit table_entry no_entry{};
}

constinit thread_local thread_table this_thread_table{{}, &no_entry, 0, thread_table::kFresh, 0};

// Its destructor is the end of the thread as far as pools are concerned.
struct thread_guard {
  thread_guard() = default;
  thread_guard(const thread_guard&) = delete;
  thread_guard& operator=(const thread_guard&) = delete;
  ~thread_guard();
  void arm() noexcept {}
  static bool cover(std::uint32_t index) noexcept;
  static void dispose(table_entry& entry) noexcept;
  static void let_go(table_entry& entry) noexcept;
};

namespace {
thread_local thread_guard guard;
}

void delete_shard(shard* old) noexcept {
  ::operator delete(old->free_magazine);
  delete[] old->items;
  delete old;
}

// Lets go of a shard whose pool is closed. Caller holds the registry lock.
void thread_guard::dispose(table_entry& entry) noexcept {
  shard* const old = entry.own;
  if (entry.slot == nullptr) {
    delete_shard(old);
  } else {
    // The static pool of this entry may be called once more, and then looks at the shard; or its
    // library is unloaded, and the slot is gone. So neither can be touched.
    registry::instance().bury(*old);
  }
  entry = {};
}

thread_guard::~thread_guard() {
  const inside_guard inside;
  thread_table& table = this_thread_table;
  table_entry* const entries = table.entries;
  const std::uint32_t size = table.mask + 1;
  table.state = thread_table::kGone;
  table.mask = 0;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  table.entries = &no_entry;
  {
    const std::lock_guard lock(registry::instance().lock());
    for (table_entry& entry : table.near) {
      table_entry old = entry;
      entry.serial = 0;
      std::atomic_signal_fence(std::memory_order_seq_cst);
      entry = {};
      let_go(old);
    }
    for (std::uint32_t at = 0; entries != &no_entry && at < size; ++at) let_go(entries[at]);
  }
  if (entries != &no_entry) delete[] entries;
}

// The end of the thread for one entry, which is no longer in the table. Caller holds the registry
// lock.
void thread_guard::let_go(table_entry& entry) noexcept {
  if (entry.own == nullptr) return;
  core* const owner = entry.own->owner;
  if (owner == nullptr) return dispose(entry);
  // The pool is open, so the slot is there.
  if (entry.slot != nullptr) *entry.slot = &placeholder_shard;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  owner->retire(*entry.own);
  delete_shard(entry.own);
}

// Makes the table reach `index`. A handler may look things up at any moment, so the new table is
// whole before it is shown, and the wider mask comes after it.
bool thread_guard::cover(std::uint32_t index) noexcept {
  thread_table& table = this_thread_table;
  if (index < kNearEntries) return true;
  if (index <= table.mask && table.entries != &no_entry) return true;
  std::uint32_t size = 16;
  while (size <= index) size *= 2;
  auto* const wider = new (std::nothrow) table_entry[size];
  if (wider == nullptr) return false;
  table_entry* const old = table.entries;
  if (old != &no_entry) {
    for (std::uint32_t at = 0; at <= table.mask; ++at) wider[at] = old[at];
  }
  table.entries = wider;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  table.mask = size - 1;
  if (old != &no_entry) delete[] old;
  return true;
}

shard& core::far_shard() const noexcept {
  const table_entry& entry = this_thread_table.of(index_);
  const std::uint64_t serial = serial_.load(std::memory_order_relaxed);
  return serial != 0 && entry.serial == serial ? *entry.own : placeholder_shard;
}

shard* core::attach(shard** slot) noexcept {
  thread_table& table = this_thread_table;
  if (table.state == thread_table::kGone || table.state == thread_table::kAttaching) return nullptr;
  if ((mode_.load(std::memory_order_relaxed) & kClosed) != 0) return nullptr;
  table.state = thread_table::kAttaching;
  guard.arm();
  shard* fresh = nullptr;
  if (thread_guard::cover(index_)) {
    table_entry& entry = table.of(index_);
    if (entry.own != nullptr) {
      entry.serial = 0;
      const std::lock_guard lock(registry::instance().lock());
      thread_guard::dispose(entry);
    }
    fresh = new (std::nothrow) shard;
    if (fresh != nullptr && !link(*fresh)) {
      delete_shard(fresh);
      fresh = nullptr;
    }
    if (fresh != nullptr) {
      entry.own = fresh;
      entry.slot = slot;
      std::atomic_signal_fence(std::memory_order_seq_cst);
      entry.serial = serial_.load(std::memory_order_relaxed);
      if (slot != nullptr) *slot = fresh;
    }
  }
  table.state = thread_table::kOpen;
  return fresh;
}

bool core::link(shard& fresh) noexcept {
  const std::lock_guard lock(shard_lock_);
  const std::uint32_t mode = mode_.load(std::memory_order_relaxed);
  if ((mode & kClosed) != 0) return false;
  fresh.capacity = first_capacity();
  fresh.room = std::max(fresh.capacity, kMagazine);
  fresh.items = new (std::nothrow) void*[fresh.room];
  if (fresh.items == nullptr) return false;
  capacities_.fetch_add(fresh.capacity, std::memory_order_relaxed);
  fresh.ctl.store(mode, std::memory_order_relaxed);
  fresh.owner = this;
  fresh.next = shards_;
  if (shards_ != nullptr) shards_->previous = &fresh;
  shards_ = &fresh;
  ++shard_count_;
  return true;
}

// Caller holds the shard lock.
void core::unlink(shard& old) noexcept {
  (old.previous != nullptr ? old.previous->next : shards_) = old.next;
  if (old.next != nullptr) old.next->previous = old.previous;
  old.next = old.previous = nullptr;
  old.owner = nullptr;
  --shard_count_;
  capacities_.fetch_sub(old.capacity, std::memory_order_relaxed);
  retired_private_ += old.gets_private.read();
  retired_local_ += old.gets_local.read();
  retired_kept_ += old.puts_kept.read();
}

void core::retire(shard& old) noexcept {
  magazine_list rest;
  {
    // No rotation holds the shard as long as this thread holds the lock.
    const std::lock_guard lock(shard_lock_);
    collect_contents(old, rest);
    count(counters_.lost, old.count + (old.spare != nullptr ? 1 : 0));
    unlink(old);
  }
  const std::lock_guard lock(depot_lock_);
  main_.append(rest);
}

}  // namespace pool::detail
