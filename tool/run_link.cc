// Facts files to the inventory: the stages from `link` on.
#include <algorithm>
#include <filesystem>
#include <set>

#include "checks/analysis/program.h"
#include "checks/facts/disk.h"
#include "checks/inventory/build.h"
#include "checks/support/files.h"
#include "tool/findings/mark.h"
#include "tool/pipeline.h"
#include "tool/production.h"
#include "tool/settings.h"

namespace pool_audit {

namespace fs = std::filesystem;

Result<RunResult> run_link(const cli::Options& options) {
  RunResult out;
  out.report.inventory.tool_version = kToolVersion;
  std::vector<std::pair<std::string, facts::FactsReader>> units;
  for (const std::string& path : options.inputs) {
    auto bytes = read_file(path);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    auto reader = facts::FactsReader::open(std::move(*bytes));
    if (!reader) {
      Error error = reader.error();
      error.file = path;
      return tl::unexpected<Error>(std::move(error));
    }
    units.emplace_back(std::string(reader->declarations().main_file.text()), std::move(*reader));
  }
  std::ranges::sort(units, {}, [](const auto& unit) { return unit.first; });
  std::error_code ignored;
  const std::string here = options.root.empty() ? fs::current_path(ignored).string() : options.root;
  auto settings = read_settings(options, here);
  if (!settings) return tl::unexpected<Error>(settings.error());
  const auto production = read_production(options, settings->telemetry, here);
  if (!production) return tl::unexpected<Error>(production.error());
  if (!*production) settings->ran = rules::without_telemetry(std::move(settings->ran));
  analysis::Program program;
  std::set<std::string> analysed;
  for (auto& [file, reader] : units) {
    for (const facts::FileRead& read : reader.declarations().files) {
      if (!read.is_system) analysed.emplace(read.path.text());
    }
    inventory::Unit unit;
    unit.file = file;
    for (const facts::Diagnostic& diagnostic : reader.declarations().diagnostics) {
      unit.state = inventory::UnitState::failed;
      unit.reason = "compile errors, analysed as far as it could be parsed";
      Error error{std::string(diagnostic.message.text()),
                  std::string(diagnostic.location.file.text()), diagnostic.location.line,
                  diagnostic.location.column};
      unit.notes.push_back(error.to_string());
      out.incomplete = true;
    }
    out.report.inventory.units.push_back(std::move(unit));
    program.add(std::move(reader));
  }
  inventory::Built built = inventory::build(program, settings->models, inspect_with(settings->ran));
  out.report.inventory.pools = std::move(built.pools);
  out.report.inventory.findings = std::move(built.findings);
  out.report.inventory.candidates = std::move(built.candidates);
  out.root = here;
  out.report.rules = rules_of(settings->ran);
  out.whole = !out.incomplete;
  if (*production) measure(out.report, **production, settings->ran);
  findings::mark(out.report.inventory, {here,
                                        {analysed.begin(), analysed.end()},
                                        out.whole,
                                        settings->usual,
                                        settings->ran,
                                        std::move(settings->acceptances)});
  if (*production) judge(out.report, **production);
  return out;
}

}  // namespace pool_audit
