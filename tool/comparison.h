// What a run is compared with: a baseline, another revision, or another report.
#pragma once

#include <string>

#include "checks/support/result.h"
#include "tool/cli/options.h"
#include "tool/compare/baseline.h"
#include "tool/compare/compare.h"
#include "tool/pipeline.h"

namespace pool_audit {

// Sets the comparison of the run's report when --baseline or --since was given, and adds to its
// warnings.
[[nodiscard]] Result<void> add_comparison(const cli::Options& options, RunResult& run);

// pool-audit diff: the later of the two reports, compared with the earlier one. Errors: a file that
// cannot be read or is no report.
[[nodiscard]] Result<RunResult> run_diff(const cli::Options& options);

// A report that was read, as if it came from a run of now.
[[nodiscard]] RunResult result_of(report::Report report);

// Errors say what to do when there is no such file.
[[nodiscard]] Result<compare::Baseline> read_baseline(const std::string& path);

}  // namespace pool_audit
