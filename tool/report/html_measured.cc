// What production says of one pool.
#include <algorithm>

#include "tool/report/html_parts.h"
#include "tool/report/html_strip_layout.h"
#include "tool/report/phrases.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

namespace {

void write_sentences(Html& out, const std::vector<std::string>& sentences, Markup open) {
  out << open;
  for (const std::string& each : sentences) out << "<li>" << Text{each} << "</li>";
  out << "</ul>";
}

std::string_view words_of(verdict::Confidence confidence) {
  switch (confidence) {
    case verdict::Confidence::none:
      return "nothing";
    case verdict::Confidence::type:
      return "the type of its objects";
    case verdict::Confidence::mapped:
      return "its line, carried over from another revision";
    case verdict::Confidence::site:
      return "file and line";
    case verdict::Confidence::name:
      return "name";
  }
  return "";
}

void write_rates(Html& out, Markup name, const telemetry::Rate& rate) {
  out << "<tr><th scope=\"row\">" << name << "</th><td class=\"n\">" << Text{rate_number(rate.mean)}
      << "</td><td class=\"n\">" << Text{rate_number(rate.p99)} << "</td><td class=\"n\">"
      << Text{rate_number(rate.peak)} << "</td></tr>";
}

// Mean, 99th percentile and peak of one process between the thresholds.
void write_range(Html& out, const telemetry::Measured& measured, const View& view,
                 const PoolView& pool) {
  const double cold = strip_x(view.report.thresholds.cold_below);
  const double hot = strip_x(view.report.thresholds.hot_above);
  const auto label = [&](double x, double rate) {
    out << "<text x=\"" << Fixed{x} << "\" y=\"52\">" << Text{rate_number(rate)} << "</text>";
  };
  out << "<svg class=\"range " << Text{verdict::to_text(pool.class_of())}
      << "\" viewBox=\"0 0 1000 56\" aria-hidden=\"true\">";
  label(cold, view.report.thresholds.cold_below);
  label(hot, view.report.thresholds.hot_above);
  const double mean = strip_x(measured.process.mean);
  const double peak = strip_x(measured.process.peak);
  out << "<path class=\"axis\" d=\"M0 36H1000M" << Fixed{cold} << " 0v36M" << Fixed{hot}
      << " 0v36\"/><path class=\"bar\" d=\"M" << Fixed{mean} << " 18H" << Fixed{peak}
      << "\"/><path class=\"tip\" d=\"M" << Fixed{mean} << " 8v20M"
      << Fixed{strip_x(measured.process.p99)} << " 12v12\"/><path class=\"dot\" d=\"";
  write_shape(out, pool.verdict->verdict.action, peak, 18, 11);
  out << "\"/></svg>";
}

void write_term(Html& out, Markup term, const std::string& value) {
  if (!value.empty()) out << "<dt>" << term << "</dt><dd>" << Text{value} << "</dd>";
}

// "64,253,952".
std::string whole(double count) {
  if (!(count < 1e15)) return "over 10^15";
  std::string out = std::to_string(static_cast<uint64_t>(std::max(count, 0.0)));
  for (size_t at = out.size(); at > 3;) out.insert(at -= 3, 1, ',');
  return out;
}

void write_counts(Html& out, const telemetry::Measured& measured, verdict::Confidence confidence) {
  out << "<dl>";
  if (const auto hits = measured.hit_rate()) {
    write_term(out, "reuse an object", verdict::percent(*hits) + " of the gets");
  }
  if (const auto drops = measured.drop_rate()) {
    write_term(out, "dropped", verdict::percent(*drops) + " of the puts");
  }
  write_term(out, "gets", whole(measured.gets));
  if (measured.puts > 0) write_term(out, "puts", whole(measured.puts));
  if (measured.unserved > 0) write_term(out, "without an object", whole(measured.unserved));
  if (measured.window_seconds > 0) {
    write_term(out, "watched for",
               verdict::duration(measured.window_seconds) + ", " +
                   verdict::percent(measured.covered_seconds / measured.window_seconds) +
                   " of it measured");
    if (measured.resolution_seconds > 0) {
      write_term(out, "peak is a mean over", verdict::duration(measured.resolution_seconds));
    }
  }
  write_term(out, "scrapes", std::to_string(measured.points));
  if (measured.resets > 0)
    write_term(out, "counters that began again", std::to_string(measured.resets));
  write_term(out, "processes", std::to_string(measured.instances.size()));
  write_term(out, "joined by", std::string(words_of(confidence)));
  std::string sources;
  for (const std::string& source : measured.sources) {
    sources += (sources.empty() ? "" : ", ") + source;
  }
  write_term(out, "from", sources);
  out << "</dl>";
}

}  // namespace

void write_verdict(Html& out, const PoolView& pool) {
  if (pool.verdict == nullptr) return;
  const verdict::Verdict& verdict = pool.verdict->verdict;
  out << "<div class=\"verdict " << Text{verdict::to_text(verdict.class_)} << "\"><p>";
  write_class(out, verdict.class_);
  out << " <strong>";
  write_action(out, verdict.action);
  out << "</strong>";
  if (pool.changed != nullptr) {
    out << " <span class=\"quiet\">was " << Text{verdict::to_text(pool.changed->before)}
        << "</span>";
  }
  out << "</p>";
  if (!verdict.reasons.empty()) write_sentences(out, verdict.reasons, "<ul class=\"reasons\">");
  if (!verdict.missing.empty()) {
    out << "<p>Too early to remove it:</p>";
    write_sentences(out, verdict.missing, "<ul class=\"missing\">");
  }
  out << "</div>";
}

void write_measured(Html& out, const View& view, const PoolView& pool) {
  if (pool.verdict == nullptr || !pool.verdict->measured) return;
  const telemetry::Measured& measured = *pool.verdict->measured;
  out << "<h4>Measured</h4>";
  if (pool.measured() != nullptr) {
    write_range(out, measured, view, pool);
    out << "<div class=\"wide\"><table class=\"small\"><thead><tr><th scope=\"col\">gets per second"
           "</th><th scope=\"col\" class=\"n\">mean</th><th scope=\"col\" class=\"n\">99th "
           "percentile</th><th scope=\"col\" class=\"n\">peak</th></tr></thead><tbody>";
    write_rates(out, "one process", measured.process);
    write_rates(out, "all together", measured.fleet);
    out << "</tbody></table></div>";
  }
  write_counts(out, measured, pool.verdict->confidence);
}

}  // namespace pool_audit::report
