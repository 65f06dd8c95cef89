// The text that a Prometheus target answers with: format 0.0.4, and OpenMetrics 1.0.
//
//   # HELP pool_gets_total Objects taken.
//   # TYPE pool_gets_total counter
//   pool_gets_total{pool="net.packets",result="local"} 17 1700000000000
//
// A sample is name, labels in braces, value, and a time: milliseconds in 0.0.4, seconds in
// OpenMetrics, which ends with `# EOF` and may add an exemplar behind another `#`. Accepted is what
// promtool accepts; a line that is not is an error with its line and column, and nothing is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::telemetry {

struct Sample {
  std::string name;
  std::vector<std::pair<std::string, std::string>> labels;  // in their order, each name once
  double value = 0;
  std::optional<double> time;  // seconds since the epoch

  [[nodiscard]] std::string_view label(std::string_view wanted) const;  // "" when it has none
  friend bool operator==(const Sample&, const Sample&) = default;
};

// `file` stands in errors. Linear in the text.
[[nodiscard]] Result<std::vector<Sample>> parse_prometheus_text(std::string_view text,
                                                                const std::string& file);

}  // namespace pool_audit::telemetry
