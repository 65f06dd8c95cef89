#include "tool/telemetry/telemetry.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace pool_audit::telemetry {

void merge(Telemetry& into, Telemetry more) {
  const auto key = [](const Series& series) { return std::tie(series.pool, series.instance); };
  std::map<decltype(key(into.series.front())), size_t> known;
  for (size_t i = 0; i < into.series.size(); ++i) known.emplace(key(into.series[i]), i);
  std::vector<Series> fresh;
  for (Series& series : more.series) {
    const auto found = known.find(key(series));
    if (found == known.end()) {
      fresh.push_back(std::move(series));
      continue;
    }
    Series& known_series = into.series[found->second];
    for (std::string& source : series.sources) {
      if (std::ranges::find(known_series.sources, source) == known_series.sources.end()) {
        known_series.sources.push_back(std::move(source));
      }
    }
    auto& points = known_series.points;
    std::map<double, Counters> by_time;
    for (const auto* each : {&points, &series.points}) {
      for (const Point& point : *each) by_time[point.time] = point.counters;
    }
    points.clear();
    for (const auto& [time, counters] : by_time) points.push_back({time, counters});
  }
  known.clear();  // its keys point into what grows now
  std::ranges::move(fresh, std::back_inserter(into.series));
  std::ranges::move(more.lines, std::back_inserter(into.lines));
  std::ranges::move(more.notes, std::back_inserter(into.notes));
}

}  // namespace pool_audit::telemetry
