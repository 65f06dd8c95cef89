// What a configuration file says of telemetry: its section `telemetry`, which stands beside the
// pool models in `.pool-audit.yaml`. docs/formats/model.md is the manual.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/support/result.h"
#include "tool/verdict/classify.h"

namespace pool_audit {

struct TelemetryConfig {
  verdict::Thresholds thresholds;
  // Qualified name of a pool, and what telemetry calls it.
  std::vector<std::pair<std::string, std::string>> names;
  // Prefixes of paths in the telemetry, and what stands for them in the analysed source; in order.
  std::vector<std::pair<std::string, std::string>> path_map;

  friend bool operator==(const TelemetryConfig&, const TelemetryConfig&) = default;
};

// Sets what the section of one file says, if it has one: numbers replace those that stand there,
// names and paths are added. All errors with line and column; then `config` is as before.
[[nodiscard]] tl::expected<void, std::vector<Error>> read_telemetry_config(std::string_view yaml,
                                                                           const std::string& name,
                                                                           TelemetryConfig& config);

}  // namespace pool_audit
