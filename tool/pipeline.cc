// The pipeline, top to bottom. What stands between two stages says what is final from there on.
#include "tool/pipeline.h"

#include <set>
#include <utility>

#include "checks/analysis/program.h"
#include "checks/facts/disk.h"
#include "checks/inventory/build.h"
#include "checks/support/scratch_folder.h"
#include "tool/built_cache.h"
#include "tool/cache/facts_cache.h"
#include "tool/cache/file_digests.h"
#include "tool/cache/location.h"
#include "tool/cache/store.h"
#include "tool/cli/terminal.h"
#include "tool/extract/capture.h"
#include "tool/findings/mark.h"
#include "tool/load/load.h"
#include "tool/plan.h"
#include "tool/production.h"
#include "tool/refactor/offer.h"
#include "tool/refactor/sources.h"
#include "tool/settings.h"
#include "tool/units.h"
#include "tool/workers/interrupt.h"
#include "tool/workers/progress.h"
#include "tool/workers/workers.h"

namespace pool_audit {

namespace {

constexpr int kMaxRounds = 6;  // of pulling in units that the scan had skipped

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

// Facts of the selected units. A header that its owner turns out not to read goes to another unit,
// until every header has been read by its owner. False when there was nothing to do.
Result<bool> extract_selected(Plan& plan, extract_stage::Capturer& capturer, size_t& done) {
  bool fresh = false;
  for (std::vector<size_t> units = plan.take_new(); !units.empty(); units = plan.take_new()) {
    fresh = true;
    std::vector<std::pair<size_t, extract_stage::Job>> jobs;
    for (const size_t unit : units) jobs.emplace_back(unit, plan.job(unit));
    if (auto ran = capturer.run(jobs); !ran) return tl::unexpected<Error>(ran.error());
    done += jobs.size();
    if (capturer.interrupted_by() != 0) break;
    for (const size_t unit : units) {
      const auto found = capturer.results().find(unit);
      if (found != capturer.results().end()) {
        plan.captured(unit, found->second.ok(), found->second.files);
      }
    }
    plan.settle();
  }
  return fresh;
}

// link: one identity per type, record, function and variable; inventory: pools, sites, pairing;
// rules: what is wrong with them. Or what the cache knows of all three.
inventory::Built analyse(extract_stage::Capturer& capturer, const Settings& settings,
                         cache::Store& store, bool suggest, const Extra& extra,
                         const std::string& root, std::set<size_t>& damaged) {
  const Digest key = link_key(capturer, settings.models, settings.ran);
  if (!suggest && !extra.observe) {
    if (const auto bytes = store.get(key)) {
      if (auto known = from_bytes(*bytes)) return std::move(*known);
    }
  }
  damaged.clear();
  const analysis::Program program = link(capturer, damaged);
  refactor::Sources sources(root);
  const inventory::Inspect inspect = [&](const inventory::Subject& subject) {
    std::vector<inventory::Finding> findings = inspect_with(settings.ran)(subject);
    refactor::offer_edits(subject, sources, findings);
    if (extra.observe) extra.observe(subject, root);
    return findings;
  };
  inventory::Built built = inventory::build(program, settings.models, inspect);
  if (damaged.empty()) store.put(key, to_bytes(built));
  return built;
}

std::string statistics_of(const load::WorkList& list, const extract_stage::Capturer& capturer) {
  const extract_stage::CaptureCounts& counts = capturer.counts();
  return std::to_string(list.units.size()) + " units, " +
         std::to_string(capturer.results().size()) + " selected, " + std::to_string(counts.cached) +
         " from the cache, " + std::to_string(counts.extracted) + " extracted, " +
         std::to_string(counts.failed) + " failed, " + std::to_string(counts.prefixes) +
         " shared prefix headers";
}

}  // namespace

Result<RunResult> run_inventory(const cli::Options& options, const Extra& extra) {
  RunResult out;
  out.report.inventory.tool_version = kToolVersion;
  if (auto asked = selection_of(options); !asked) return tl::unexpected<Error>(asked.error());

  // load: the compile database, with bad entries kept and their reasons
  auto list = load::load(load_options(options));
  if (!list) return tl::unexpected<Error>(list.error());
  if (options.dump == cli::Stage::load) {
    out.dump = dump_work_list(*list);
    return out;
  }
  auto settings = read_settings(options, list->root);
  if (!settings) return tl::unexpected<Error>(settings.error());
  const auto production = read_production(options, settings->telemetry, list->root);
  if (!production) return tl::unexpected<Error>(production.error());
  if (!*production) settings->ran = rules::without_telemetry(std::move(settings->ran));
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
  plan.select(settings->models.identifiers());
  if (!extra.read_by_all.empty()) plan.select_readers(extra.read_by_all);
  if (options.dump == cli::Stage::scan) {
    out.dump = plan.dump(*list);
    return out;
  }

  ScratchFolder scratch;  // for the facts of a run without a cache
  cache::Store scratch_store(store.writable() ? std::string() : scratch.path(), 0);
  workers::Progress progress(options.quiet ? workers::ProgressOptions{}
                                           : workers::detect_terminal());
  workers::ProgressState state;
  const extract_stage::Setting setting{list->root, settings->models.macros(), ""};
  extract_stage::Capturer capturer(setting, store.enabled() ? &facts_cache : nullptr,
                                   store.writable() ? store : scratch_store,
                                   worker_options(options));
  // A precompiled header lacks bodies.
  if (extra.read_by_all.empty())
    capturer.prefixes = [&](const std::vector<size_t>& units) { return plan.prefixes(units); };
  size_t done_before = 0;
  capturer.on_progress = [&](size_t done, size_t total) {
    state.done = done_before + done;
    state.total = done_before + total;
    progress.update(state);
  };

  inventory::Built built;
  std::set<size_t> damaged;
  const bool suggest = options.command == cli::Command::model_suggest;
  for (int round = 0; round < kMaxRounds; ++round) {
    // extract
    auto fresh = extract_selected(plan, capturer, done_before);
    if (!fresh) return tl::unexpected<Error>(fresh.error());
    if (!*fresh && round > 0) break;
    // link, inventory, rules
    built = analyse(capturer, *settings, store, suggest, extra, list->root, damaged);
    state.pools = built.pools.size();
    progress.update(state);
    if (workers::InterruptScope::signal() != 0 || capturer.interrupted_by() != 0) break;
    // What was found names what to look for in the units that were skipped.
    plan.select({built.wanted_names.begin(), built.wanted_names.end()});
  }
  out.interrupted_by = capturer.interrupted_by() != 0 ? capturer.interrupted_by()
                                                      : workers::InterruptScope::signal();
  progress.erase();
  digests.save();
  if (auto note = store.take_note()) out.warnings.push_back(*note);
  // --- from here on there are no new units, pools and findings

  list_units(*list, plan, capturer.results(), damaged, out);
  out.recognised = std::move(built.recognised);
  out.report.inventory.pools = std::move(built.pools);
  out.report.inventory.findings = std::move(built.findings);
  out.report.inventory.candidates = std::move(built.candidates);
  out.report.inventory.notes = list->notes;
  out.statistics = statistics_of(*list, capturer);

  out.root = list->root;
  out.report.rules = rules_of(settings->ran);

  // measure: what production says of the pools, and what the rules say of that
  if (*production) measure(out.report, **production, settings->ran);

  // mark: fingerprints and suppressions, from the sources and the configuration
  out.whole = !out.incomplete && options.only.empty();
  findings::mark(out.report.inventory,
                 {list->root, analysed_files(capturer.results(), list->root), out.whole,
                  settings->usual, settings->ran, std::move(settings->acceptances)});
  if (*production) judge(out.report, **production);
  return out;
}

}  // namespace pool_audit
