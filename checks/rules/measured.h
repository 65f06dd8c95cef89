// What a rule that judges telemetry sees: one pool, with what production says of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"

namespace pool_audit::rules {

// How often a pool is taken from, by the thresholds of the project.
enum class Heat : uint8_t { unmeasured, cold, warm, hot };

[[nodiscard]] std::string_view to_text(Heat heat);

struct MeasuredPool {
  const inventory::Pool* pool = nullptr;
  Heat heat = Heat::unmeasured;
  std::vector<std::string> reasons;  // for that, in words, most telling first
  std::vector<std::string> missing;  // of a cold pool: what keeps it from being removed
  // Of the gets that got an object and of the puts; none when nobody says.
  std::optional<double> hit_rate;
  std::optional<double> drop_rate;
  double served = 0;  // gets that got an object and said from where
  double puts = 0;
  double peak = 0;         // gets per second of one process
  std::string peak_words;  // "85 gets/s"
  // The thresholds, in gets per second: both are warm.
  double cold_below = 0;
  double hot_above = 0;
};

}  // namespace pool_audit::rules
