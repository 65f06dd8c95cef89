// The settings of a pool and its counters.
#ifndef POOL_STATS_H
#define POOL_STATS_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace pool {

// How large a pool may grow. The defaults suit most pools.
struct settings {
  // Objects in the depot beyond which a put destroys; what shards hold comes on top. 0: none.
  std::size_t max_idle = 0;
  // Creations and 1/32 of the depot's traffic after which a pool rotates by itself. 0: never, the
  // pool then rotates only when told to.
  std::size_t rotate_after = 4096;
  // What the pool is called in telemetry; a literal. Empty: it is known by its site alone.
  const char* name = "";
  // Keeps book of every object, at the price of a lock and a look-up an operation: an object that
  // is put twice, or into a pool that it is none of, ends the process with a message, and objects
  // that are out when the pool is destroyed are reported, with the call stacks of a sample (see
  // debug.h). Environment variable POOL_DEBUG, set to anything but 0, does so for all pools. Not
  // together with signal handlers.
  bool track = false;
};

// How long gets have waited: a sample of them, see set_wait_sampling in telemetry.h.
struct wait_times {
  // Nanoseconds; the last class is open.
  static constexpr std::array<std::uint64_t, 15> kBounds = {
      1'000,       5'000,       10'000,        50'000,        100'000,
      500'000,     1'000'000,   5'000'000,     10'000'000,    50'000'000,
      100'000'000, 500'000'000, 1'000'000'000, 5'000'000'000, 10'000'000'000};
  // Waits of at most kBounds[n] that are in no class before it.
  std::array<std::uint64_t, kBounds.size() + 1> classes{};
  std::uint64_t nanoseconds = 0;  // of all together

  bool operator==(const wait_times&) const = default;
  wait_times& operator+=(const wait_times& other) noexcept {
    for (std::size_t at = 0; at < classes.size(); ++at) classes[at] += other.classes[at];
    nanoseconds += other.nanoseconds;
    return *this;
  }
  void add(std::uint64_t took) noexcept {
    std::size_t at = 0;
    while (at < kBounds.size() && took > kBounds[at]) ++at;
    ++classes[at];
    nanoseconds += took;
  }
  [[nodiscard]] std::uint64_t count() const noexcept {
    std::uint64_t sum = 0;
    for (const std::uint64_t each : classes) sum += each;
    return sum;
  }
};

// Where every object of a pool has come from and gone to. All but the gauges at the end count
// events since the pool was made; they are exact when no operation is under way, and else off by
// those that are.
struct pool_stats {
  std::uint64_t gets_private = 0;     // served by the private slot of the shard
  std::uint64_t gets_local = 0;       // by its store
  std::uint64_t gets_depot = 0;       // by what other threads put
  std::uint64_t gets_victim = 0;      // by the victim generation
  std::uint64_t gets_waited = 0;      // by a put, after waiting for it (bounded pools)
  std::uint64_t gets_created = 0;     // by the factory
  std::uint64_t gets_failed = 0;      // the factory or a hook threw, or try_get found nothing
  std::uint64_t gets_timeout = 0;     // waited, and got none by the deadline, the stop or the close
  std::uint64_t rejected_on_get = 0;  // counted above, but unfit or its hook threw: destroyed
  std::uint64_t puts_kept = 0;
  std::uint64_t puts_dropped_policy = 0;  // the retain hook refused, or the reset threw
  std::uint64_t puts_dropped_bound = 0;   // no room, or no memory for a place
  std::uint64_t puts_dropped_bypass = 0;  // the pool was passed through or closed
  std::uint64_t prefilled = 0;
  std::uint64_t destroyed_epoch = 0;  // by the second rotation that nobody took it in
  std::uint64_t destroyed_trim = 0;   // by trim, pass-through or closing
  // With threads that a fork cut off amid an operation, or for want of memory.
  std::uint64_t lost = 0;
  std::uint64_t rotations = 0;
  // Gauges
  std::uint64_t live = 0;     // objects in existence: idle and out
  std::uint64_t idle = 0;     // objects that a get could be given
  std::uint64_t out = 0;      // objects in the hands of users
  std::uint64_t shards = 0;   // threads that take part
  std::uint64_t waiting = 0;  // threads and coroutines that wait for an object

  wait_times waits = {};  // bounded pools

  bool operator==(const pool_stats&) const = default;
  pool_stats& operator+=(const pool_stats& other) noexcept {
    gets_private += other.gets_private;
    gets_local += other.gets_local;
    gets_depot += other.gets_depot;
    gets_victim += other.gets_victim;
    gets_waited += other.gets_waited;
    gets_created += other.gets_created;
    gets_failed += other.gets_failed;
    gets_timeout += other.gets_timeout;
    rejected_on_get += other.rejected_on_get;
    puts_kept += other.puts_kept;
    puts_dropped_policy += other.puts_dropped_policy;
    puts_dropped_bound += other.puts_dropped_bound;
    puts_dropped_bypass += other.puts_dropped_bypass;
    prefilled += other.prefilled;
    destroyed_epoch += other.destroyed_epoch;
    destroyed_trim += other.destroyed_trim;
    lost += other.lost;
    rotations += other.rotations;
    live += other.live;
    idle += other.idle;
    out += other.out;
    shards += other.shards;
    waiting += other.waiting;
    waits += other.waits;
    return *this;
  }

  [[nodiscard]] std::uint64_t hits() const noexcept {
    return gets_private + gets_local + gets_depot + gets_victim + gets_waited;
  }
  // Calls of get. One that finds an object unfit and takes another counts once.
  [[nodiscard]] std::uint64_t gets() const noexcept {
    return hits() + gets_created + gets_failed + gets_timeout - rejected_on_get;
  }
  [[nodiscard]] std::uint64_t puts() const noexcept {
    return puts_kept + puts_dropped_policy + puts_dropped_bound + puts_dropped_bypass;
  }
};

}  // namespace pool

#endif
