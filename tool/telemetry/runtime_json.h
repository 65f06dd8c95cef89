// The runtime library's snapshot: what `pool::to_json` and POOL_STATS_FILE write, as
// docs/runtime/telemetry.md describes.
#pragma once

#include <string>
#include <string_view>

#include "checks/support/result.h"
#include "tool/telemetry/telemetry.h"

namespace pool_audit::telemetry {

// A snapshot has the time at which it was taken and the one at which its process began, so that one
// alone has a rate. Without a start it is one point of a series, and needs another one. `file`
// stands in errors, and names the instance where the text names no process.
[[nodiscard]] Result<Telemetry> read_runtime_json(std::string_view text, const std::string& file);

}  // namespace pool_audit::telemetry
