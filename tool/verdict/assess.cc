#include "tool/verdict/assess.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace pool_audit::verdict {

namespace {

using inventory::Pairing;
using inventory::Pool;
using inventory::Site;
using inventory::SiteKind;
using telemetry::LineCount;
using telemetry::Series;

std::string words_of(const telemetry::PoolLabel& label) {
  if (!label.name.empty()) return label.name;
  if (label.line != 0) return label.file + ":" + std::to_string(label.line);
  return label.type.empty() ? "a pool without a name" : label.type;
}

// "ns::Pool<Foo>::get(int)" is called "get".
std::string_view call_name(std::string_view function) {
  if (const size_t open = function.find('('); open != std::string_view::npos) {
    function = function.substr(0, open);
  }
  const size_t colon = function.rfind("::");
  return colon == std::string_view::npos ? function : function.substr(colon + 2);
}

// Gets that cannot all be followed: whoever removes the pool has to look at more than the sites.
bool has_dynamic_use(const Pool& pool) {
  if (pool.storage == inventory::StorageClass::injected) return true;
  return std::ranges::any_of(pool.sites, [](const Site& site) {
    return site.kind == SiteKind::get && site.pairing == Pairing::unproven;
  });
}

// Counts of lines at the gets of one pool, from one source: those of one process.
struct Counted {
  Series series;
  Confidence confidence = Confidence::site;
};

class Assessing {
 public:
  Assessing(const inventory::Inventory& inventory, const AssessOptions& options)
      : inventory_(inventory), options_(options), series_(inventory.pools.size()) {
    confidence_.resize(inventory.pools.size(), Confidence::none);
  }

  void join_series(const telemetry::Telemetry& telemetry) {
    std::vector<Label> labels;
    for (const Series& series : telemetry.series) {
      labels.push_back({series.pool, series.instance.revision});
    }
    const Joined joined = join(inventory_.pools, labels, options_.join);
    for (const Match& match : joined.matches) {
      add(match.pool, &telemetry.series[match.label], match.confidence);
    }
    for (const Unmatched& each : joined.labels) {
      const std::string what = words_of(telemetry.series[each.label].pool);
      ++out_.measurements;
      out_.leftovers.push_back({what, each.reason});
    }
    out_.measurements += joined.matches.size();
    out_.joined += joined.matches.size();
  }

  // A line is counted for the pool of the get that stands on it.
  void join_lines(const telemetry::Telemetry& telemetry) {
    count_sites(telemetry.lines);
    for (const LineCount& line : telemetry.lines) {
      if (line.line != 0) continue;
      const std::vector<size_t> pools = taken_from_by(call_name(line.function));
      if (pools.size() == 1) {
        count(pools.front(), line, Confidence::type);
        continue;
      }
      ++out_.measurements;
      out_.leftovers.push_back(
          {"function " + line.function,
           pools.empty() ? "no get calls it"
                         : std::to_string(pools.size()) + " pools are taken from by it"});
    }
    for (auto& [key, counted] : counted_) {
      ++out_.measurements;
      ++out_.joined;
      const size_t pool = key.first;
      if (counts_itself(pool)) continue;
      if (counted.series.points.back().time <= 0) counted.series.points.clear();
      add(pool, &counted.series, counted.confidence);
    }
  }

  Assessment finish(const telemetry::Telemetry& telemetry) {
    for (size_t i = 0; i < inventory_.pools.size(); ++i) {
      PoolVerdict known;
      known.confidence = confidence_[i];
      if (!series_[i].empty()) {
        known.measured = telemetry::measure(series_[i].front()->pool, series_[i]);
        // Counts of lines say for how long, and not when.
        if (!counts_itself(i)) known.measured->end = 0;
      }
      out_.pools.push_back(std::move(known));
    }
    out_.notes = telemetry.notes;
    return std::move(out_);
  }

 private:
  void add(size_t pool, const Series* series, Confidence confidence) {
    confidence_[pool] =
        series_[pool].empty() ? confidence : std::min(confidence_[pool], confidence);
    series_[pool].push_back(series);
  }

  [[nodiscard]] bool counts_itself(size_t pool) const {
    return std::ranges::any_of(series_[pool], [&](const Series* each) {
      return std::ranges::none_of(counted_,
                                  [&](const auto& other) { return &other.second.series == each; });
    });
  }

  void count(size_t pool, const LineCount& line, Confidence confidence) {
    Counted& counted = counted_[{pool, line.source}];
    Series& series = counted.series;
    series.pool.name = inventory_.pools[pool].name;
    series.instance = {line.source, "", line.revision};
    series.sources = {line.source};
    if (series.points.empty()) series.points = {{0, {}}, {line.seconds, {}}};
    series.points.back().counters.unknown += line.count;
    counted.confidence = std::min(counted.confidence, confidence);
  }

  // The line as it stands now. Of a file that changed since, the whole of a stretch is as far away
  // as its begin.
  [[nodiscard]] std::optional<LineCount> present(const LineCount& line, bool& touched) const {
    touched = false;
    const Rules& rules = options_.join;
    if (line.revision.empty() || rules.revision.empty() || line.revision == rules.revision) {
      return line;
    }
    const auto at =
        rules.map_line ? rules.map_line(line.revision, line.file, line.line) : std::nullopt;
    if (!at) return std::nullopt;
    touched = !at->untouched;
    LineCount out = line;
    out.file = at->file;
    out.line = at->line;
    out.end_line = line.end_line - line.line + at->line;
    return out;
  }

  void count_sites(const std::vector<LineCount>& lines) {
    const auto name_of = [](const std::string& file) {
      const size_t slash = file.rfind('/');
      return slash == std::string::npos ? file : file.substr(slash + 1);
    };
    // Sites by the last component of their paths: of all lines of a program few are looked at.
    std::map<std::string, std::vector<std::pair<size_t, const Site*>>> sites;
    for (size_t pool = 0; pool < inventory_.pools.size(); ++pool) {
      for (const Site& site : inventory_.pools[pool].sites) {
        if (site.kind != SiteKind::get || !site.through.empty()) continue;
        sites[name_of(site.place.file)].emplace_back(pool, &site);
      }
    }
    for (const LineCount& each : lines) {
      if (each.line == 0) continue;
      const auto found = sites.find(name_of(each.file));
      if (found == sites.end()) continue;
      bool touched = false;
      const std::optional<LineCount> line = present(each, touched);
      if (!line) continue;
      for (const auto& [pool, site] : found->second) {
        if (line->holds(site->place.line, site->place.column) &&
            same_path(line->file, site->place.file)) {
          count(pool, *line, touched ? Confidence::mapped : Confidence::site);
        }
      }
    }
  }

  [[nodiscard]] std::vector<size_t> taken_from_by(std::string_view name) const {
    std::vector<size_t> out;
    for (size_t i = 0; i < inventory_.pools.size(); ++i) {
      const bool any = std::ranges::any_of(inventory_.pools[i].sites, [&](const Site& site) {
        return site.kind == SiteKind::get && site.through.empty() && site.api == name;
      });
      if (any) out.push_back(i);
    }
    return out;
  }

  const inventory::Inventory& inventory_;
  const AssessOptions& options_;
  std::vector<std::vector<const Series*>> series_;             // by pool
  std::vector<Confidence> confidence_;                         // by pool
  std::map<std::pair<size_t, std::string>, Counted> counted_;  // by pool and source
  Assessment out_;
};

}  // namespace

size_t Assessment::measured_pools() const {
  return static_cast<size_t>(std::ranges::count_if(
      pools, [](const PoolVerdict& each) { return each.measured.has_value(); }));
}

Assessment assess(const inventory::Inventory& inventory, const telemetry::Telemetry& telemetry,
                  const AssessOptions& options) {
  Assessing assessing(inventory, options);
  assessing.join_series(telemetry);
  assessing.join_lines(telemetry);
  Assessment out = assessing.finish(telemetry);
  judge_again(out, inventory, options);
  return out;
}

void judge_again(Assessment& assessment, const inventory::Inventory& inventory,
                 const AssessOptions& options) {
  std::map<std::string_view, Evidence> by_pool;
  for (const inventory::Finding& finding : inventory.findings) {
    if (finding.suppressed) continue;
    const Concern concern = options.concern ? options.concern(finding.rule) : Concern::use;
    Evidence& evidence = by_pool[finding.pool];
    if (concern == Concern::design) ++evidence.design_findings;
    if (concern == Concern::use) ++evidence.open_findings;
  }
  for (size_t i = 0; i < std::min(assessment.pools.size(), inventory.pools.size()); ++i) {
    const Pool& pool = inventory.pools[i];
    PoolVerdict& known = assessment.pools[i];
    Evidence evidence = by_pool[pool.id];
    evidence.measured = known.measured;
    evidence.confidence = known.confidence;
    evidence.dynamic_use = has_dynamic_use(pool);
    if (const auto found = options.before.find(pool.id); found != options.before.end()) {
      evidence.before = found->second;
    }
    known.verdict = judge(evidence, options.thresholds);
  }
}

}  // namespace pool_audit::verdict
