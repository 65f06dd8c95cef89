#include "tool/telemetry/prometheus_series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "tool/telemetry/site.h"

namespace pool_audit::telemetry {

namespace {

using namespace std::string_view_literals;

// Label value of `result`, and what it counts.
struct Counted {
  std::string_view metric;
  std::string_view result;
  double Counters::* counter;
};

constexpr std::array kResults = {
    Counted{"pool_gets_total", "private", &Counters::hits},
    Counted{"pool_gets_total", "local", &Counters::hits},
    Counted{"pool_gets_total", "depot", &Counters::hits},
    Counted{"pool_gets_total", "victim", &Counters::hits},
    Counted{"pool_gets_total", "waited", &Counters::hits},
    Counted{"pool_gets_total", "created", &Counters::created},
    Counted{"pool_gets_total", "failed", &Counters::unserved},
    Counted{"pool_gets_total", "timeout", &Counters::unserved},
    Counted{"pool_puts_total", "kept", &Counters::kept},
    Counted{"pool_puts_total", "dropped_policy", &Counters::dropped},
    Counted{"pool_puts_total", "dropped_bound", &Counters::dropped},
    Counted{"pool_puts_total", "dropped_bypass", &Counters::dropped},
};

constexpr std::array kOwnLabels = {"pool"sv,   "kind"sv,     "type"sv,    "site"sv,
                                   "result"sv, "build_id"sv, "revision"sv};

PoolLabel pool_of(const Sample& sample) {
  PoolLabel out;
  out.name = sample.label("pool");
  out.kind = sample.label("kind");
  out.type = sample.label("type");
  const Site site = parse_site(sample.label("site"));
  out.file = site.file;
  out.line = site.line;
  return out;
}

}  // namespace

void PrometheusSeries::add(const Sample& sample, double time) {
  const bool build = sample.name == "pool_build_info";
  const auto counted = std::ranges::find_if(kResults, [&](const Counted& each) {
    return each.metric == sample.name && each.result == sample.label("result");
  });
  if (!build && counted == kResults.end()) return;
  std::string id(sample.label("instance"));
  if (id.empty()) {
    for (const auto& [name, value] : sample.labels) {
      if (std::ranges::find(kOwnLabels, name) != kOwnLabels.end()) continue;
      id += (id.empty() ? "" : ",") + name + "=" + value;
    }
  }
  if (id.empty()) id = source_;
  Instance& instance = instances_[id];
  instance.id = id;
  if (build) {
    instance.build_id = sample.label("build_id");
    instance.revision = sample.label("revision");
    return;
  }
  if (!(sample.value >= 0) || std::isinf(sample.value)) return;
  const double at = sample.time.value_or(time);
  points_[{pool_of(sample), id}][at].*counted->counter += sample.value;
}

Telemetry PrometheusSeries::finish() {
  Telemetry out;
  for (const auto& [key, points] : points_) {
    Series series;
    series.pool = key.first;
    series.instance = instances_[key.second];
    series.sources = {source_};
    for (const auto& [time, counters] : points) series.points.push_back({time, counters});
    out.series.push_back(std::move(series));
  }
  return out;
}

Result<Telemetry> read_prometheus_text(std::string_view text, const std::string& file,
                                       const TextOptions& options) {
  auto samples = parse_prometheus_text(text, file);
  if (!samples) return tl::unexpected<Error>(samples.error());
  PrometheusSeries series(file);
  bool timeless = false;
  for (const Sample& sample : *samples) {
    timeless = timeless || (!sample.time && sample.name.starts_with("pool_"));
    series.add(sample, options.seconds);
  }
  Telemetry out = series.finish();
  if (timeless) {
    for (Series& each : out.series) {
      if (options.seconds <= 0) {
        each.points.clear();
      } else if (each.points.size() == 1) {
        each.points.insert(each.points.begin(), Point{0, {}});
      }
    }
    if (options.seconds <= 0 && !out.series.empty()) {
      out.notes.push_back(file +
                          ": its samples have no times, so that they have no rates; say "
                          "for how many seconds the counters ran with --telemetry-seconds");
    }
  }
  if (out.series.empty()) out.notes.push_back(file + ": it has no sample of pool_gets_total");
  return out;
}

}  // namespace pool_audit::telemetry
