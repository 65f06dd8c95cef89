// How the rate of a pool went through earlier reports.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "tool/report/html_parts.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

namespace {

using verdict::PoolVerdict;

// The peak of a report that has a rate for the pool; negative where it has none.
double peak_of(const PoolVerdict* pool) {
  if (pool == nullptr || !pool->measured || !(pool->measured->window_seconds > 0)) return -1;
  return pool->measured->process.peak;
}

std::vector<double> peaks_of(const PoolView& pool) {
  std::vector<double> out;
  out.reserve(pool.before.size() + 1);
  for (const PoolVerdict* const before : pool.before) out.push_back(peak_of(before));
  out.push_back(peak_of(pool.verdict));
  return out;
}

// Seconds since the epoch as a date, in UTC: "2026-10-31". "" for 0, which is unknown, and for
// times that no report can have.
std::string date_of(double time) {
  constexpr double kYear10000 = 253402300800;
  if (!(time > 0) || time >= kYear10000) return {};
  const std::chrono::year_month_day day(
      std::chrono::sys_days(std::chrono::days(static_cast<int64_t>(time / 86400))));
  const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::to_string(static_cast<int>(day.year())) + '-' +
         two(static_cast<unsigned>(day.month())) + '-' + two(static_cast<unsigned>(day.day()));
}

// A chart of `width` by `height`: one step a report, the peaks on a logarithmic axis.
void write_chart(Html& out, const std::vector<double>& peaks, const verdict::Thresholds& thresholds,
                 double width, double height) {
  constexpr double kMargin = 3;
  const auto level = [](double rate) { return std::log10(std::clamp(rate, 0.01, 1e7)); };
  double low = level(thresholds.cold_below);
  double high = level(thresholds.hot_above);
  for (const double peak : peaks) {
    if (peak < 0) continue;
    low = std::min(low, level(peak));
    high = std::max(high, level(peak));
  }
  const double span = std::max(high - low, 0.001);
  const auto y = [&](double rate) {
    return height - kMargin - (level(rate) - low) / span * (height - 2 * kMargin);
  };
  const double step =
      (width - 2 * kMargin) / std::max<double>(1, static_cast<double>(peaks.size()) - 1);
  for (const double threshold : {thresholds.cold_below, thresholds.hot_above}) {
    out << "<path class=\"threshold\" d=\"M0 " << Fixed{y(threshold)} << "H" << Fixed{width}
        << "\"/>";
  }
  out << "<path class=\"line\" d=\"";
  bool inside = false;
  for (size_t i = 0; i < peaks.size(); ++i) {
    if (peaks[i] >= 0) {
      if (inside) {
        out << "L";
      } else {
        out << "M";
      }
      out << Fixed{kMargin + step * static_cast<double>(i)} << " " << Fixed{y(peaks[i])};
    }
    inside = peaks[i] >= 0;
  }
  out << "\"/>";
  if (peaks.back() >= 0) {
    out << "<circle r=\"2.2\" cx=\""
        << Fixed{kMargin + step * static_cast<double>(peaks.size() - 1)} << "\" cy=\""
        << Fixed{y(peaks.back())} << "\"/>";
  }
}

bool has_points(const std::vector<double>& peaks) {
  return std::ranges::any_of(peaks, [](double peak) { return peak >= 0; });
}

void write_row(Html& out, const std::string& label, const std::string& date,
               const PoolVerdict* pool) {
  out << "<tr><th scope=\"row\">" << Text{label};
  if (!date.empty() && label.find(date) == std::string::npos) {
    out << " <small>" << Text{date} << "</small>";
  }
  out << "</th><td>";
  if (pool == nullptr) {
    out << "\xE2\x80\x93</td><td></td><td></td><td></td></tr>";
    return;
  }
  write_class(out, pool->verdict.class_);
  out << "</td><td>" << Text{verdict::to_text(pool->verdict.action)} << "</td>";
  if (peak_of(pool) < 0) {
    out << "<td></td><td></td></tr>";
    return;
  }
  out << "<td class=\"n\">" << Text{rate_number(pool->measured->process.mean)}
      << "</td><td class=\"n\">" << Text{rate_number(pool->measured->process.peak)} << "</td></tr>";
}

}  // namespace

void write_spark(Html& out, const PoolView& pool, const verdict::Thresholds& thresholds) {
  const std::vector<double> peaks = peaks_of(pool);
  if (!has_points(peaks)) return;
  out << "<svg class=\"spark\" viewBox=\"0 0 64 20\" width=\"64\" height=\"20\" "
         "aria-hidden=\"true\">";
  write_chart(out, peaks, thresholds, 64, 20);
  out << "</svg>";
}

void write_history(Html& out, const View& view, const PoolView& pool) {
  if (view.report.history.empty()) return;
  const std::vector<double> peaks = peaks_of(pool);
  out << "<h4>History</h4><div class=\"wide\">";
  if (has_points(peaks)) {
    out << "<svg class=\"history\" viewBox=\"0 0 360 72\" width=\"360\" height=\"72\" role=\"img\" "
           "aria-label=\"Peaks of the reports in the table below, with the two thresholds\">";
    write_chart(out, peaks, view.report.thresholds, 360, 72);
    out << "</svg>";
  }
  out << "<table class=\"small\"><thead><tr><th scope=\"col\">report</th><th scope=\"col\">class"
         "</th><th scope=\"col\">action</th><th scope=\"col\" class=\"n\">mean</th><th "
         "scope=\"col\" class=\"n\">peak</th></tr></thead><tbody>";
  for (size_t i = 0; i < view.report.history.size(); ++i) {
    const Earlier& earlier = view.report.history[i];
    write_row(out, earlier.label, date_of(earlier.time), pool.before[i]);
  }
  write_row(out, "this report", "", pool.verdict);
  out << "</tbody></table></div>";
}

}  // namespace pool_audit::report
