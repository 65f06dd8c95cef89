// From samples of Prometheus, of a text or of a server, to series of pools.
//
// The pool is told by the labels `pool`, `kind`, `type` and `site`, the process by `instance`, or
// by all other labels where there is none. docs/runtime/telemetry.md lists the metrics.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "tool/telemetry/prometheus_text.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

class PrometheusSeries {
 public:
  // `source`: file or address, for people; it is the instance too when no label tells one.
  explicit PrometheusSeries(std::string source) : source_(std::move(source)) {}

  // Ignores metrics that are not of pools, and values that are no counts (NaN, negative). A sample
  // without a time counts as taken at `time`.
  void add(const Sample& sample, double time);
  // True when a sample of a pool was added.
  [[nodiscard]] bool empty() const { return points_.empty(); }
  [[nodiscard]] Telemetry finish();

 private:
  using Key = std::pair<PoolLabel, std::string>;  // and the instance
  std::string source_;
  std::map<Key, std::map<double, Counters>> points_;
  std::map<std::string, Instance> instances_;
};

struct TextOptions {
  // When a text without times was taken, in seconds since its counters began: the only way to have
  // rates from it. 0: not known.
  double seconds = 0;
};

// A text of one or more scrapes. A text without times and options.seconds has series without
// points, and a note.
[[nodiscard]] Result<Telemetry> read_prometheus_text(std::string_view text, const std::string& file,
                                                     const TextOptions& options);

}  // namespace pool_audit::telemetry
