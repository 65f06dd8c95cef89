// Every pool of an inventory with what was measured of it and what to do about it.
//
//   Inventory + Telemetry --join, measure, judge--> Assessment
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/telemetry/rates.h"
#include "tool/telemetry/telemetry.h"
#include "tool/verdict/classify.h"
#include "tool/verdict/join.h"

namespace pool_audit::verdict {

struct PoolVerdict {
  Verdict verdict;
  Confidence confidence = Confidence::none;     // of the weakest join
  std::optional<telemetry::Measured> measured;  // over all that joined

  friend bool operator==(const PoolVerdict&, const PoolVerdict&) = default;
};

// A measurement that speaks of no pool of the inventory.
struct Leftover {
  std::string what;  // "net.packets", "src/a.cc:12", "function pool_get"
  std::string reason;

  friend bool operator==(const Leftover&, const Leftover&) = default;
};

// measurements == joined + leftovers.size(), and pools.size() == that of the inventory.
struct Assessment {
  std::vector<PoolVerdict> pools;  // in the order of the inventory
  std::vector<Leftover> leftovers;
  size_t measurements = 0;
  size_t joined = 0;
  std::vector<std::string> notes;  // of the telemetry

  [[nodiscard]] size_t measured_pools() const;
  friend bool operator==(const Assessment&, const Assessment&) = default;
};

struct AssessOptions {
  Thresholds thresholds;
  Rules join;
  // Classes of an earlier report, by the ids of pools.
  std::map<std::string, Class> before;
  // Whether a rule asks if a pool should be one at all, rather than how it is used.
  std::function<bool(const std::string& rule)> is_about_design;
};

[[nodiscard]] Assessment assess(const inventory::Inventory& inventory,
                                const telemetry::Telemetry& telemetry,
                                const AssessOptions& options);

}  // namespace pool_audit::verdict
