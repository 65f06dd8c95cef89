// What a snapshot tells of a pool, for both text forms.
#ifndef POOL_SRC_TELEMETRY_FIELDS_H
#define POOL_SRC_TELEMETRY_FIELDS_H

#include <array>
#include <cstdint>
#include <string>

#include "pool/telemetry.h"

namespace pool::detail {

// One counter or gauge: how it is called in JSON, and in which series of Prometheus it stands.
struct field {
  const char* json;
  std::uint64_t pool_stats::* value;
  const char* metric;
  const char* label;  // the one that tells it from the others of the metric, or nullptr
  const char* label_value;
};

inline constexpr std::array kFields = {
    field{"gets_private", &pool_stats::gets_private, "pool_gets_total", "result", "private"},
    field{"gets_local", &pool_stats::gets_local, "pool_gets_total", "result", "local"},
    field{"gets_depot", &pool_stats::gets_depot, "pool_gets_total", "result", "depot"},
    field{"gets_victim", &pool_stats::gets_victim, "pool_gets_total", "result", "victim"},
    field{"gets_waited", &pool_stats::gets_waited, "pool_gets_total", "result", "waited"},
    field{"gets_created", &pool_stats::gets_created, "pool_gets_total", "result", "created"},
    field{"gets_failed", &pool_stats::gets_failed, "pool_gets_total", "result", "failed"},
    field{"gets_timeout", &pool_stats::gets_timeout, "pool_gets_total", "result", "timeout"},
    field{"puts_kept", &pool_stats::puts_kept, "pool_puts_total", "result", "kept"},
    field{"puts_dropped_policy", &pool_stats::puts_dropped_policy, "pool_puts_total", "result",
          "dropped_policy"},
    field{"puts_dropped_bound", &pool_stats::puts_dropped_bound, "pool_puts_total", "result",
          "dropped_bound"},
    field{"puts_dropped_bypass", &pool_stats::puts_dropped_bypass, "pool_puts_total", "result",
          "dropped_bypass"},
    field{"destroyed_epoch", &pool_stats::destroyed_epoch, "pool_destroyed_total", "reason",
          "epoch"},
    field{"destroyed_trim", &pool_stats::destroyed_trim, "pool_destroyed_total", "reason", "trim"},
    field{"rejected_on_get", &pool_stats::rejected_on_get, "pool_destroyed_total", "reason",
          "rejected"},
    field{"lost", &pool_stats::lost, "pool_lost_total", nullptr, nullptr},
    field{"prefilled", &pool_stats::prefilled, "pool_prefilled_total", nullptr, nullptr},
    field{"rotations", &pool_stats::rotations, "pool_rotations_total", nullptr, nullptr},
    field{"idle", &pool_stats::idle, "pool_objects", "state", "idle"},
    field{"out", &pool_stats::out, "pool_objects", "state", "out"},
    field{"live", &pool_stats::live, "pool_live_objects", nullptr, nullptr},
    field{"shards", &pool_stats::shards, "pool_shards", nullptr, nullptr},
    field{"waiting", &pool_stats::waiting, "pool_waiting", nullptr, nullptr},
};
static_assert(sizeof(pool_stats) == kFields.size() * sizeof(std::uint64_t) + sizeof(wait_times),
              "every member of pool_stats is told");

// "file:line", or nothing.
inline std::string site_of(const pool_report& pool) {
  return pool.file.empty() ? "" : pool.file + ':' + std::to_string(pool.line);
}

}  // namespace pool::detail

#endif
