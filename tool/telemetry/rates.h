// From cumulative counters to rates.
//
// Between two points of a series the rate is the difference by the time. A counter that is smaller
// than before was reset, and counts from zero, as in Prometheus.
//
//   (R1) process.mean <= process.peak, process.p99 <= process.peak; the same for the fleet
//   (R2) fleet.peak >= process.peak: the sum of all processes holds the busiest one
//   (R3) gets == hits + created + unserved + unknown
//   (R4) covered_seconds <= window_seconds
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

// Gets per second. Percentile and mean weigh each rate with the time for which it held.
struct Rate {
  double mean = 0;
  double p99 = 0;
  double peak = 0;

  friend bool operator==(const Rate&, const Rate&) = default;
};

// All that was measured of one pool, over all its processes.
struct Measured {
  PoolLabel pool;
  Rate process;  // of one process: each process's time counts by itself
  Rate fleet;    // of all processes together, at each time
  double gets = 0;
  double hits = 0;
  double created = 0;
  double unserved = 0;
  double unknown = 0;
  double puts = 0;
  double dropped = 0;
  double end = 0;                    // when the last point was taken, 0: nobody knows
  double window_seconds = 0;         // from the first point to the last
  double covered_seconds = 0;        // of it, how long some process was measured
  double gap_seconds = 0;            // process time between points too far apart to show a peak
  double resolution_seconds = 0;     // median time between two points: a peak is a mean over that
  uint64_t points = 0;               // scrapes or snapshots, over all processes
  uint64_t resets = 0;               // counters that began again
  std::vector<Instance> instances;   // sorted
  std::vector<std::string> sources;  // sorted

  // Gets that reused an object, of those that got one; puts that were dropped. None without any.
  [[nodiscard]] std::optional<double> hit_rate() const;
  [[nodiscard]] std::optional<double> drop_rate() const;
  friend bool operator==(const Measured&, const Measured&) = default;
};

// The series of one pool. Series with fewer than two points have no rate and give only their names.
// Time: n log n in the number of points.
[[nodiscard]] Measured measure(const PoolLabel& pool, std::span<const Series* const> series);

// One for each pool label, sorted by it.
[[nodiscard]] std::vector<Measured> measure_all(const Telemetry& telemetry);

}  // namespace pool_audit::telemetry
