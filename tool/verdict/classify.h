// Hot, warm or cold, and what to do about it.
//
//   hot   peak above Thresholds::hot_above     leave it alone, unless there is a known bug
//   warm  between the two, both included       review it for correctness
//   cold  peak below Thresholds::cold_below    a candidate for removal, if the gate is open
//
// The peak is that of one process: what a pool saves is saved by the process that it stands in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/telemetry/rates.h"
#include "tool/verdict/join.h"

namespace pool_audit::verdict {

enum class Class : uint8_t { unmeasured, cold, warm, hot };

struct Thresholds {
  double hot_above = 10'000;  // gets per second
  double cold_below = 100;
  // How far past a threshold a pool has to be to leave the class that it had, as a share of the
  // threshold, 0 to below 1: one that swings around a threshold keeps its class.
  double hysteresis = 0.2;
  // The gate of a removal.
  double window_seconds = 30 * 86400.0;  // that was watched at least
  double covered_share = 0.9;            // of the window in which some process was watched
  uint64_t points = 100;                 // scrapes at least

  friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

// `before`: the class of an earlier report, unmeasured when there is none.
[[nodiscard]] Class class_of(double peak, const Thresholds& thresholds, Class before);

enum class Action : uint8_t {
  leave,       // hot, and nothing is known to be wrong
  review,      // warm, or with findings about its use
  remove,      // cold, and the gate is open
  observe,     // cold as far as is known, but the gate is not open
  replace,     // should not be a pool at all, whatever its rate
  instrument,  // nobody knows its rate
};

// What is known of one pool when it is judged.
struct Evidence {
  std::optional<telemetry::Measured> measured;
  Confidence confidence = Confidence::none;  // the weakest of its labels' joins
  Class before = Class::unmeasured;
  bool dynamic_use = false;  // handed to code that nobody has seen, or reached through an interface
  size_t open_findings = 0;  // about how it is used
  size_t design_findings = 0;  // that it should be no pool
};

struct Verdict {
  Class class_ = Class::unmeasured;
  Action action = Action::instrument;
  std::vector<std::string> reasons;  // in words, most telling first
  std::vector<std::string> missing;  // cold: what keeps the gate shut; empty: it is open

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

[[nodiscard]] Verdict judge(const Evidence& evidence, const Thresholds& thresholds);

[[nodiscard]] std::string_view to_text(Class class_);
[[nodiscard]] std::string_view to_text(Action action);

}  // namespace pool_audit::verdict
