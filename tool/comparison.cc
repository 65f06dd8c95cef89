#include "tool/comparison.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "checks/support/files.h"
#include "tool/report/report.h"
#include "tool/since.h"

namespace pool_audit {

using compare::Comparison;

namespace {

std::string number_of(size_t count, const char* one, const char* many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace

Result<compare::Baseline> read_baseline(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail("there is no baseline; make one with pool-audit baseline create", path);
  }
  auto text = read_file(path);
  if (!text) return tl::unexpected<Error>(text.error());
  return compare::parse_baseline(*text, path);
}

Result<void> add_comparison(const cli::Options& options, RunResult& run) {
  const compare::Looked looked{run.whole, run.report.rules};
  const inventory::Inventory& now = run.report.inventory;
  if (!options.baseline.empty()) {
    auto baseline = read_baseline(options.baseline);
    if (!baseline) return tl::unexpected<Error>(baseline.error());
    Comparison out = compare::apply(options.baseline, *baseline, now, looked);
    if (!out.fixed.empty()) {
      run.warnings.push_back(options.baseline + ": nothing is found any more for " +
                             number_of(out.fixed.size(), "entry", "entries") +
                             "; remove what is mended with pool-audit baseline prune");
    }
    run.report.comparison = std::move(out);
  } else if (!options.since.empty()) {
    auto before = inventory_since(options, run.root, run.warnings);
    if (!before) return tl::unexpected<Error>(before.error());
    run.report.comparison = compare::compare(options.since, {&*before}, {&now}, looked);
  }
  return {};
}

RunResult result_of(report::Report report) {
  RunResult out;
  out.incomplete = std::ranges::count(report.inventory.units, inventory::UnitState::failed,
                                      &inventory::Unit::state) != 0;
  out.whole = !out.incomplete;
  out.report = std::move(report);
  return out;
}

Result<RunResult> run_diff(const cli::Options& options) {
  Result<report::Report> reports[2];
  for (size_t i = 0; i < 2; ++i) {
    auto text = read_file(options.inputs[i]);
    if (!text) return tl::unexpected<Error>(text.error());
    reports[i] = report::parse_json(*text, options.inputs[i]);
    if (!reports[i]) return tl::unexpected<Error>(reports[i].error());
  }
  RunResult out = result_of(std::move(*reports[1]));
  // Reports know no absolute path: where one stands is where the sources are.
  std::error_code ignored;
  out.root = std::filesystem::current_path(ignored).string();
  const auto state_of = [](const report::Report& report) {
    return compare::State{&report.inventory, report.assessment ? &*report.assessment : nullptr};
  };
  out.report.comparison = compare::compare(options.inputs[0], state_of(*reports[0]),
                                           state_of(out.report), {out.whole, out.report.rules});
  return out;
}

}  // namespace pool_audit
