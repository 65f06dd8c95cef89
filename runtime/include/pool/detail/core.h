// What all sharded pools share, compiled once: shards, depot, rotation, lifecycle. It moves
// pointers; what they point to is known to the templates above it.
//
//   get   shard -> depot main -> depot victims -> nullptr (the caller creates)
//   put   shard -> depot main -> refused        (the caller destroys)
//   rotate   victims are destroyed; main and every shard become the victims
//
// Locks, in the order in which they may be taken: registry, rotation, shards, depot. No user code
// runs under any of them, nor while a shard is busy.
//
// Invariants
//   (1) an object is in at most one place: a shard, a side slot, main, victims, or with the user
//   (2) a magazine in a list holds 1 to kMagazine objects, one in `empty` none
//   (3) main_count and victim_count are the sums over their lists
//   (4) a shard is in the list of its core exactly while shard::owner is that core
//   (5) capacities is the sum of the shards' capacities, none of which is beyond its room
#ifndef POOL_DETAIL_CORE_H
#define POOL_DETAIL_CORE_H

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "pool/detail/shard.h"
#include "pool/detail/tracking.h"
#include "pool/stats.h"

namespace pool {
namespace detail {

inline constexpr std::uint32_t kMagazine = 30;  // 256 bytes a magazine
// Of the store of a shard, in objects. With many more threads than CPUs the first capacity is
// smaller: all stores of a pool together have room for kCapacityPerCpu objects a CPU, and beyond
// that for kLeastCapacity each.
inline constexpr std::uint32_t kLeastCapacity = 2;
inline constexpr std::uint32_t kFirstCapacity = 64;
inline constexpr std::uint32_t kLargestCapacity = 512;
inline constexpr std::uint32_t kCapacityPerCpu = 2048;

struct magazine {
  magazine* next = nullptr;
  std::uint64_t count = 0;
  void* items[kMagazine];
};

// Objects at rest, last in, first out.
struct magazine_list {
  magazine* first = nullptr;
  std::uint64_t objects = 0;

  void push(magazine& full) noexcept;
  magazine* pop() noexcept;                    // nullptr when empty
  void append(magazine_list& other) noexcept;  // leaves `other` empty
};

// Events of the slow ways, which several threads may count at once.
struct slow_counters {
  std::atomic<std::uint64_t> gets_depot{0};
  std::atomic<std::uint64_t> gets_victim{0};
  std::atomic<std::uint64_t> gets_side{0};
  std::atomic<std::uint64_t> gets_created{0};
  std::atomic<std::uint64_t> gets_failed{0};
  std::atomic<std::uint64_t> rejected_on_get{0};
  std::atomic<std::uint64_t> puts_kept{0};
  std::atomic<std::uint64_t> puts_dropped_policy{0};
  std::atomic<std::uint64_t> puts_dropped_bound{0};
  std::atomic<std::uint64_t> puts_dropped_bypass{0};
  std::atomic<std::uint64_t> prefilled{0};
  std::atomic<std::uint64_t> destroyed_epoch{0};
  std::atomic<std::uint64_t> destroyed_trim{0};
  std::atomic<std::uint64_t> lost{0};
  std::atomic<std::uint64_t> rotations{0};
};

inline void count(std::atomic<std::uint64_t>& events, std::uint64_t by = 1) noexcept {
  events.fetch_add(by, std::memory_order_relaxed);
}

// Destroys one object of the pool that `context` is.
using destroy_function = void (*)(void* context, void* object) noexcept;

// Thread safety: everything but the constructor and `close` may be called by any thread at any
// time; `close` once, by any thread. Trivially destructible on purpose: a static pool goes on
// answering, as pass-through, when static destruction has passed it.
class core {
 public:
  // `on_open`: called once when the pool opens, or nullptr.
  constexpr core(destroy_function destroy, void* context, const settings& chosen,
                 void (*on_open)() = nullptr) noexcept
      : destroy_(destroy), context_(context), settings_(chosen), on_open_(on_open) {}
  core(const core&) = delete;
  core& operator=(const core&) = delete;

  // Gives the pool its index and serial number. Throws std::bad_alloc.
  void open();
  [[nodiscard]] bool is_open() const noexcept {
    return serial_.load(std::memory_order_acquire) != 0;
  }

  // The shard of this thread, or the placeholder.
  POOL_DETAIL_INLINE shard& own_shard() const noexcept {
    const table_entry& entry = *reinterpret_cast<const table_entry*>(
        reinterpret_cast<const char*>(this_thread_table.near) + near_offset_);
    if (entry.serial != serial_.load(std::memory_order_relaxed)) [[unlikely]]
      return far_shard();
    return *entry.own;
  }

  // Everything but the fast way. `slot`: where a static pool keeps its shard pointer, or nullptr.
  void* get_slow(shard** slot) noexcept;  // nullptr: nothing idle, create
  bool put_slow(void* object,
                shard** slot) noexcept;  // false: no room, destroy (and it is counted)

  // As put_slow for an object that prefill made: it counts as no put.
  bool put_prefilled(void* object) noexcept;

  // Moves what is idle to the victims and destroys the victims of before. `wait`: for a rotation
  // under way; without it, that one counts as this one. Never waits for a shard.
  void rotate(bool wait) noexcept;
  // Destroys everything idle that can be had without waiting: what a busy shard holds is asked for.
  void trim() noexcept;
  // Destroys at most so many: victims, then main, then what shards hold. Returns how many.
  std::uint64_t trim_some(std::uint64_t most) noexcept;
  // Rotates when the pool has seen its volume, and enforces the budget when that is due. Called at
  // the end of slow ways.
  void rotate_when_due() noexcept;

  // Pass-through: nothing is kept, everything counted.
  void set_bypass(bool on) noexcept;
  [[nodiscard]] bool bypassed() const noexcept {
    return (mode_.load(std::memory_order_relaxed) & (kPassThrough | kClosed)) != 0;
  }

  // Destroys all idle objects and refuses further ones for good. Operations of other threads may go
  // on meanwhile and afterwards, as pass-through, as long as the core itself exists.
  void close() noexcept;

  [[nodiscard]] pool_stats stats() const;
  slow_counters& counters() noexcept { return counters_; }
  [[nodiscard]] const settings& chosen() const noexcept { return settings_; }

  using event = life_event;
  // Enter what happens to an object; nothing happens unless the pool is tracked. `track_put` does
  // not return when the object is not out.
  void track_created(void* object) noexcept {
    if (tracker_ != nullptr) track(object, event::created);
  }
  void track_taken(void* object) noexcept {
    if (tracker_ != nullptr) track(object, event::taken);
  }
  void track_put(void* object) noexcept {
    if (tracker_ != nullptr) track(object, event::put);
  }
  void track_prefilled(void* object) noexcept {
    if (tracker_ != nullptr) track(object, event::prefilled);
  }
  void track_gone(void* object) noexcept {
    if (tracker_ != nullptr) track(object, event::gone);
  }

  // Asserts the numbered invariants; only while nothing else uses the pool. Returns the number of
  // the first that is broken, or 0.
  [[nodiscard]] int check_invariants() const;

 private:
  friend class registry;
  friend struct thread_guard;
  friend struct fork_handlers;

  void track(void* object, event what) noexcept;
  void report_leaks() noexcept;

  // As own_shard, for a pool whose entry is not near, or not there.
  [[nodiscard]] shard& far_shard() const noexcept;

  // Attaching a thread; nullptr when the thread is at its end or memory is short.
  shard* attach(shard** slot) noexcept;
  bool link(shard& fresh) noexcept;  // false: closed, or no memory
  void unlink(shard& old) noexcept;
  void retire(shard& old) noexcept;  // the thread ends; caller holds the registry lock
  [[nodiscard]] std::uint32_t first_capacity() const noexcept;  // caller holds the shard lock

  // Owner, busy: deals with what ctl wants. false: the contents are not the owner's now.
  bool obey(shard& own) noexcept;
  void* refill(shard& own) noexcept;
  bool donate(shard& own) noexcept;
  void grow(shard& own) noexcept;
  void flip_own(shard& own) noexcept;

  // Without a shard of one's own.
  void* take_one(bool may_wait) noexcept;
  bool store_one(void* object, bool may_wait) noexcept;
  void* get_reentrant(shard& own) noexcept;
  bool put_reentrant(shard& own, void* object) noexcept;

  // Gives the shard less room when all have more than is due to the CPUs. As collect_contents;
  // caller holds the shard lock.
  void shrink(shard& held) noexcept;
  // Caller owns the contents of `full`. Leaves there what no magazine could be had for.
  static void collect_contents(shard& full, magazine_list& into) noexcept;
  [[nodiscard]] magazine_list take_all() noexcept;  // main and victims
  // Holds every shard, moves the contents of those that are not busy; asks the others.
  magazine_list sweep() noexcept;
  void destroy_all(magazine_list& doomed, std::atomic<std::uint64_t>& events) noexcept;

  const destroy_function destroy_;
  void* const context_;
  const settings settings_;
  void (*const on_open_)();

  // Where the entry of this pool is in thread_table::near, in bytes; of a far pool, the last, which
  // is no pool's. As index_.
  std::uint32_t near_offset_ = kNearEntries * sizeof(table_entry);
  std::uint32_t index_ = 0;               // under the registry lock until open, then constant
  std::atomic<std::uint64_t> serial_{0};  // 0: not open yet. Written once, by open
  // Bits that a new shard starts with, kPassThrough, kFenced and kClosed among them. Written under
  // the shard lock.
  std::atomic<std::uint32_t> mode_{0};
  std::atomic<std::uint64_t> volume_{0};  // since the last rotation; any thread adds
  std::atomic<std::uint32_t> pins_{0};    // who uses the core besides its owner; see registry

  std::mutex rotation_lock_;
  mutable std::mutex shard_lock_;
  shard* shards_ = nullptr;  // under shard_lock_
  std::uint32_t shard_count_ = 0;
  // Of all shards. Changed under the shard lock, and by an owner that grows.
  std::atomic<std::uint64_t> capacities_{0};
  std::uint64_t retired_private_ = 0;  // counters of shards that are no more; under shard_lock_
  std::uint64_t retired_local_ = 0;
  std::uint64_t retired_kept_ = 0;

  mutable std::mutex depot_lock_;
  magazine_list main_;         // under depot_lock_
  magazine_list victims_;      // under depot_lock_
  magazine* empty_ = nullptr;  // spare magazines; under depot_lock_
  std::uint32_t empty_count_ = 0;

  tracker* tracker_ = nullptr;  // written before serial_, then constant until close

  slow_counters counters_;
};

}  // namespace detail
}  // namespace pool

#endif
