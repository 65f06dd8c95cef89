// The pipeline, top to bottom. What stands between two stages says what is final from there on.
#include "tool/pipeline.h"

#include <algorithm>
#include <ranges>
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

// The program as it grows from round to round: what is linked, and decoded, stays so.
struct Linked {
  analysis::Program program;
  std::vector<Digest> facts;  // of the units in it, in their order
  std::set<size_t> damaged;   // whose facts cannot be read
};

// In the order of the rounds that captured them first, and of the work list in each: that is the
// same whatever the cache knew. A unit that was captured anew since makes all of it anew.
void link(extract_stage::Capturer& capturer, const std::vector<size_t>& order, Linked& linked) {
  std::vector<std::pair<size_t, const extract_stage::Captured*>> units;
  for (const size_t index : order) {
    const auto found = capturer.results().find(index);
    if (found != capturer.results().end() && found->second.ok()) {
      units.emplace_back(index, &found->second);
    }
  }
  const bool grows =
      linked.facts.size() <= units.size() &&
      std::ranges::equal(linked.facts, units | std::views::take(linked.facts.size()), {}, {},
                         [](const auto& unit) { return unit.second->facts; });
  if (!grows) linked = {};
  for (size_t i = linked.facts.size(); i < units.size(); ++i) {
    auto bytes = capturer.facts(*units[i].second);
    auto reader = facts::FactsReader::open(bytes ? std::move(*bytes) : std::string());
    linked.facts.push_back(units[i].second->facts);
    if (reader) {
      linked.program.add(std::move(*reader));
    } else {
      linked.damaged.insert(units[i].first);
    }
  }
}

// Facts of the selected units. A header that its owner turns out not to read goes to another unit,
// until every header has been read by its owner. `order` gets those that it lacks.
Result<void> extract_selected(Plan& plan, extract_stage::Capturer& capturer, size_t& done,
                              std::vector<size_t>& order) {
  std::set<size_t> fresh;
  for (std::vector<size_t> units = plan.take_new(); !units.empty(); units = plan.take_new()) {
    std::vector<std::pair<size_t, extract_stage::Job>> jobs;
    for (const size_t unit : units) jobs.emplace_back(unit, plan.job(unit));
    if (auto ran = capturer.run(jobs); !ran) return tl::unexpected<Error>(ran.error());
    done += jobs.size();
    fresh.insert(units.begin(), units.end());
    if (capturer.interrupted_by() != 0) break;
    for (const size_t unit : units) {
      const auto found = capturer.results().find(unit);
      if (found != capturer.results().end()) {
        plan.captured(unit, found->second.ok(), found->second.files);
      }
    }
    plan.settle();
  }
  for (const size_t unit : order) fresh.erase(unit);
  order.insert(order.end(), fresh.begin(), fresh.end());
  return {};
}

// What a round of link, inventory and rules is made with.
struct Round {
  extract_stage::Capturer& capturer;
  const Settings& settings;
  cache::Store& store;
  const Extra& extra;
  const std::string& root;
  bool suggest = false;
  inventory::More more;
  Phases& phases;
  const std::vector<size_t>& order;  // of the units
  bool first = true;
};

// link: one identity per type, record, function and variable; inventory: pools, sites, pairing;
// rules: what is wrong with them. Or what the cache knows of all three.
inventory::Built analyse(const Round& round, Linked& linked) {
  const Phases::Scope analysing(round.phases, Phase::analyse);
  const rules::Selection& selection = round.settings.ran;
  const Digest key = link_key(round.capturer, round.order, round.settings.models, selection);
  if (!round.suggest && !round.extra.observe) {
    const auto bytes = round.store.get(key);
    auto known = bytes ? from_bytes(*bytes) : std::nullopt;
    if (known) {
      // What was whole then may be a part now, and the other way round.
      const bool part = round.more(known->wanted_names);
      if (part || !known->partial) {
        known->partial = part;
        return std::move(*known);
      }
    }
  }
  {
    const Phases::Scope linking(round.phases, Phase::link);
    link(round.capturer, round.order, linked);
  }
  refactor::Sources sources(round.root);
  const inventory::Inspect inspect = [&](const inventory::Subject& subject) {
    const Phases::Scope ruling(round.phases, Phase::rules);
    std::vector<inventory::Finding> findings = inspect_with(selection)(subject);
    refactor::offer_edits(subject, sources, findings);
    if (round.extra.observe) round.extra.observe(subject, round.root);
    return findings;
  };
  inventory::Built built =
      inventory::build(linked.program, round.settings.models, inspect, round.more, round.first);
  if (linked.damaged.empty()) round.store.put(key, to_bytes(built));
  return built;
}

void count(const load::WorkList& list, const extract_stage::Capturer& capturer,
           Statistics& statistics) {
  const extract_stage::CaptureCounts& counts = capturer.counts();
  statistics.units = list.units.size();
  statistics.selected = capturer.results().size();
  statistics.cached = counts.cached;
  statistics.extracted = counts.extracted;
  statistics.failed = counts.failed;
  statistics.prefixes = counts.prefixes;
}

}  // namespace

Result<RunResult> run_inventory(const cli::Options& options, const Extra& extra) {
  Phases phases;
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
  Plan plan = [&] {
    const Phases::Scope scanning(phases, Phase::scan);
    Plan made = Plan::make(*list, options.scan, store);
    made.select(settings->models.identifiers());
    if (!extra.read_by_all.empty()) made.select_readers(extra.read_by_all);
    return made;
  }();
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
  std::vector<size_t> order;
  Linked linked;
  const bool suggest = options.command == cli::Command::model_suggest;
  const auto interrupted = [&] {
    return workers::InterruptScope::signal() != 0 || capturer.interrupted_by() != 0;
  };
  // What was found names what to look for in the units that were skipped.
  const auto select = [&](const std::set<std::string>& names) {
    const Phases::Scope scanning(phases, Phase::scan);
    plan.select({names.begin(), names.end()});
    return plan.has_new();
  };
  Round work{capturer, *settings, store, extra, list->root, suggest, {}, phases, order};
  for (int round = 1; round <= kMaxRounds; ++round) {
    // extract
    const auto extracted = [&] {
      const Phases::Scope extracting(phases, Phase::extract);
      return extract_selected(plan, capturer, done_before, order);
    }();
    if (!extracted) return tl::unexpected<Error>(extracted.error());
    // link, inventory, rules; no rules as long as there is more to extract
    const bool last = round == kMaxRounds;
    work.more = [&](const std::set<std::string>& names) {
      return !last && !interrupted() && select(names);
    };
    built = analyse(work, linked);
    ++out.statistics.rounds;
    state.pools = built.pools.size();
    progress.update(state);
    work.first = false;
    if (built.partial) continue;
    if (last || interrupted() || !select(built.wanted_by_rules)) break;
  }
  out.interrupted_by = capturer.interrupted_by() != 0 ? capturer.interrupted_by()
                                                      : workers::InterruptScope::signal();
  progress.erase();
  digests.save();
  if (auto note = store.take_note()) out.warnings.push_back(*note);
  // --- from here on there are no new units, pools and findings

  list_units(*list, plan, capturer.results(), linked.damaged, out);
  out.recognised = std::move(built.recognised);
  out.report.inventory.pools = std::move(built.pools);
  out.report.inventory.findings = std::move(built.findings);
  out.report.inventory.candidates = std::move(built.candidates);
  out.report.inventory.notes = list->notes;
  out.statistics.highest_cost = std::move(built.highest_cost);
  count(*list, capturer, out.statistics);

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
  measure_cost(out.statistics, phases);
  return out;
}

}  // namespace pool_audit
