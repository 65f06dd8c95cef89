// What a run did and what it cost, for --stats.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "checks/inventory/build.h"
#include "tool/cli/options.h"
#include "tool/phases.h"

namespace pool_audit {

struct Statistics {
  size_t units = 0;
  size_t selected = 0;
  size_t cached = 0;     // units whose facts the cache had
  size_t extracted = 0;  // units that were parsed
  size_t failed = 0;
  size_t prefixes = 0;  // headers that were precompiled
  size_t rounds = 0;    // of link and inventory
  // CPU seconds, by Phase.
  std::array<double, kPhaseCount> seconds{};
  PeakMemory memory;
  inventory::Built::Cost highest_cost;  // of the last round, none when the cache knew the result
};

// Takes the times and the memory as they are now.
void measure_cost(Statistics& statistics, Phases& phases);

// Lines for people, or one JSON object; ends with a newline.
[[nodiscard]] std::string to_text(const Statistics& statistics, cli::StatsForm form);

}  // namespace pool_audit
