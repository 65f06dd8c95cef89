#include "tool/production.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <tuple>

#include "checks/support/files.h"
#include "tool/git/git.h"
#include "tool/report/report.h"
#include "tool/telemetry/read.h"
#include "tool/verdict/line_map.h"
#include "tool/verdict/words.h"

namespace pool_audit {

namespace {

using inventory::Finding;
using telemetry::Telemetry;
using verdict::LineMap;

constexpr double kSecondsADay = 86400;
// In place of the revision of the source at hand: whatever revision a measurement is of, the diff
// to what is on disk tells where its lines stand.
constexpr const char* kOnDisk = "what is on disk";

telemetry::ReadOptions read_options(const cli::Options& options, const TelemetryConfig& config) {
  telemetry::ReadOptions out;
  out.server.token_file = options.telemetry_token;
  out.server.ca_file = options.telemetry_ca;
  out.server.step_seconds = options.telemetry_step_seconds;
  // A day more than a removal asks for, so that a scrape that failed at either end does no harm.
  out.server.window_seconds = options.telemetry_window_seconds != 0
                                  ? options.telemetry_window_seconds
                                  : config.thresholds.window_seconds + kSecondsADay;
  out.seconds = options.telemetry_seconds;
  return out;
}

Result<Telemetry> read_sources(const cli::Options& options, const TelemetryConfig& config) {
  Telemetry out;
  for (const std::string& source : options.telemetry) {
    auto one = telemetry::read(source, read_options(options, config));
    if (!one) return tl::unexpected<Error>(one.error());
    telemetry::merge(out, std::move(*one));
  }
  return out;
}

// Paths as the analysed source has them, and the revision where the telemetry does not say one.
void adapt(Telemetry& telemetry, const cli::Options& options, const TelemetryConfig& config) {
  std::vector<std::pair<std::string, std::string>> pairs = options.path_map;
  pairs.insert(pairs.end(), config.path_map.begin(), config.path_map.end());
  const auto map_path = [&](std::string& path) {
    for (const auto& [from, to] : pairs) {
      const bool whole = path.size() == from.size() || from.ends_with('/') ||
                         (path.size() > from.size() && path[from.size()] == '/');
      if (!path.starts_with(from) || !whole) continue;
      path = to + path.substr(from.size());
      return;
    }
  };
  for (telemetry::Series& series : telemetry.series) {
    map_path(series.pool.file);
    if (series.instance.revision.empty()) series.instance.revision = options.telemetry_revision;
  }
  for (telemetry::LineCount& line : telemetry.lines) {
    map_path(line.file);
    line.revision = options.telemetry_revision;
  }
}

// Diffs by revision, each asked for once. What git does not know becomes a note.
class Diffs {
 public:
  explicit Diffs(std::string root) : root_(std::move(root)) {}

  Result<void> learn(const std::string& revision) {
    const auto found = known_.find(revision);
    if (found != known_.end()) return {};
    auto lines = verdict::lines_since(revision, root_);
    if (!lines) {
      known_.emplace(revision, std::nullopt);
      return tl::unexpected<Error>(lines.error());
    }
    known_.emplace(revision, std::move(*lines));
    return {};
  }

  [[nodiscard]] std::optional<verdict::Where> now(std::string_view revision, std::string_view file,
                                                  uint32_t line) const {
    const auto found = known_.find(std::string(revision));
    if (found == known_.end() || !found->second) return std::nullopt;
    return found->second->now(file, line);
  }

 private:
  std::string root_;
  std::map<std::string, std::optional<LineMap>> known_;
};

Result<void> follow_lines(Production& out, const cli::Options& options, const std::string& root) {
  auto diffs = std::make_shared<Diffs>(root);
  if (!options.telemetry_revision.empty()) {
    if (auto known = diffs->learn(options.telemetry_revision); !known) {
      Error error = known.error();
      error.message = "--telemetry-revision " + options.telemetry_revision + ": " + error.message;
      return tl::unexpected<Error>(std::move(error));
    }
  } else if (!git::run(root, {"rev-parse", "--git-dir"})) {
    return {};  // no history: what was measured is taken for what is here
  }
  for (const telemetry::Series& series : out.telemetry.series) {
    const std::string& revision = series.instance.revision;
    if (revision.empty() || diffs->learn(revision)) continue;
    out.telemetry.notes.push_back(
        "the revision " + revision +
        " of the telemetry is not known to git here, so that sites of it join no pool; fetch it, "
        "or name the revision that was built with --telemetry-revision");
  }
  out.options.join.revision = kOnDisk;
  out.options.join.map_line = [diffs](std::string_view revision, std::string_view file,
                                      uint32_t line) { return diffs->now(revision, file, line); };
  return {};
}

Result<report::Earlier> read_earlier(const std::string& path) {
  auto text = read_file(path);
  if (!text) return tl::unexpected<Error>(text.error());
  auto read = report::parse_json(*text, path);
  if (!read) return tl::unexpected<Error>(read.error());
  if (!read->assessment) {
    return fail("expected a report with classes; this one was made without --telemetry", path);
  }
  report::Earlier out;
  out.label = std::filesystem::path(path).stem().string();
  for (size_t i = 0; i < read->inventory.pools.size(); ++i) {
    const verdict::PoolVerdict* known = read->verdict_of(i);
    if (known == nullptr) continue;
    if (known->measured) out.time = std::max(out.time, known->measured->end);
    out.pools.emplace(read->inventory.pools[i].id, *known);
  }
  return out;
}

verdict::Concern concern_of(const std::string& id) {
  const rules::Entry* entry = rules::find(id);
  if (!entry) return verdict::Concern::use;
  if (entry->rule->scope == rules::Scope::telemetry) return verdict::Concern::none;
  return entry->rule->doubts_pool ? verdict::Concern::design : verdict::Concern::use;
}

rules::Heat heat_of(verdict::Class class_) {
  switch (class_) {
    case verdict::Class::unmeasured:
      return rules::Heat::unmeasured;
    case verdict::Class::cold:
      return rules::Heat::cold;
    case verdict::Class::warm:
      return rules::Heat::warm;
    case verdict::Class::hot:
      return rules::Heat::hot;
  }
  return rules::Heat::unmeasured;
}

}  // namespace

Result<std::optional<Production>> read_production(const cli::Options& options,
                                                  const TelemetryConfig& config,
                                                  const std::string& root) {
  if (options.telemetry.empty()) return std::nullopt;
  Production out;
  for (const std::string& path : options.previous_reports) {
    auto earlier = read_earlier(path);
    if (!earlier) return tl::unexpected<Error>(earlier.error());
    // A pool that a report says nothing of keeps the class of the one before.
    for (const auto& [id, known] : earlier->pools) {
      if (known.verdict.class_ != verdict::Class::unmeasured) {
        out.options.before[id] = known.verdict.class_;
      }
    }
    out.history.push_back(std::move(*earlier));
  }
  auto telemetry = read_sources(options, config);
  if (!telemetry) return tl::unexpected<Error>(telemetry.error());
  out.telemetry = std::move(*telemetry);
  adapt(out.telemetry, options, config);
  if (auto followed = follow_lines(out, options, root); !followed) {
    return tl::unexpected<Error>(followed.error());
  }
  out.options.thresholds = config.thresholds;
  out.options.join.names = config.names;
  out.options.concern = concern_of;
  return out;
}

std::vector<rules::MeasuredPool> measured_pools(const inventory::Inventory& inventory,
                                                const verdict::Assessment& assessment,
                                                const verdict::Thresholds& thresholds) {
  std::vector<rules::MeasuredPool> out;
  for (size_t i = 0; i < std::min(inventory.pools.size(), assessment.pools.size()); ++i) {
    const verdict::PoolVerdict& known = assessment.pools[i];
    rules::MeasuredPool& each = out.emplace_back();
    each.pool = &inventory.pools[i];
    each.heat = heat_of(known.verdict.class_);
    each.reasons = known.verdict.reasons;
    each.missing = known.verdict.missing;
    each.cold_below = thresholds.cold_below;
    each.hot_above = thresholds.hot_above;
    if (!known.measured) continue;
    each.hit_rate = known.measured->hit_rate();
    each.drop_rate = known.measured->drop_rate();
    each.served = known.measured->hits + known.measured->created;
    each.puts = known.measured->puts;
    each.peak = known.measured->process.peak;
    each.peak_words = verdict::rate(each.peak);
  }
  return out;
}

void measure(report::Report& report, const Production& production,
             const rules::Selection& selection) {
  report.thresholds = production.options.thresholds;
  report.history = production.history;
  report.assessment = verdict::assess(report.inventory, production.telemetry, production.options);
  const auto pools = measured_pools(report.inventory, *report.assessment, report.thresholds);
  std::vector<Finding> found = rules::run_measured(pools, selection);
  std::vector<Finding>& all = report.inventory.findings;
  all.insert(all.end(), std::make_move_iterator(found.begin()),
             std::make_move_iterator(found.end()));
  std::ranges::sort(all, [](const Finding& a, const Finding& b) {
    return std::tie(a.place, a.rule, a.pool, a.message) <
           std::tie(b.place, b.rule, b.pool, b.message);
  });
}

void judge(report::Report& report, const Production& production) {
  if (report.assessment) {
    verdict::judge_again(*report.assessment, report.inventory, production.options);
  }
}

}  // namespace pool_audit
