#include "tool/telemetry/rates.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pool_audit::telemetry {

namespace {

constexpr double kPercentile = 0.99;
// A scrape or two may fail; what is longer than that hides a peak.
constexpr double kGapFactor = 2.5;

// A rate that held from `begin` to `end`.
struct Span {
  double begin = 0;
  double end = 0;
  double rate = 0;
};

struct Weighted {
  double rate = 0;
  double seconds = 0;
};

Rate summary_of(std::vector<Weighted> rates) {
  Rate out;
  double seconds = 0;
  double gets = 0;
  for (const Weighted& each : rates) {
    seconds += each.seconds;
    gets += each.rate * each.seconds;
    out.peak = std::max(out.peak, each.rate);
  }
  if (seconds <= 0) return out;
  out.mean = std::min(gets / seconds, out.peak);  // no rounding above the peak
  std::ranges::sort(rates, {}, &Weighted::rate);
  double passed = 0;
  for (const Weighted& each : rates) {
    passed += each.seconds;
    if (passed >= kPercentile * seconds) {
      out.p99 = each.rate;
      break;
    }
  }
  return out;
}

// The sum of all spans, for every stretch of time that at least one of them covers.
std::vector<Weighted> sum_over_time(const std::vector<Span>& spans) {
  struct Edge {
    double time = 0;
    double rate = 0;
    int processes = 0;
  };
  std::vector<Edge> edges;
  for (const Span& span : spans) {
    edges.push_back({span.begin, span.rate, 1});
    edges.push_back({span.end, -span.rate, -1});
  }
  std::ranges::sort(edges, {}, &Edge::time);
  std::vector<Weighted> out;
  double rate = 0;
  int processes = 0;
  for (size_t i = 0; i < edges.size(); ++i) {
    rate += edges[i].rate;
    processes += edges[i].processes;
    if (processes == 0) rate = 0;  // what rounding has left of it
    const double until = i + 1 < edges.size() ? edges[i + 1].time : edges[i].time;
    if (processes > 0 && until > edges[i].time) {
      out.push_back({std::max(rate, 0.0), until - edges[i].time});
    }
  }
  return out;
}

// What was added between two points; `reset` when a counter began again in between.
Counters added(const Counters& before, const Counters& after, bool& reset) {
  reset = after.hits < before.hits || after.created < before.created ||
          after.unserved < before.unserved || after.unknown < before.unknown ||
          after.kept < before.kept || after.dropped < before.dropped;
  if (reset) return after;
  return {.hits = after.hits - before.hits,
          .created = after.created - before.created,
          .unserved = after.unserved - before.unserved,
          .unknown = after.unknown - before.unknown,
          .kept = after.kept - before.kept,
          .dropped = after.dropped - before.dropped};
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

template <class Value>
void sort_unique(std::vector<Value>& values) {
  std::ranges::sort(values);
  const auto same = std::ranges::unique(values);
  values.erase(same.begin(), same.end());
}

class Measuring {
 public:
  explicit Measuring(const PoolLabel& pool) { out_.pool = pool; }

  void add(const Series& series) {
    out_.instances.push_back(series.instance);
    out_.sources.insert(out_.sources.end(), series.sources.begin(), series.sources.end());
    out_.points += series.points.size();
    for (size_t i = 1; i < series.points.size(); ++i) {
      step(series.points[i - 1], series.points[i]);
    }
  }

  Measured finish() {
    sort_unique(out_.instances);
    sort_unique(out_.sources);
    std::vector<Weighted> process;
    std::vector<double> lengths;
    for (const Span& span : spans_) {
      process.push_back({span.rate, span.end - span.begin});
      lengths.push_back(span.end - span.begin);
    }
    out_.resolution_seconds = median(lengths);
    for (const double length : lengths) {
      if (length > kGapFactor * out_.resolution_seconds) out_.gap_seconds += length;
    }
    out_.process = summary_of(std::move(process));
    const std::vector<Weighted> fleet = sum_over_time(spans_);
    for (const Weighted& each : fleet) out_.covered_seconds += each.seconds;
    if (!spans_.empty()) {
      double first = spans_.front().begin;
      double last = spans_.front().end;
      for (const Span& span : spans_) {
        first = std::min(first, span.begin);
        last = std::max(last, span.end);
      }
      out_.window_seconds = last - first;
      out_.end = last;
    }
    out_.covered_seconds = std::min(out_.covered_seconds, out_.window_seconds);
    out_.fleet = summary_of(fleet);
    out_.fleet.peak = std::max(out_.fleet.peak, out_.process.peak);
    return std::move(out_);
  }

 private:
  void step(const Point& before, const Point& after) {
    const double seconds = after.time - before.time;
    if (!(seconds > 0)) return;
    bool reset = false;
    const Counters more = added(before.counters, after.counters, reset);
    if (reset) ++out_.resets;
    out_.gets += more.gets();
    out_.hits += more.hits;
    out_.created += more.created;
    out_.unserved += more.unserved;
    out_.unknown += more.unknown;
    out_.puts += more.puts();
    out_.dropped += more.dropped;
    spans_.push_back({before.time, after.time, more.gets() / seconds});
  }

  Measured out_;
  std::vector<Span> spans_;
};

}  // namespace

std::optional<double> Measured::hit_rate() const {
  const double served = hits + created;
  return served > 0 ? std::optional(hits / served) : std::nullopt;
}

std::optional<double> Measured::drop_rate() const {
  return puts > 0 ? std::optional(dropped / puts) : std::nullopt;
}

Measured measure(const PoolLabel& pool, std::span<const Series* const> series) {
  Measuring measuring(pool);
  for (const Series* each : series) measuring.add(*each);
  return measuring.finish();
}

std::vector<Measured> measure_all(const Telemetry& telemetry) {
  std::map<PoolLabel, std::vector<const Series*>> by_pool;
  for (const Series& series : telemetry.series) by_pool[series.pool].push_back(&series);
  std::vector<Measured> out;
  for (const auto& [pool, series] : by_pool) out.push_back(measure(pool, series));
  return out;
}

}  // namespace pool_audit::telemetry
