// The pipeline, top to bottom. What stands between two stages says what is final from there on.
#include "tool/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "checks/analysis/program.h"
#include "checks/extract/extract.h"
#include "checks/facts/disk.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "checks/rules/rules.h"
#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"
#include "tool/cache/facts_cache.h"
#include "tool/cache/file_digests.h"
#include "tool/cache/location.h"
#include "tool/cache/store.h"
#include "tool/cli/terminal.h"
#include "tool/extract/capture.h"
#include "tool/extract/depfile.h"
#include "tool/load/load.h"
#include "tool/load/source_kind.h"
#include "tool/plan.h"
#include "tool/report/report.h"
#include "tool/workers/interrupt.h"
#include "tool/workers/progress.h"
#include "tool/workers/workers.h"

namespace pool_audit {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxRounds = 6;  // of pulling in units that the scan had skipped

load::LoadOptions load_options(const cli::Options& options) {
  load::LoadOptions out;
  out.database = options.build;
  out.root = options.root;
  out.path_map = options.path_map;
  out.only = options.only;
  out.exclude = options.exclude;
  out.extra_arguments = options.extra_arguments;
  return out;
}

Error joined(const std::vector<Error>& errors) {
  Error out;
  for (const Error& error : errors) {
    if (!out.message.empty()) out.message += '\n';
    out.message += error.to_string();
  }
  return out;
}

Result<model::ModelSet> load_models(const cli::Options& options, const std::string& root) {
  std::vector<std::string> files;
  if (options.user_model && !root.empty()) {
    if (std::string found = model::find_user_models(root); !found.empty()) {
      files.push_back(std::move(found));
    }
  }
  files.insert(files.end(), options.models.begin(), options.models.end());
  auto models = model::load_models(files);
  if (!models) return tl::unexpected<Error>(joined(models.error()));
  return std::move(*models);
}

Result<rules::Selection> selection_of(const cli::Options& options) {
  rules::Selection out;
  out.patterns = options.checks;
  for (const cli::RuleOption& option : options.rule_options) {
    out.options[option.rule][option.name] = option.value;
  }
  if (auto valid = rules::validate(out); !valid) return tl::unexpected<Error>(valid.error());
  return out;
}

inventory::Inspect inspect_with(const rules::Selection& selection) {
  return [&selection](const inventory::Subject& subject) { return rules::run(subject, selection); };
}

workers::Options worker_options(const cli::Options& options) {
  workers::Options out;
  out.command = {"/proc/self/exe", "worker"};
  out.workers = options.jobs;
  out.job_limit = std::chrono::seconds(options.time_limit_seconds);
  out.memory_limit = uint64_t{options.memory_limit_mib} << 20;
  out.recycle_memory = uint64_t{1} << 30;
  return out;
}

// Units in the order of the work list, whatever order they were captured in.
analysis::Program link(extract_stage::Capturer& capturer, std::set<size_t>& damaged) {
  analysis::Program program;
  for (const auto& [index, unit] : capturer.results()) {
    if (!unit.ok()) continue;
    auto bytes = capturer.facts(unit);
    auto reader = facts::FactsReader::open(bytes ? std::move(*bytes) : std::string());
    if (reader) {
      program.add(std::move(*reader));
    } else {
      damaged.insert(index);
    }
  }
  return program;
}

// What an inventory is made from, and nothing else: equal keys give equal inventories.
Digest link_key(const extract_stage::Capturer& capturer, const model::ModelSet& models,
                const rules::Selection& selection) {
  Digest key = combine(extract_stage::tool_digest(), models.digest());
  key = combine(key, digest_of(rules::to_text(selection)));
  for (const auto& [index, unit] : capturer.results()) {
    if (unit.ok()) key = combine(key, unit.facts);
  }
  return key;
}

std::string to_bytes(const inventory::Built& built) {
  inventory::Inventory shell;
  shell.pools = built.pools;
  shell.findings = built.findings;
  shell.candidates = built.candidates;
  nlohmann::json out = {{"inventory", report::render_json(shell)}, {"wanted", built.wanted_names}};
  std::string bytes;
  nlohmann::json::to_msgpack(out, bytes);
  return bytes;
}

std::optional<inventory::Built> from_bytes(const std::string& bytes) {
  const nlohmann::json value = nlohmann::json::from_msgpack(bytes, true, false);
  if (!value.is_object() || !value.contains("inventory") || !value["inventory"].is_string() ||
      !value.contains("wanted") || !value["wanted"].is_array()) {
    return std::nullopt;
  }
  auto shell = report::parse_json(value["inventory"].get<std::string>());
  if (!shell) return std::nullopt;
  inventory::Built out;
  out.pools = std::move(shell->pools);
  out.findings = std::move(shell->findings);
  out.candidates = std::move(shell->candidates);
  for (const auto& name : value["wanted"]) {
    if (name.is_string()) out.wanted_names.insert(name.get<std::string>());
  }
  return out;
}

std::string dump_work_list(const load::WorkList& list) {
  nlohmann::ordered_json out;
  out["units"] = nlohmann::ordered_json::array();
  for (const load::TranslationUnit& unit : list.units) {
    out["units"].push_back({{"file", load::relative_to_root(unit.file, list.root)},
                            {"arguments", unit.arguments},
                            {"notes", unit.notes}});
  }
  out["bad"] = nlohmann::ordered_json::array();
  for (const load::BadEntry& bad : list.bad) {
    out["bad"].push_back({{"index", bad.index}, {"file", bad.file}, {"reason", bad.reason}});
  }
  out["notes"] = list.notes;
  return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void list_units(const load::WorkList& list, const Plan& plan,
                const std::map<size_t, extract_stage::Captured>& captured,
                const std::set<size_t>& damaged, RunResult& out) {
  using inventory::UnitState;
  for (size_t i = 0; i < list.units.size(); ++i) {
    inventory::Unit unit;
    unit.file = load::relative_to_root(list.units[i].file, list.root);
    unit.notes = list.units[i].notes;
    const auto found = captured.find(i);
    if (!plan.selected(i)) {
      unit.state = UnitState::skipped;
      unit.reason = plan.reason(i);
    } else if (found == captured.end()) {
      unit.state = UnitState::failed;
      unit.reason = "not reached: the run was interrupted";
    } else if (!found->second.error.empty() || damaged.contains(i)) {
      unit.state = UnitState::failed;
      unit.reason = found->second.error.empty() ? "its facts are damaged" : found->second.error;
    } else if (!found->second.errors.empty()) {
      unit.state = UnitState::failed;
      unit.reason = "compile errors, analysed as far as it could be parsed";
      unit.notes.insert(unit.notes.end(), found->second.errors.begin(), found->second.errors.end());
    }
    out.incomplete = out.incomplete || unit.state == UnitState::failed;
    out.inventory.units.push_back(std::move(unit));
  }
  for (const load::BadEntry& bad : list.bad) {
    inventory::Unit unit;
    unit.file = bad.file;
    unit.state = UnitState::failed;
    unit.reason = bad.reason;
    out.incomplete = true;
    out.inventory.units.push_back(std::move(unit));
  }
  std::ranges::sort(out.inventory.units, [](const auto& a, const auto& b) {
    return std::tie(a.file, a.reason, a.notes) < std::tie(b.file, b.reason, b.notes);
  });
}

// --depfile: the source, what it includes, and the models, absolute.
Result<void> write_depfile(const cli::Options& options, const std::string& root,
                           const std::string& source, const facts::TuFacts& facts) {
  std::vector<std::string> files = {source};
  const auto add = [&](const fs::path& path) {
    std::string name = (fs::path(root) / path).lexically_normal().string();
    if (std::ranges::find(files, name) == files.end()) files.push_back(std::move(name));
  };
  for (const facts::FileRead& file : facts.files) add(file.path.text());
  std::error_code failed;
  for (const std::string& model : options.models) add(fs::absolute(model, failed));
  if (options.user_model) {
    if (const std::string found = model::find_user_models(root); !found.empty()) add(found);
  }
  return write_file_atomically(options.depfile, extract_stage::depfile_text(options.output, files));
}

}  // namespace

Result<RunResult> run_inventory(const cli::Options& options) {
  RunResult out;
  out.inventory.tool_version = kToolVersion;
  auto selection = selection_of(options);
  if (!selection) return tl::unexpected<Error>(selection.error());

  // load: the compile database, with bad entries kept and their reasons
  auto list = load::load(load_options(options));
  if (!list) return tl::unexpected<Error>(list.error());
  if (options.dump == cli::Stage::load) {
    out.dump = dump_work_list(*list);
    return out;
  }
  auto models = load_models(options, list->root);
  if (!models) return tl::unexpected<Error>(models.error());
  // --- from here on the set of units is fixed; later stages only skip or fail some of them

  // From here on an interrupt ends the work early, and what there is by then is reported.
  const workers::InterruptScope interrupts;
  const cache::Location place =
      options.cache ? cache::find_cache_folder(options.cache_dir) : cache::Location{};
  cache::Store store(place.folder);
  cache::FileDigests digests(store);
  cache::FactsCache facts_cache(store, digests, list->root);

  // scan: which units can matter, and which of them analyses which header
  Plan plan = Plan::make(*list, options.scan, store);
  plan.select(models->identifiers());
  if (options.dump == cli::Stage::scan) {
    out.dump = plan.dump(*list);
    return out;
  }

  ScratchFolder scratch;  // for the facts of a run without a cache
  cache::Store scratch_store(store.writable() ? std::string() : scratch.path(), 0);
  workers::Progress progress(options.quiet ? workers::ProgressOptions{}
                                           : workers::detect_terminal());
  workers::ProgressState state;
  const extract_stage::Setting setting{list->root, models->macros(), ""};
  extract_stage::Capturer capturer(setting, store.enabled() ? &facts_cache : nullptr,
                                   store.writable() ? store : scratch_store,
                                   worker_options(options));
  capturer.prefixes = [&](const std::vector<size_t>& units) { return plan.prefixes(units); };
  size_t done_before = 0;
  capturer.on_progress = [&](size_t done, size_t total) {
    state.done = done_before + done;
    state.total = done_before + total;
    progress.update(state);
  };

  inventory::Built built;
  std::set<size_t> damaged;
  for (int round = 0; round < kMaxRounds; ++round) {
    // extract: facts of the selected units; a header that its owner turns out not to read goes to
    // another unit, until every header has been read by its owner
    bool fresh = false;
    for (std::vector<size_t> units = plan.take_new(); !units.empty(); units = plan.take_new()) {
      fresh = true;
      std::vector<std::pair<size_t, extract_stage::Job>> jobs;
      for (const size_t unit : units) jobs.emplace_back(unit, plan.job(unit));
      if (auto ran = capturer.run(jobs); !ran) return tl::unexpected<Error>(ran.error());
      done_before += jobs.size();
      out.interrupted_by = capturer.interrupted_by();
      if (out.interrupted_by != 0) break;
      for (const size_t unit : units) {
        const auto found = capturer.results().find(unit);
        if (found != capturer.results().end()) {
          plan.captured(unit, found->second.ok(), found->second.files);
        }
      }
      plan.settle();
    }
    if (!fresh && round > 0) break;

    const Digest key = link_key(capturer, *models, *selection);
    std::optional<inventory::Built> known;
    const bool suggest = options.command == cli::Command::model_suggest;
    if (!suggest) {
      if (const auto bytes = store.get(key)) known = from_bytes(*bytes);
    }
    if (known) {
      built = std::move(*known);
    } else {
      // link: one identity per type, record, function and variable
      damaged.clear();
      const analysis::Program program = link(capturer, damaged);
      // inventory: pools, sites, pairing; then the rules say what is wrong with them
      built = inventory::build(program, *models, inspect_with(*selection));
      if (damaged.empty()) store.put(key, to_bytes(built));
    }
    state.pools = built.pools.size();
    progress.update(state);
    out.interrupted_by = workers::InterruptScope::signal();
    if (out.interrupted_by != 0) break;
    // What was found names what to look for in the units that were skipped.
    plan.select({built.wanted_names.begin(), built.wanted_names.end()});
  }
  progress.erase();
  digests.save();
  if (auto note = store.take_note()) out.warnings.push_back(*note);
  // --- from here on nothing is read any more

  list_units(*list, plan, capturer.results(), damaged, out);
  out.recognised = std::move(built.recognised);
  out.inventory.pools = std::move(built.pools);
  out.inventory.findings = std::move(built.findings);
  out.inventory.candidates = std::move(built.candidates);
  out.inventory.notes = list->notes;
  const extract_stage::CaptureCounts& counts = capturer.counts();
  out.statistics =
      std::to_string(list->units.size()) + " units, " + std::to_string(capturer.results().size()) +
      " selected, " + std::to_string(counts.cached) + " from the cache, " +
      std::to_string(counts.extracted) + " extracted, " + std::to_string(counts.failed) +
      " failed, " + std::to_string(counts.prefixes) + " shared prefix headers";
  return out;
}

Result<RunResult> run_link(const cli::Options& options) {
  RunResult out;
  out.inventory.tool_version = kToolVersion;
  auto selection = selection_of(options);
  if (!selection) return tl::unexpected<Error>(selection.error());
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
  auto models = load_models(options, here);
  if (!models) return tl::unexpected<Error>(models.error());
  analysis::Program program;
  for (auto& [file, reader] : units) {
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
    out.inventory.units.push_back(std::move(unit));
    program.add(std::move(reader));
  }
  inventory::Built built = inventory::build(program, *models, inspect_with(*selection));
  out.inventory.pools = std::move(built.pools);
  out.inventory.findings = std::move(built.findings);
  out.inventory.candidates = std::move(built.candidates);
  return out;
}

Result<std::string> run_extract(const cli::Options& options, std::vector<std::string>& warnings) {
  if (!options.depfile.empty() && (options.output.empty() || options.output == "-")) {
    return fail("--depfile needs a file that --output names, the target of its rule");
  }
  extract_stage::Setting setting;
  load::TranslationUnit unit;
  if (!options.compile_command.empty()) {
    std::error_code failed;
    nlohmann::json entry = {{"directory", fs::current_path(failed).string()},
                            {"arguments", options.compile_command},
                            {"file", ""}};
    if (!options.inputs.empty()) {
      entry["file"] = options.inputs.front();
    } else {
      for (const std::string& argument : options.compile_command) {
        if (!argument.starts_with('-') && load::why_not_a_source(argument, "").empty() &&
            fs::is_regular_file(argument, failed)) {
          entry["file"] = argument;
        }
      }
    }
    if (entry["file"].get<std::string>().empty()) {
      return fail("the compile command behind -- names no source file that is there");
    }
    load::LoadOptions load_opts = load_options(options);
    auto list = load::load_text(nlohmann::json::array({entry}).dump(),
                                fs::current_path(failed).string(), load_opts);
    if (!list) return tl::unexpected<Error>(list.error());
    if (list->units.empty()) {
      return fail(list->bad.empty() ? "nothing to compile" : list->bad.front().reason,
                  entry["file"].get<std::string>());
    }
    unit = list->units.front();
    setting.root = list->root;
  } else {
    auto list = load::load(load_options(options));
    if (!list) return tl::unexpected<Error>(list.error());
    if (options.inputs.empty())
      return fail("no source file was named; see pool-audit help extract");
    std::error_code failed;
    const std::string wanted = fs::weakly_canonical(options.inputs.front(), failed).string();
    const auto found = std::ranges::find(list->units, wanted, &load::TranslationUnit::file);
    if (found == list->units.end()) {
      return fail("the compile database has no entry for this file", options.inputs.front());
    }
    unit = *found;
    setting.root = list->root;
  }
  auto models = load_models(options, setting.root);
  if (!models) return tl::unexpected<Error>(models.error());
  extract::Options extract_options;
  extract_options.root = setting.root;
  extract_options.macros = models->macros();
  extract::Extractor extractor(std::move(extract_options));
  auto facts = extractor.run({unit.file, unit.directory, unit.arguments});
  if (!facts) return tl::unexpected<Error>(facts.error());
  for (const facts::Diagnostic& diagnostic : facts->diagnostics) {
    Error error{std::string(diagnostic.message.text()),
                std::string(diagnostic.location.file.text()), diagnostic.location.line,
                diagnostic.location.column};
    warnings.push_back(error.to_string());
  }
  if (!options.depfile.empty()) {
    if (auto written = write_depfile(options, setting.root, unit.file, *facts); !written) {
      return tl::unexpected<Error>(written.error());
    }
  }
  return facts::encode(*facts);
}

}  // namespace pool_audit
