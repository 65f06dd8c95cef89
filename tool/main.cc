// pool-audit: the command. Parses what was asked, runs it, writes the reports.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "checks/facts/disk.h"
#include "checks/facts/text.h"
#include "checks/support/files.h"
#include "tool/baseline_command.h"
#include "tool/cache/location.h"
#include "tool/cache/store.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/help.h"
#include "tool/cli/parse.h"
#include "tool/cli/terminal.h"
#include "tool/comparison.h"
#include "tool/console.h"
#include "tool/document_command.h"
#include "tool/extract/job.h"
#include "tool/failing.h"
#include "tool/migrate_command.h"
#include "tool/model_command.h"
#include "tool/pipeline.h"
#include "tool/refactor_command.h"
#include "tool/render.h"
#include "tool/report/report.h"
#include "tool/rules_command.h"
#include "tool/units.h"
#include "tool/workers/workers.h"

namespace pool_audit {
namespace {

using cli::Command;
using cli::ExitCode;
using cli::to_int;

// "-" and "" are standard output.
bool write_output(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    std::cout << text << std::flush;
    if (!std::cout) complain("cannot write to standard output");
    return static_cast<bool>(std::cout);
  }
  const auto written = write_file_atomically(path, text);
  if (!written) complain(written.error().to_string());
  return written.has_value();
}

// Names the units that failed, each with what the compiler said: some of them, or all with
// --verbose.
void tell_of_failed(const cli::Options& options, const std::vector<inventory::Unit>& units) {
  constexpr size_t kShown = 5;
  size_t failed = 0;
  for (const inventory::Unit& unit : units) {
    if (unit.state != inventory::UnitState::failed) continue;
    if (++failed > kShown && !options.verbose) continue;
    const std::string errors = compile_errors(unit, options.verbose);
    complain(unit.file + ": " + (errors.empty() ? unit.reason : errors));
  }
  if (failed > kShown && !options.verbose) {
    complain("and " + std::to_string(failed - kShown) + " more; --verbose names them");
  }
}

int report_run(const cli::Options& options, Result<RunResult> run) {
  if (!run) return fail_with(run.error());
  if (run->dump.empty() && run->interrupted_by == 0) {
    if (auto compared = add_comparison(options, *run); !compared) {
      return fail_with(compared.error());
    }
  }
  for (const std::string& warning : run->warnings) {
    if (!options.quiet) complain(warning);
  }
  std::cerr << to_text(run->statistics, options.stats);
  if (!run->dump.empty()) {
    return to_int(write_output("-", run->dump) ? ExitCode::clean : ExitCode::usage);
  }
  report::Report shown = run->report;
  if (!options.pool.empty()) {
    auto only = report::only_pool(run->report, options.pool);
    if (!only) return fail_with(only.error());
    shown = std::move(*only);
  }
  if (!options.why_unproven.empty() && !report::has_pool(shown.inventory, options.why_unproven)) {
    return fail_with(
        {"no pool matches '" + options.why_unproven + "' of --why-unproven", "", 0, 0});
  }
  bool written = true;
  for (const cli::Output& output : options.outputs) {
    written = write_output(output.path, render(shown, output, options, *run)) && written;
  }
  if (run->interrupted_by != 0) {
    complain("interrupted; the report holds what was analysed by then");
    return cli::kSignalBase + run->interrupted_by;
  }
  if (!written) return to_int(ExitCode::usage);
  if (run->incomplete && !options.quiet) {
    const auto failed = std::ranges::count(run->report.inventory.units,
                                           inventory::UnitState::failed, &inventory::Unit::state);
    complain(std::to_string(failed) + " of " + std::to_string(run->report.inventory.units.size()) +
             " translation units are incomplete; the report names them");
    tell_of_failed(options, run->report.inventory.units);
  }
  const auto* known = run->report.comparison ? &*run->report.comparison : nullptr;
  return to_int(cli::exit_code(fails(options, run->report.inventory, shown.inventory, known),
                               run->incomplete));
}

int print_facts(const cli::Options& options) {
  auto bytes = read_file(options.inputs.front());
  if (!bytes) return fail_with(bytes.error());
  auto facts = facts::decode(*bytes);
  if (!facts) {
    Error error = facts.error();
    error.file = options.inputs.front();
    return fail_with(error);
  }
  return to_int(write_output("-", facts::print(*facts)) ? ExitCode::clean : ExitCode::usage);
}

int extract(const cli::Options& options) {
  std::vector<std::string> warnings;
  auto bytes = run_extract(options, warnings);
  if (!bytes) return fail_with(bytes.error());
  for (const std::string& warning : warnings) complain(warning);
  if (!write_output(options.output, *bytes)) return to_int(ExitCode::usage);
  return to_int(warnings.empty() ? ExitCode::clean : ExitCode::incomplete);
}

int manage_cache(const cli::Options& options) {
  const cache::Location place = cache::find_cache_folder(options.cache_dir);
  if (options.command == Command::cache_path) {
    std::cout << place.folder << "\n";
    return to_int(ExitCode::clean);
  }
  cache::Store store(place.folder);
  if (options.command == Command::cache_clear) store.clear();
  const cache::StoreStats stats = store.stats();
  if (options.command == Command::cache_stats) {
    std::cout << place.folder << ": " << stats.entries << " entries, " << stats.bytes << " bytes\n";
  }
  return to_int(ExitCode::clean);
}

int run(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  auto options = cli::parse(arguments, cli::Surroundings::of_process());
  if (!options) return fail_with(options.error());
  switch (options->command) {
    case Command::inventory:
    case Command::check:
      return report_run(*options, run_inventory(*options));
    case Command::link:
      return report_run(*options, run_link(*options));
    case Command::diff:
      return report_run(*options, run_diff(*options));
    case Command::baseline_create:
    case Command::baseline_prune:
    case Command::baseline_merge:
      return run_baseline_command(*options);
    case Command::refactor_bound:
    case Command::refactor_check:
    case Command::refactor_encapsulate:
    case Command::refactor_guard:
    case Command::refactor_instrument:
    case Command::refactor_remove:
    case Command::refactor_reset:
    case Command::refactor_fix:
    case Command::refactor_undo:
      return run_refactor_command(*options);
    case Command::refactor_migrate:
    case Command::migrate_status:
    case Command::migrate_resume:
    case Command::migrate_rollback:
      return run_migrate_command(*options);
    case Command::document:
      return run_document_command(*options);
    case Command::extract:
      return extract(*options);
    case Command::model_check:
    case Command::model_list:
    case Command::model_show:
    case Command::model_suggest:
      return run_model_command(*options);
    case Command::rules:
    case Command::explain:
      return run_rules_command(*options);
    case Command::facts_print:
      return print_facts(*options);
    case Command::cache_clear:
    case Command::cache_stats:
    case Command::cache_path:
      return manage_cache(*options);
    case Command::completions:
      std::cout << cli::completions(options->shell);
      return to_int(ExitCode::clean);
    case Command::help:
      std::cout << cli::help(*options);
      return to_int(ExitCode::clean);
    case Command::version:
      std::cout << "pool-audit " << kToolVersion << "\n";
      return to_int(ExitCode::clean);
    case Command::worker:
      return workers::serve(extract_stage::handle_request);
  }
  return to_int(ExitCode::usage);
}

}  // namespace
}  // namespace pool_audit

int main(int argc, char** argv) {
  // A reader that goes away, and a limit on file sizes, show as errors of write().
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return pool_audit::run(argc, argv);
}
