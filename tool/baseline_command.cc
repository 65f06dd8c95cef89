#include "tool/baseline_command.h"

#include <iostream>

#include "checks/support/files.h"
#include "tool/cli/exit_code.h"
#include "tool/compare/baseline.h"
#include "tool/comparison.h"
#include "tool/console.h"
#include "tool/pipeline.h"
#include "tool/report/report.h"

namespace pool_audit {
namespace {

using cli::Command;
using cli::ExitCode;
using cli::to_int;
using compare::Baseline;

void tell(const cli::Options& options, const std::string& message) {
  if (!options.quiet) complain(message);
}

std::string entries(size_t count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

// What the findings are taken from: a report, or a run.
Result<RunResult> findings_of(const cli::Options& options) {
  if (options.from_report.empty()) return run_inventory(options);
  auto text = read_file(options.from_report);
  if (!text) return tl::unexpected<Error>(text.error());
  auto report = report::parse_json(*text, options.from_report);
  if (!report) return tl::unexpected<Error>(report.error());
  return result_of(std::move(*report));
}

int write_baseline(const std::string& path, const Baseline& baseline) {
  const std::string text = print_baseline(baseline);
  if (path.empty() || path == "-") {
    std::cout << text << std::flush;
    return to_int(std::cout ? ExitCode::clean : ExitCode::usage);
  }
  if (const auto written = write_file_atomically(path, text); !written) {
    return fail_with(written.error());
  }
  return to_int(ExitCode::clean);
}

int complain_of_parts(const RunResult& run) {
  if (run.interrupted_by != 0) return cli::kSignalBase + run.interrupted_by;
  complain(
      "translation units failed, so that findings may be missing; nothing was written. pool-audit "
      "check names the units");
  return to_int(ExitCode::incomplete);
}

int create(const cli::Options& options) {
  auto run = findings_of(options);
  if (!run) return fail_with(run.error());
  if (run->incomplete) return complain_of_parts(*run);
  const Baseline baseline = compare::baseline_of(run->report.inventory);
  const int code = write_baseline(options.output, baseline);
  if (code == 0) tell(options, entries(baseline.entries.size()) + " in the baseline");
  return code;
}

int prune(const cli::Options& options) {
  auto baseline = read_baseline(options.baseline);
  if (!baseline) return fail_with(baseline.error());
  auto run = findings_of(options);
  if (!run) return fail_with(run.error());
  if (run->incomplete) return complain_of_parts(*run);
  const auto comparison = compare::apply(options.baseline, *baseline, run->report.inventory,
                                         {run->whole, run->report.rules});
  const Baseline left = compare::prune(*baseline, comparison);
  const size_t gone = baseline->entries.size() - left.entries.size();
  if (gone != 0) {
    if (const int code = write_baseline(options.baseline, left); code != 0) return code;
  }
  tell(options, entries(gone) + " removed, " + entries(left.entries.size()) + " left" +
                    (comparison.unchecked.empty()
                         ? ""
                         : ", of which " + std::to_string(comparison.unchecked.size()) +
                               " could not be checked by this run"));
  return to_int(ExitCode::clean);
}

int merge(const cli::Options& options) {
  Baseline sides[3];
  for (size_t i = 0; i < 3; ++i) {
    // Git hands an empty file for a side that has none.
    auto read = read_baseline(options.inputs[i]);
    if (!read) return fail_with(read.error());
    sides[i] = std::move(*read);
  }
  return write_baseline(options.output.empty() ? options.inputs[1] : options.output,
                        compare::merge(sides[0], sides[1], sides[2]));
}

}  // namespace

int run_baseline_command(const cli::Options& options) {
  switch (options.command) {
    case Command::baseline_create:
      return create(options);
    case Command::baseline_prune:
      return prune(options);
    default:
      return merge(options);
  }
}

}  // namespace pool_audit
