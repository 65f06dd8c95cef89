// All pools of the process: what they are called, where they are declared, and their counters.
//
// Environment variables, read when the first pool is made:
//   POOL_STATS_FILE  the JSON snapshot is written there when the process exits; the pools that were
//                    destroyed before are in it with their last counters
//   POOL_BYPASS      names of pools, separated by commas, that are pass-through from the start
//   POOL_HTTP        a port; see http.h
//   POOL_REVISION    as set_revision
//   POOL_WAIT_SAMPLING  as set_wait_sampling
#ifndef POOL_TELEMETRY_H
#define POOL_TELEMETRY_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pool/stats.h"

namespace pool {

// Which build of which source the process runs, so that a site can be found in it, and since when
// it has been counting, so that counts can become rates. Times are milliseconds since the Unix
// epoch; 0: not known, and left out of JSON.
struct build_info {
  std::string build_id = {};  // of the executable, hexadecimal, as the linker wrote it; empty: none
  std::string revision = {};  // as set_revision was told; may be empty
  std::uint64_t process = 0;  // number of the process; 0: not known
  std::uint64_t started_ms = 0;  // when the first pool was made
  std::uint64_t taken_ms = 0;    // when this was asked for

  bool operator==(const build_info&) const = default;
};
// Any thread. Throws std::bad_alloc.
[[nodiscard]] build_info this_build();
// The revision of the source in its version control, a commit hash say; what telemetry calls it
// from now on. Any thread. Throws std::bad_alloc.
void set_revision(std::string_view revision);

// Every so many-th get of a bounded pool that has to wait is timed, at the price of two looks at
// the clock. 1: all. 0: none. Default 8. For all pools; any thread.
void set_wait_sampling(std::uint32_t every) noexcept;

// One pool as telemetry sees it. Its name and its site identify it, and stand in the source: see
// docs/runtime/telemetry.md.
struct pool_report {
  std::string name = {};  // as set; for a static pool without a name, its tag; may be empty
  std::string kind = {};  // "sharded_pool", "static_pool", ...
  std::string type = {};  // of the objects, as the compiler spells it
  std::string file = {};  // of the declaration; empty for static pools without a site
  std::uint32_t line = 0;
  bool bypassed = false;
  bool closed = false;           // destroyed before the process exits; only with POOL_STATS_FILE
  bool can_wait = false;         // a get may wait; then stats.waits means something
  std::size_t object_bytes = 0;  // of one object, as its policy says
  pool_stats stats = {};

  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return stats.live * object_bytes; }
  [[nodiscard]] std::uint64_t idle_bytes() const noexcept { return stats.idle * object_bytes; }
  [[nodiscard]] std::uint64_t out_bytes() const noexcept { return stats.out * object_bytes; }

  bool operator==(const pool_report&) const = default;
};

// Every pool that exists, in the order in which they were made. Any thread; takes the lock of each
// pool for a moment. Throws std::bad_alloc.
[[nodiscard]] std::vector<pool_report> snapshot();

// The snapshot as JSON; docs/runtime/telemetry.md describes it.
[[nodiscard]] std::string to_json(const std::vector<pool_report>& pools,
                                  const build_info& build = this_build());
// The same as Prometheus text, version 0.0.4. Pools with the same labels are added up.
[[nodiscard]] std::string to_prometheus(const std::vector<pool_report>& pools,
                                        const build_info& build = this_build());
// The same as OpenMetrics text, version 1.0.0.
[[nodiscard]] std::string to_openmetrics(const std::vector<pool_report>& pools,
                                         const build_info& build = this_build());

// The removal experiment: turns the pools of this name into pass-through, or back. Returns how many
// there are.
std::size_t set_bypass(std::string_view name, bool on);

}  // namespace pool

#endif
