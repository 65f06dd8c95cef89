// All pools of the process: what they are called, where they are declared, and their counters.
//
// Environment variables, read when the first pool is made:
//   POOL_STATS_FILE  the JSON snapshot is written there when the process exits; the pools that were
//                    destroyed before are in it with their last counters
//   POOL_BYPASS      names of pools, separated by commas, that are pass-through from the start
#ifndef POOL_TELEMETRY_H
#define POOL_TELEMETRY_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pool/stats.h"

namespace pool {

// One pool as telemetry sees it. The analyser computes name, type and site from source likewise.
struct pool_report {
  std::string name;  // as set; for a static pool without a name, its tag; may be empty
  std::string kind;  // "sharded_pool", "static_pool", ...
  std::string type;  // of the objects, as the compiler spells it
  std::string file;  // of the declaration; empty for static pools without a site
  std::uint32_t line = 0;
  bool bypassed = false;
  bool closed = false;  // destroyed before the process exits; only with POOL_STATS_FILE
  pool_stats stats = {};

  bool operator==(const pool_report&) const = default;
};

// Every pool that exists, in the order in which they were made. Any thread; takes the lock of each
// pool for a moment. Throws std::bad_alloc.
[[nodiscard]] std::vector<pool_report> snapshot();

// The snapshot as JSON; docs/runtime/telemetry.md describes it.
[[nodiscard]] std::string to_json(const std::vector<pool_report>& pools);
// The same as Prometheus text, version 0.0.4. Pools with the same labels are added up.
[[nodiscard]] std::string to_prometheus(const std::vector<pool_report>& pools);

// The removal experiment: turns the pools of this name into pass-through, or back. Returns how many
// there are.
std::size_t set_bypass(std::string_view name, bool on);

}  // namespace pool

#endif
