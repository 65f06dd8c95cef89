// Findings in the style of a compiler.
#include <map>

#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

void write_note(Canvas& canvas, const Place& place, const std::string& text) {
  canvas.put(0,
             {{place_text(place) + ": ", Style::place}, {"note: ", Style::faint}, {clean(text)}});
}

void write_finding(Canvas& canvas, const Finding& finding) {
  const bool hidden = finding.suppressed.has_value();
  canvas.put(0, {{place_text(finding.place) + ": ", Style::strong},
                 {hidden ? "suppressed: " : "warning: ", hidden ? Style::faint : Style::bad},
                 {clean(finding.message), Style::strong},
                 {" [" + clean(finding.rule) + "]"}});
  for (const Note& note : finding.notes) write_note(canvas, note.place, note.text);
  if (hidden) {
    const std::string& reason = finding.suppressed->reason;
    write_note(canvas, finding.suppressed->place,
               "suppressed here" + (reason.empty() ? "" : ": " + reason));
  }
}

}  // namespace

void write_findings(Canvas& canvas, const Inventory& inventory, bool show_suppressed) {
  for (const Finding& finding : inventory.findings) {
    if (!finding.suppressed || show_suppressed) write_finding(canvas, finding);
  }
}

void write_suppressions(Canvas& canvas, const Inventory& inventory) {
  for (const Suppression& each : inventory.suppressions) {
    if (each.message.empty()) continue;
    canvas.put(0, {{place_text(each.place) + ": ", Style::strong},
                   {"warning: ", Style::doubtful},
                   {clean(each.message), Style::strong},
                   {" [suppression]"}});
  }
}

void write_findings_summary(Canvas& canvas, const Inventory& inventory, bool details) {
  if (!canvas.empty()) canvas.blank();
  std::map<std::string, size_t> by_rule;
  size_t shown = 0;
  for (const Finding& finding : inventory.findings) {
    if (finding.suppressed) continue;
    ++by_rule[finding.rule];
    ++shown;
  }
  std::vector<Span> parts;
  for (const auto& [rule, count] : by_rule) {
    parts.push_back({std::to_string(count) + " " + clean(rule), Style::bad});
  }
  if (const size_t hidden = inventory.findings.size() - shown; hidden != 0) {
    parts.push_back({std::to_string(hidden) + " suppressed", Style::faint});
  }
  write_row(canvas, counted(shown, "finding"), joined(parts));
  write_totals(canvas, inventory, details);
}

}  // namespace pool_audit::report
