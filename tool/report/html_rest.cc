// What belongs to no pool: findings, measurements, suppressions, candidates, units; and the rules.
#include <algorithm>

#include "tool/report/html_parts.h"
#include "tool/report/labels.h"
#include "tool/report/phrases.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

void write_loose_findings(Html& out, const View& view) {
  if (view.loose.empty() && view.loose_suppressed.empty()) return;
  out << "<section id=\"findings\" aria-labelledby=\"findings-title\"><h2 id=\"findings-title\">"
         "Findings of no single pool</h2>\n";
  for (const Finding* const finding : view.loose) write_finding(out, view, *finding);
  if (!view.loose_suppressed.empty()) {
    out << "<details class=\"suppressed\"><summary>"
        << Text{counted(view.loose_suppressed.size(), "suppressed finding")} << "</summary>";
    for (const Finding* const finding : view.loose_suppressed) write_finding(out, view, *finding);
    out << "</details>";
  }
  out << "</section>\n";
}

void write_telemetry(Html& out, const View& view) {
  if (!view.report.assessment) return;
  const verdict::Assessment& assessment = *view.report.assessment;
  out << "<section id=\"telemetry\" aria-labelledby=\"telemetry-title\"><h2 "
         "id=\"telemetry-title\">Telemetry</h2><p>"
      << assessment.joined << " of " << Text{counted(assessment.measurements, "measurement")}
      << " joined a pool; " << assessment.measured_pools() << " of "
      << Text{counted(assessment.pools.size(), "pool")} << " measured.</p>\n";
  if (!assessment.leftovers.empty()) {
    out << "<div class=\"wide\"><table class=\"small\"><thead><tr><th scope=\"col\">measurement "
           "that joined none</th><th scope=\"col\">why</th></tr></thead><tbody>\n";
    for (const verdict::Leftover& each : assessment.leftovers) {
      out << "<tr><td>" << Text{each.what} << "</td><td>" << Text{each.reason} << "</td></tr>\n";
    }
    out << "</tbody></table></div>";
  }
  for (const std::string& note : assessment.notes) {
    out << "<p class=\"quiet\">" << Text{note} << "</p>\n";
  }
  out << "</section>\n";
}

void write_suppressions(Html& out, const View& view) {
  const auto& all = view.report.inventory.suppressions;
  const auto is_bad = [](const Suppression& each) { return !each.message.empty(); };
  if (std::ranges::none_of(all, is_bad)) return;
  out << "<section id=\"suppressions\" aria-labelledby=\"suppressions-title\"><h2 "
         "id=\"suppressions-title\">Suppressions to look at</h2><ul>\n";
  for (const Suppression& each : all) {
    if (!is_bad(each)) continue;
    out << "<li><span class=\"place\">";
    write_place(out, each.place);
    out << "</span> " << Text{each.message} << " <span class=\"rule\">" << Text{each.rule}
        << "</span></li>\n";
  }
  out << "</ul></section>\n";
}

void write_candidates(Html& out, const View& view) {
  const auto& candidates = view.report.inventory.candidates;
  if (!view.options.candidates || candidates.empty()) return;
  out << "<section id=\"candidates\" aria-labelledby=\"candidates-title\"><h2 "
         "id=\"candidates-title\">No pools, after all</h2><ul>\n";
  for (const Candidate& each : candidates) {
    out << "<li><code>" << Text{each.name} << "</code> <span class=\"place\">";
    write_place(out, each.place);
    out << "</span> " << Text{each.why_not} << "</li>\n";
  }
  out << "</ul></section>\n";
}

void write_units_of(Html& out, const std::vector<Unit>& units, UnitState state) {
  out << "<ul>\n";
  for (const Unit& unit : units) {
    if (unit.state != state) continue;
    out << "<li><span class=\"place\">" << Text{unit.file} << "</span> " << Text{unit.reason};
    for (const std::string& note : unit.notes) {
      out << "<br><span class=\"quiet\">" << Text{note} << "</span>";
    }
    out << "</li>\n";
  }
  out << "</ul>";
}

void write_units(Html& out, const View& view) {
  const Inventory& inventory = view.report.inventory;
  const Summary summary = summarise(inventory);
  if (summary.failed == 0 && summary.skipped == 0 && inventory.notes.empty()) return;
  out << "<section id=\"units\" aria-labelledby=\"units-title\"><h2 id=\"units-title\">What was "
         "read</h2>\n";
  for (const std::string& note : inventory.notes) out << "<p>" << Text{note} << "</p>\n";
  if (summary.failed > 0) {
    out << "<h3>" << Text{counted(summary.failed, "unit")} << " could not be analysed</h3>";
    write_units_of(out, inventory.units, UnitState::failed);
  }
  if (summary.skipped > 0) {
    out << "<details class=\"list\"><summary>" << Text{counted(summary.skipped, "unit")}
        << " cannot matter</summary>";
    write_units_of(out, inventory.units, UnitState::skipped);
    out << "</details>";
  }
  out << "</section>\n";
}

void write_rules(Html& out, const View& view) {
  if (view.found_rules.empty()) return;
  out << "<section id=\"rules\" aria-labelledby=\"rules-title\"><h2 id=\"rules-title\">Rules with "
         "findings</h2>\n";
  for (const RuleInfo* const rule : view.found_rules) {
    out << "<details class=\"list\" id=\"" << Text{view.anchor_of(*rule)} << "\"><summary>"
        << Text{rule->id} << " <small>" << Text{rule->summary}
        << "</small></summary><pre class=\"plain\">" << Lines{rule->page} << "</pre></details>\n";
  }
  out << "</section>\n";
}

}  // namespace

void write_rest(Html& out, const View& view) {
  write_loose_findings(out, view);
  write_telemetry(out, view);
  write_suppressions(out, view);
  write_candidates(out, view);
  write_units(out, view);
  write_rules(out, view);
}

}  // namespace pool_audit::report
