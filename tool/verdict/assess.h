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

// What a finding of a rule says of the verdict on its pool.
enum class Concern : uint8_t {
  none,    // nothing: it follows from the telemetry itself
  use,     // the pool is used wrongly
  design,  // it should be no pool
};

struct AssessOptions {
  Thresholds thresholds;
  Rules join;
  // Classes of an earlier report, by the ids of pools.
  std::map<std::string, Class> before;
  // Of the rule with this id; empty: all findings are about the use of their pool.
  std::function<Concern(const std::string& rule)> concern;
};

// A pool that counts itself is judged by that alone: counts of lines are for the others.
[[nodiscard]] Assessment assess(const inventory::Inventory& inventory,
                                const telemetry::Telemetry& telemetry,
                                const AssessOptions& options);

// The verdicts anew, from what was measured and the findings that the inventory has by now. The
// assessment is one of this inventory's pools.
void judge_again(Assessment& assessment, const inventory::Inventory& inventory,
                 const AssessOptions& options);

}  // namespace pool_audit::verdict
