// One report of a run, in the format that was asked for.
#pragma once

#include <string>

#include "tool/cli/options.h"
#include "tool/pipeline.h"
#include "tool/report/model.h"

namespace pool_audit {

// `report` is that of the run, or what is left of it to show. The terminal decides on colours
// and the width of text that goes to it; everything else depends on the arguments and, for SARIF,
// on the sources.
[[nodiscard]] std::string render(const report::Report& report, const cli::Output& output,
                                 const cli::Options& options, const RunResult& run);

}  // namespace pool_audit
