// The rate strip: every measured pool on a logarithmic axis, between the thresholds.
#include <algorithm>
#include <array>

#include "tool/report/canvas.h"
#include "tool/report/html_parts.h"
#include "tool/report/html_strip_layout.h"
#include "tool/report/phrases.h"
#include "tool/verdict/words.h"

namespace pool_audit::report {

namespace {

using verdict::Action;
using verdict::Class;

constexpr std::array kActions = {Action::leave,   Action::review,  Action::remove,
                                 Action::observe, Action::replace, Action::instrument};

// The last two components of a name, without that of a namespace that has none.
std::string short_name(const inventory::Pool& pool) {
  std::string name = clean(pool.name.empty() ? "(unnamed)" : pool.name);
  constexpr std::string_view kAnonymous = "(anonymous namespace)::";
  for (size_t at = name.find(kAnonymous); at != std::string::npos; at = name.find(kAnonymous)) {
    name.erase(at, kAnonymous.size());
  }
  size_t at = name.rfind("::");
  if (at == std::string::npos || at == 0) return name;
  at = name.rfind("::", at - 1);
  return at == std::string::npos ? name : name.substr(at + 2);
}

// The powers of ten of the axis, in words.
constexpr std::array<std::pair<double, std::string_view>, 10> kTicks = {{{1e-2, "0.01"},
                                                                         {1e-1, "0.1"},
                                                                         {1e0, "1"},
                                                                         {1e1, "10"},
                                                                         {1e2, "100"},
                                                                         {1e3, "1k"},
                                                                         {1e4, "10k"},
                                                                         {1e5, "100k"},
                                                                         {1e6, "1M"},
                                                                         {1e7, "10M"}}};

void write_axis(Html& out, const StripLayout& layout) {
  for (const auto& [rate, words] : kTicks) {
    const double x = strip_x(rate);
    out << "<line class=\"grid\" x1=\"" << Fixed{x} << "\" x2=\"" << Fixed{x}
        << "\" y1=\"22\" y2=\"" << Fixed{layout.axis_y} << "\"/><text class=\"tick\" x=\""
        << Fixed{x} << "\" y=\"" << Fixed{layout.axis_y + 16} << "\">" << Text{words} << "</text>";
  }
  out << "<text class=\"tick\" x=\"" << Fixed{strip_x(0)} << "\" y=\"" << Fixed{layout.axis_y + 16}
      << "\">idle</text><line class=\"axis\" x1=\"0\" x2=\"" << Fixed{layout.width} << "\" y1=\""
      << Fixed{layout.axis_y} << "\" y2=\"" << Fixed{layout.axis_y} << "\"/>";
}

void write_zone(Html& out, const StripLayout& layout, double from, double to, Class class_,
                const std::string& words) {
  const std::string_view name = verdict::to_text(class_);
  out << "<rect class=\"zone " << Text{name} << "\" x=\"" << Fixed{from} << "\" y=\"0\" width=\""
      << Fixed{std::max(to - from, 0.0)} << "\" height=\"" << Fixed{layout.axis_y}
      << "\"/><text class=\"zone-name " << Text{name} << "\" x=\"" << Fixed{(from + to) / 2}
      << "\" y=\"14\">" << Text{words} << "</text>";
}

void write_zones(Html& out, const StripLayout& layout, const verdict::Thresholds& thresholds) {
  const double cold = strip_x(thresholds.cold_below);
  const double hot = strip_x(thresholds.hot_above);
  write_zone(out, layout, 0, cold, Class::cold,
             "cold: below " + rate_number(thresholds.cold_below));
  write_zone(out, layout, cold, hot, Class::warm, "warm");
  write_zone(out, layout, hot, layout.width, Class::hot,
             "hot: above " + rate_number(thresholds.hot_above) + " gets/s");
  for (const double x : {cold, hot}) {
    out << "<line class=\"threshold\" x1=\"" << Fixed{x} << "\" x2=\"" << Fixed{x}
        << "\" y1=\"0\" y2=\"" << Fixed{layout.axis_y} << "\"/>";
  }
}

// From the names to the marks, behind all of them.
void write_leaders(Html& out, const StripLayout& layout) {
  out << "<path class=\"leader\" d=\"";
  for (const StripMark& mark : layout.marks) {
    if (mark.label.empty()) continue;
    out << "M" << Fixed{mark.x} << " " << Fixed{mark.label_y + 3} << "V"
        << Fixed{mark.y - layout.radius};
  }
  out << "\"/>\n";
}

void write_mark(Html& out, const StripLayout& layout, const StripMark& mark, const PoolView& pool) {
  const telemetry::Measured& measured = *pool.measured();
  const std::string_view class_ = verdict::to_text(pool.class_of());
  const Action action = pool.verdict->verdict.action;
  out << "<a href=\"#" << Text{pool.anchor} << "\" tabindex=\"-1\" class=\"" << Text{class_}
      << "\"><title>" << Text{pool.pool->name} << ": " << Text{rate_number(measured.process.mean)}
      << " to " << Text{rate_number(measured.process.peak)} << " gets/s; " << Text{class_} << ", "
      << Text{verdict::to_text(action)} << "</title>";
  if (!layout.dense && mark.x - mark.mean_x > layout.radius) {
    out << "<path class=\"bar\" d=\"M" << Fixed{mark.mean_x} << " " << Fixed{mark.y - 4}
        << "v8m0-4H" << Fixed{mark.x} << "\"/>";
  }
  out << "<path class=\"dot\" d=\"";
  write_shape(out, action, mark.x, mark.y, layout.radius);
  out << "\"/>";
  if (!mark.label.empty()) {
    out << "<text x=\"" << Fixed{mark.label_x} << "\" y=\"" << Fixed{mark.label_y} << "\"";
    if (mark.label_before) out << " class=\"before\"";
    out << ">" << Text{mark.label} << "</text>";
  }
  out << "</a>\n";
}

void write_legend(Html& out, const View& view, bool is_dense) {
  out << "<p class=\"legend\">";
  for (const Action action : kActions) {
    const auto count = static_cast<uint64_t>(std::ranges::count_if(view.pools, [&](const auto& p) {
      return p.measured() != nullptr && p.verdict->verdict.action == action;
    }));
    if (count == 0) continue;
    out << "<span>";
    write_action(out, action);
    out << " " << count << "</span>";
  }
  out << (is_dense ? Markup("<span>each mark is a pool at its peak</span></p>")
                   : Markup("<span>the bar reaches from the mean to the peak</span></p>"));
}

void write_without(Html& out, const View& view) {
  out << "<section id=\"rates\" aria-labelledby=\"rates-title\"><h2 id=\"rates-title\">Rates</h2>"
         "<p>No telemetry was given, so nobody can say which pools are hot, warm or cold. ";
  if (view.report.assessment) out << "(There are verdicts, but not one a pool.) ";
  out << "Give what production measured, and this page shows for each pool how often it is used "
         "and what to do about it:</p>"
         "<pre class=\"plain\">pool-audit build --telemetry metrics.txt --output report.html</pre>"
         "</section>\n";
}

}  // namespace

void write_strip(Html& out, const View& view) {
  if (!view.measured) return write_without(out, view);
  std::vector<StripPool> given;
  std::vector<const PoolView*> pools;
  for (const PoolView& pool : view.pools) {
    const telemetry::Measured* const measured = pool.measured();
    if (measured == nullptr) continue;
    given.push_back(
        {measured->process.mean, measured->process.peak, short_name(*pool.pool), pool.open.size()});
    pools.push_back(&pool);
  }
  const StripLayout layout = lay_out_strip(given);
  out << "<section id=\"rates\" aria-labelledby=\"rates-title\"><h2 id=\"rates-title\">Gets per "
         "second <small>at peak, in one process</small></h2>";
  if (pools.empty()) {
    out << "<p>The telemetry gives no pool a rate.</p></section>\n";
    return;
  }
  out << "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Rates of "
      << Text{counted(pools.size(), "pool")}
      << " on a logarithmic axis; the table below has the same numbers\">"
         "<svg class=\"strip\" viewBox=\"0 0 "
      << Fixed{layout.width} << " " << Fixed{layout.height} << "\" width=\"" << Fixed{layout.width}
      << "\" height=\"" << Fixed{layout.height} << "\">\n";
  write_zones(out, layout, view.report.thresholds);
  write_axis(out, layout);
  out << "\n";
  if (layout.dense) write_leaders(out, layout);
  for (const StripMark& mark : layout.marks) write_mark(out, layout, mark, *pools[mark.pool]);
  out << "</svg></div>";
  write_legend(out, view, layout.dense);
  const size_t left = view.pools.size() - pools.size();
  if (left > 0) {
    out << "<p class=\"quiet\">" << Text{counted(left, "pool")}
        << " without a rate: not shown here.</p>";
  }
  out << "</section>\n";
}

}  // namespace pool_audit::report
