#include "tool/verdict/assess.h"

#include <algorithm>
#include <string_view>

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
    std::map<size_t, Series> by_pool;
    const auto count = [&](size_t pool, const LineCount& line) {
      Series& series = by_pool[pool];
      series.pool.name = inventory_.pools[pool].name;
      series.instance.id = line.source;
      series.sources = {line.source};
      if (series.points.empty()) series.points = {{0, {}}, {line.seconds, {}}};
      series.points.back().counters.unknown += line.count;
    };
    const auto at_sites = sites_at(telemetry.lines);
    for (size_t i = 0; i < telemetry.lines.size(); ++i) {
      const LineCount& line = telemetry.lines[i];
      if (line.line != 0) {
        for (const size_t pool : at_sites[i]) count(pool, line);
        continue;
      }
      ++out_.measurements;
      const std::vector<size_t> pools = taken_from_by(call_name(line.function));
      if (pools.size() == 1) {
        count(pools.front(), line);
        confidence_[pools.front()] = Confidence::type;
        ++out_.joined;
      } else {
        out_.leftovers.push_back(
            {"function " + line.function,
             pools.empty() ? "no get calls it"
                           : std::to_string(pools.size()) + " pools are taken from by it"});
      }
    }
    for (auto& [pool, series] : by_pool) {
      if (series.points.back().time <= 0) series.points.clear();
      counted_.push_back(std::move(series));
      counted_pools_.push_back(pool);
    }
    // Behind the loop: pointers into counted_ have to stay.
    for (size_t i = 0; i < counted_.size(); ++i) {
      const size_t pool = counted_pools_[i];
      const bool by_function = confidence_[pool] == Confidence::type;
      add(pool, &counted_[i], by_function ? Confidence::type : Confidence::site);
    }
  }

  Assessment finish(const telemetry::Telemetry& telemetry) {
    for (size_t i = 0; i < inventory_.pools.size(); ++i) {
      const Pool& pool = inventory_.pools[i];
      Evidence evidence;
      evidence.confidence = confidence_[i];
      evidence.dynamic_use = has_dynamic_use(pool);
      if (!series_[i].empty()) {
        evidence.measured = telemetry::measure(series_[i].front()->pool, series_[i]);
      }
      if (const auto found = options_.before.find(pool.id); found != options_.before.end()) {
        evidence.before = found->second;
      }
      for (const inventory::Finding& finding : inventory_.findings) {
        if (finding.pool != pool.id || finding.suppressed) continue;
        const bool design = options_.is_about_design && options_.is_about_design(finding.rule);
        ++(design ? evidence.design_findings : evidence.open_findings);
      }
      out_.pools.push_back(
          {judge(evidence, options_.thresholds), evidence.confidence, evidence.measured});
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

  // For each count, the pools that are taken from there. The smallest stretch around a get counts,
  // so that a line is not counted by its function as well.
  [[nodiscard]] std::vector<std::vector<size_t>> sites_at(
      const std::vector<LineCount>& lines) const {
    std::vector<std::vector<size_t>> out(lines.size());
    std::map<std::string, std::vector<size_t>> by_file;  // by the last component of its path
    for (size_t i = 0; i < lines.size(); ++i) {
      const size_t slash = lines[i].file.rfind('/');
      by_file[slash == std::string::npos ? lines[i].file : lines[i].file.substr(slash + 1)]
          .push_back(i);
    }
    for (size_t pool = 0; pool < inventory_.pools.size(); ++pool) {
      for (const Site& site : inventory_.pools[pool].sites) {
        if (site.kind != SiteKind::get || !site.through.empty()) continue;
        const size_t slash = site.place.file.rfind('/');
        const auto found = by_file.find(
            slash == std::string::npos ? site.place.file : site.place.file.substr(slash + 1));
        if (found == by_file.end()) continue;
        for (const size_t i : found->second) {
          if (lines[i].holds(site.place.line, site.place.column) &&
              same_path(lines[i].file, site.place.file)) {
            out[i].push_back(pool);
          }
        }
      }
    }
    return out;
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
  std::vector<std::vector<const Series*>> series_;  // by pool
  std::vector<Confidence> confidence_;              // by pool
  std::vector<Series> counted_;
  std::vector<size_t> counted_pools_;
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
  return assessing.finish(telemetry);
}

}  // namespace pool_audit::verdict
