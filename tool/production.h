// What production says of the pools of a run.
//
//   --telemetry, --previous-report, configuration --read--> Production
//   Inventory, Production --measure--> Assessment, findings of the rules that judge telemetry
//   the marked findings   --judge----> the verdicts, which know of them
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/rules/rules.h"
#include "checks/support/result.h"
#include "tool/cli/options.h"
#include "tool/report/model.h"
#include "tool/telemetry/telemetry.h"
#include "tool/telemetry_config.h"
#include "tool/verdict/assess.h"

namespace pool_audit {

struct Production {
  telemetry::Telemetry telemetry;
  verdict::AssessOptions options;
  std::vector<report::Earlier> history;  // oldest first
};

// None when no telemetry is asked for. `root` is the project's, with its history in git if it has
// one. Errors: a source that cannot be read, a server that does not answer, a report that is none.
[[nodiscard]] Result<std::optional<Production>> read_production(const cli::Options& options,
                                                                const TelemetryConfig& config,
                                                                const std::string& root);

// Puts what was measured into the report, and what the selected rules say of it among the findings.
void measure(report::Report& report, const Production& production,
             const rules::Selection& selection);

// The verdicts anew, once it is known which findings are suppressed.
void judge(report::Report& report, const Production& production);

// What the rules see of an assessment of this inventory.
[[nodiscard]] std::vector<rules::MeasuredPool> measured_pools(
    const inventory::Inventory& inventory, const verdict::Assessment& assessment,
    const verdict::Thresholds& thresholds);

}  // namespace pool_audit
