// The store of one thread in one pool, and the two operations that make the pool fast.
//
// Glossary
//   owner      the one thread whose table points to the shard; only it gets and puts there
//   busy       1 while the owner (or nobody, for the placeholder shard) is inside an operation
//   ctl        what the rest of the process wants of the owner; 0 means "carry on"
//   rotation   moves what is idle in every shard to the victim generation; see core.h
//
// The protocol, an asymmetric Dekker:
//
//   owner                         rotation
//   busy := 1                     ctl := ctl | held
//   (compiler fence only)         membarrier, on behalf of every owner
//   ctl = 0 ? operate             busy = 0 ? take the contents
//   busy := 0 (release)           ctl := ctl & ~held (release)
//
// The barrier orders the owner's store to `busy` before its load of `ctl`, or the rotation sees the
// store. So either the owner sees `held` and keeps off, or the rotation sees `busy` and keeps off.
// Neither waits for the other. docs/runtime/algorithm.md argues it line by line, and
// tests/runtime/flag_protocol.pml is the model of it.
#ifndef POOL_DETAIL_SHARD_H
#define POOL_DETAIL_SHARD_H

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

// 0 compiles the counters of the fast path out; see docs/runtime/telemetry.md.
#ifndef POOL_TELEMETRY
#define POOL_TELEMETRY 1
#endif

#if defined(__GNUC__)
#define POOL_DETAIL_INLINE inline __attribute__((always_inline))
#define POOL_DETAIL_NOINLINE __attribute__((noinline))
#else
#define POOL_DETAIL_INLINE inline
#define POOL_DETAIL_NOINLINE
#endif

namespace pool::detail {

class core;
struct magazine;

// Written by one thread at a time (the owner while busy), read by any; a sum over shards is exact
// once the writers are quiet.
class counter {
 public:
  void bump(std::uint64_t by = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }
  // As bump, on the fast path: nothing when telemetry is compiled out.
  POOL_DETAIL_INLINE void bump_fast() noexcept {
#if POOL_TELEMETRY
    bump();
#endif
  }
  [[nodiscard]] std::uint64_t read() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// Bits of `ctl`. Set and cleared by read-modify-write from any thread, apart from `asked`, which
// only the owner clears.
enum ctl_bit : std::uint32_t {
  kHeld = 1,         // a rotation is looking at the shard
  kAsked = 2,        // the owner shall move what it stores to the victims
  kFenced = 4,       // there is no membarrier: every operation pays for a fence
  kPassThrough = 8,  // the pool creates and destroys only; nothing is stored
  kTracked = 32,     // every operation is entered in the tracker
  kClosed = 16,      // the pool is gone or going; as kPassThrough, and for good
};

// Objects that a signal handler put while its own thread was inside an operation.
inline constexpr std::size_t kSideSlots = 4;

struct alignas(128) shard {
  // ---- the owner's line. Contents belong to the owner while it is busy and saw ctl = 0, and to a
  // rotation between seeing busy = 0 under its hold and releasing the hold.
  std::atomic<std::uint32_t> busy{0};  // writer: owner, 0->1->0; readers: rotation, signal handlers
  std::uint32_t count = 0;             // objects in `items`, at most `capacity`
  void* spare = nullptr;               // the private slot: filled first, taken first
  void** items = nullptr;              // last in, first out
  std::uint32_t capacity = 0;          // grown by the owner while busy, lessened by a rotation
  std::uint32_t batch = 1;             // next refill from the victims, in objects; owner
  counter gets_private;                // writers: owner while busy
  counter gets_local;
  counter puts_kept;

  // ---- what others write
  alignas(64) std::atomic<std::uint32_t> ctl{0};
  // Each slot: nullptr or an object that the slot owns. Handler of the owner's thread, owner and
  // rotation move it by exchange.
  std::array<std::atomic<void*>, kSideSlots> side{};

  // ---- rarely touched; as the owner's line
  alignas(64) std::uint32_t donated = 0;  // magazines given to the depot since the last rotation
  std::uint32_t room = 0;                 // entries of `items`; at least `capacity` and a magazine
  magazine* free_magazine = nullptr;      // an empty one at hand, or nullptr
  // Under core's shard lock:
  shard* next = nullptr;
  shard* previous = nullptr;
  // Under the registry lock: the pool, or nullptr once it is closed. The shard then belongs to the
  // thread alone; before, a pool and a thread share it.
  core* owner = nullptr;
  // Under the shard lock, between prepare and parent/child of a fork.
  bool frozen = false;

  // Placeholder: busy for ever, so that every operation takes the slow way.
  struct placeholder {};
  constexpr shard() = default;
  constexpr explicit shard(placeholder /*unused*/) : busy(1) {}
};

// Takes an object of the owner's own store. nullptr: take the slow way, nothing has happened.
POOL_DETAIL_INLINE void* fast_get(shard& own) noexcept {
  if (own.busy.load(std::memory_order_relaxed) != 0) return nullptr;
  own.busy.store(1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  void* object = nullptr;
  // Acquire: what a rotation did to the contents comes before what is done here.
  if (own.ctl.load(std::memory_order_acquire) == 0) [[likely]] {
    object = own.spare;
    if (object != nullptr) {
      own.spare = nullptr;
      own.gets_private.bump_fast();
    } else if (own.count != 0) {
      object = own.items[--own.count];
      own.gets_local.bump_fast();
    }
  }
  // Release: a rotation that sees 0 sees the contents as they are left here.
  own.busy.store(0, std::memory_order_release);
  return object;
}

// Stores an object in the owner's own store. false: take the slow way, nothing has happened.
POOL_DETAIL_INLINE bool fast_put(shard& own, void* object) noexcept {
  if (own.busy.load(std::memory_order_relaxed) != 0) return false;
  own.busy.store(1, std::memory_order_relaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  bool stored = false;
  if (own.ctl.load(std::memory_order_acquire) == 0) [[likely]] {
    if (own.spare == nullptr) {
      own.spare = object;
      own.puts_kept.bump_fast();
      stored = true;
    } else if (own.count < own.capacity) {
      own.items[own.count++] = object;
      own.puts_kept.bump_fast();
      stored = true;
    }
  }
  own.busy.store(0, std::memory_order_release);
  return stored;
}

// One pool in the table of a thread.
struct table_entry {
  std::uint64_t serial = 0;  // the pool it is of; 0: free
  shard* own = nullptr;
  shard** slot = nullptr;  // where a static pool keeps the pointer for itself, or nullptr
};

// The table of a thread, by the index of pools: the first of them have their entries in it, which
// saves a load, further ones have entry `index & mask` of an array. It has no destructor, so that
// it can be read when the thread's other variables are gone; then it is empty for good. Read and
// written by its thread alone, signal handlers included.
inline constexpr std::uint32_t kNearEntries = 16;

struct thread_table {
  table_entry near[kNearEntries + 1];  // the last is always free
  table_entry* entries;
  std::uint32_t mask;
  // kFresh -> kAttaching <-> kOpen -> kGone
  enum : std::uint8_t { kFresh, kOpen, kAttaching, kGone } state;
  // Above 0 while the thread may hold a lock of the library: a handler that interrupts it then must
  // not wait for one.
  std::uint32_t inside;

  [[nodiscard]] POOL_DETAIL_INLINE table_entry& of(std::uint32_t index) noexcept {
    return index < kNearEntries ? near[index] : entries[index & mask];
  }
};

extern constinit shard placeholder_shard;
extern constinit thread_local thread_table this_thread_table;

}  // namespace pool::detail

#endif
