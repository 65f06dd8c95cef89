// The cells of meters: one for each indexed thread, and one that all others share.
#include "pool/meter.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <new>
#include <optional>
#include <string>

#include "pool/detail/listing.h"
#include "pool/detail/shard.h"
#include "thread_index.h"

namespace pool::detail {
namespace {

enum event : std::uint8_t { kHit, kMade, kFailed, kKept, kDropped, kPrefilled, kTrimmed, kEvents };

// Written by the thread that has the index, or adds up what others counted before it.
struct alignas(64) meter_cell {
  std::array<counter, kEvents> events;
};

// Reachable from the list for ever, like the meter that it belongs to.
struct meter_cells {
  std::string name;  // copies: a library with its literals may be unloaded
  std::string type;
  std::string file;
  std::uint32_t line = 0;
  std::size_t object_bytes = 1;
  std::array<meter_cell, kIndexedThreads> own;
  std::array<std::atomic<std::uint64_t>, kEvents> shared{};
  std::optional<listing> entry;

  [[nodiscard]] std::uint64_t sum(event of) const noexcept {
    std::uint64_t all = shared[of].load(std::memory_order_relaxed);
    for (const meter_cell& each : own) all += each.events[of].read();
    return all;
  }
};

// Counts of two threads may be seen in either order: what would be below zero is zero.
std::uint64_t less(std::uint64_t from, std::uint64_t what) noexcept {
  return from > what ? from - what : 0;
}

pool_stats stats_of(const void* cells) {
  const meter_cells& of = *static_cast<const meter_cells*>(cells);
  pool_stats out;
  out.gets_local = of.sum(kHit);
  out.gets_created = of.sum(kMade);
  out.gets_failed = of.sum(kFailed);
  out.puts_kept = of.sum(kKept);
  out.puts_dropped_bound = of.sum(kDropped);
  out.prefilled = of.sum(kPrefilled);
  out.destroyed_trim = of.sum(kTrimmed);
  out.out = less(out.gets_local + out.gets_created, out.puts());
  out.idle = less(out.puts_kept + out.prefilled, out.gets_local + out.destroyed_trim);
  out.live = out.out + out.idle;
  return out;
}

constexpr listing::calls kCalls = {
    .stats = stats_of,
    .bypassed = nullptr,
    .set_bypass = nullptr,
    .trim = nullptr,
    .object_bytes =
        [](const void* cells) { return static_cast<const meter_cells*>(cells)->object_bytes; },
};

// The pool that is counted may be the one that serves operator new.
constinit thread_local bool opening = false;

meter_cells* cells_of(const pool_meter& meter) noexcept {
  return static_cast<meter_cells*>(__atomic_load_n(&meter.cells, __ATOMIC_ACQUIRE));
}

void count(pool_meter* meter, event what, std::uint64_t by = 1) noexcept {
#if POOL_TELEMETRY
  meter_cells* cells = cells_of(*meter);
  if (cells == nullptr) {
    // A meter of C++ has its cells by now.
    if (!open_meter(*meter, meter->name == nullptr ? "" : meter->name,
                    meter->type == nullptr ? "" : meter->type, meter->object_bytes)) {
      return;
    }
    cells = cells_of(*meter);
  }
  const std::uint32_t at = thread_index();
  if (at < kIndexedThreads) {
    cells->own[at].events[what].bump(by);
  } else {
    cells->shared[what].fetch_add(by, std::memory_order_relaxed);
  }
#else
  static_cast<void>(meter);
  static_cast<void>(what);
  static_cast<void>(by);
#endif
}

}  // namespace

bool open_meter(pool_meter& meter, std::string_view name, std::string_view type,
                std::size_t object_bytes) noexcept {
  // Zeros would tell of a pool that nobody uses.
  if (POOL_TELEMETRY == 0 || opening) return false;
  opening = true;
  meter_cells* fresh = nullptr;
  try {
    fresh = new meter_cells{.name = std::string(name),
                            .type = std::string(type),
                            .file = meter.file,
                            .line = meter.line,
                            .object_bytes = object_bytes == 0 ? 1 : object_bytes,
                            .own = {},
                            .entry = {}};
    void* none = nullptr;
    if (__atomic_compare_exchange_n(&meter.cells, &none, static_cast<void*>(fresh), false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      fresh->entry.emplace(fresh, kCalls, "meter", fresh->type, fresh->name, fresh->file.c_str(),
                           fresh->line);
    } else {
      delete fresh;  // another thread was first
    }
  } catch (...) {
    // No memory. What has cells counts, and is not listed.
  }
  opening = false;
  return cells_of(meter) != nullptr;
}

}  // namespace pool::detail

using pool::detail::count;

void pool_meter_hit(pool_meter* meter) noexcept {
  count(meter, pool::detail::kHit);
}

void* pool_meter_hit_with(pool_meter* meter, void* object) noexcept {
  count(meter, object != nullptr ? pool::detail::kHit : pool::detail::kFailed);
  return object;
}

void pool_meter_made(pool_meter* meter) noexcept {
  count(meter, pool::detail::kMade);
}

void* pool_meter_made_with(pool_meter* meter, void* object) noexcept {
  count(meter, object != nullptr ? pool::detail::kMade : pool::detail::kFailed);
  return object;
}

void pool_meter_failed(pool_meter* meter) noexcept {
  count(meter, pool::detail::kFailed);
}

void pool_meter_kept(pool_meter* meter) noexcept {
  count(meter, pool::detail::kKept);
}

void pool_meter_dropped(pool_meter* meter) noexcept {
  count(meter, pool::detail::kDropped);
}

void pool_meter_prefilled(pool_meter* meter) noexcept {
  count(meter, pool::detail::kPrefilled);
}

void pool_meter_trimmed(pool_meter* meter, std::size_t objects) noexcept {
  count(meter, pool::detail::kTrimmed, objects);
}
