// What every report is made of: one value, whatever the format.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/compare/compare.h"
#include "tool/verdict/assess.h"

namespace pool_audit::report {

// One earlier report, for the history of a pool.
struct Earlier {
  std::string label;  // "2026-10", the name of its file
  double time = 0;    // when its measurement ended, seconds since the epoch; 0: unknown
  std::map<std::string, verdict::PoolVerdict> pools;  // by id

  friend bool operator==(const Earlier&, const Earlier&) = default;
};

struct Report {
  inventory::Inventory inventory;
  std::optional<verdict::Assessment> assessment = {};  // none: no telemetry was given
  verdict::Thresholds thresholds = {};                 // of the classes
  std::optional<compare::Comparison> comparison = {};  // none: nothing to compare with
  std::vector<Earlier> history = {};                   // oldest first
  std::vector<std::string> rules = {};                 // ids of those that ran; empty: unknown

  // Of a pool of the inventory, by its index; null when no telemetry was given.
  [[nodiscard]] const verdict::PoolVerdict* verdict_of(size_t pool) const {
    return assessment && pool < assessment->pools.size() ? &assessment->pools[pool] : nullptr;
  }
  friend bool operator==(const Report&, const Report&) = default;
};

}  // namespace pool_audit::report
