// What the command line and the configuration files come to.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "checks/model/model.h"
#include "checks/rules/config.h"
#include "checks/support/result.h"
#include "tool/cli/options.h"
#include "tool/load/load.h"
#include "tool/telemetry_config.h"
#include "tool/workers/workers.h"

namespace pool_audit {

// What the files of a project say, with the command line on top.
struct Settings {
  model::ModelSet models;
  rules::Selection usual;                      // the rules that the files ask for
  rules::Selection ran;                        // those that run: the command line wins
  std::vector<rules::Acceptance> acceptances;  // their files relative to the root
  TelemetryConfig telemetry;
};

[[nodiscard]] load::LoadOptions load_options(const cli::Options& options);
[[nodiscard]] workers::Options worker_options(const cli::Options& options);

// The files in the order in which they count: the `.pool-audit.yaml` above `root`, if it is asked
// for, then those of --model.
[[nodiscard]] std::vector<std::string> config_files(const cli::Options& options,
                                                    const std::string& root);

// An error for what the command line alone says of rules: also for one that looks at telemetry when
// there is none.
[[nodiscard]] Result<rules::Selection> selection_of(const cli::Options& options);

// All errors of all files, a line each.
[[nodiscard]] Result<Settings> read_settings(const cli::Options& options, const std::string& root);

// The ids of the rules that a selection runs, sorted.
[[nodiscard]] std::vector<std::string> rules_of(const rules::Selection& selection);

// Runs the rules over an inventory. The selection outlives it.
[[nodiscard]] inventory::Inspect inspect_with(const rules::Selection& selection);

}  // namespace pool_audit
