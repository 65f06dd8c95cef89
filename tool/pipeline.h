// The stages of an inventory run, one after the other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "checks/model/describe.h"
#include "checks/support/result.h"
#include "tool/cli/options.h"
#include "tool/report/model.h"
#include "tool/statistics.h"

namespace pool_audit {

struct RunResult {
  report::Report report;
  bool incomplete = false;  // a unit failed, or the run was interrupted
  bool whole = true;        // not so, and nothing was left out by hand
  int interrupted_by = 0;   // the signal's number, 0: none
  std::string dump;         // --dump: the stage's value as JSON; the run ended there
  std::string root;         // of the project, absolute; places are relative to it
  std::vector<std::string> warnings;
  Statistics statistics;                          // for --stats
  std::vector<model::RecognisedPool> recognised;  // for `model suggest` alone
};

// What a run does besides.
struct Extra {
  // Sees the program, and the root of the project, once the rules have run. The last call of a run
  // sees all of it; what an earlier one saw lacked units.
  std::function<void(const inventory::Subject&, const std::string& root)> observe = {};
  // Units that read one of these (absolute) are parsed whatever they mention.
  std::vector<std::string> read_by_all = {};
};

// Everything from the compile database to the inventory. Errors are those that leave nothing to
// report: no database, a broken model, no worker that starts.
[[nodiscard]] Result<RunResult> run_inventory(const cli::Options& options, const Extra& extra = {});

// Facts files, made by `pool-audit extract`, to the inventory.
[[nodiscard]] Result<RunResult> run_link(const cli::Options& options);

// One source file to its facts; the bytes of a facts file.
[[nodiscard]] Result<std::string> run_extract(const cli::Options& options,
                                              std::vector<std::string>& warnings);

inline constexpr const char* kToolVersion = "0.1.0";

}  // namespace pool_audit
