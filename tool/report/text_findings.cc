// Findings in the style of a compiler.
#include <map>

#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"

namespace pool_audit::report {

using namespace inventory;

void write_findings(Canvas& canvas, const Inventory& inventory) {
  for (const Finding& finding : inventory.findings) {
    canvas.put(0, {{place_text(finding.place) + ": ", Style::strong},
                   {"warning: ", Style::bad},
                   {clean(finding.message), Style::strong},
                   {" [" + clean(finding.rule) + "]"}});
    for (const Note& note : finding.notes) {
      canvas.put(0, {{place_text(note.place) + ": ", Style::place},
                     {"note: ", Style::faint},
                     {clean(note.text)}});
    }
  }
}

void write_findings_summary(Canvas& canvas, const Inventory& inventory, bool details) {
  if (!inventory.findings.empty()) canvas.blank();
  std::map<std::string, size_t> by_rule;
  for (const Finding& finding : inventory.findings) ++by_rule[finding.rule];
  std::vector<Span> parts;
  for (const auto& [rule, count] : by_rule) {
    parts.push_back({std::to_string(count) + " " + clean(rule), Style::bad});
  }
  write_row(canvas, counted(inventory.findings.size(), "finding"), joined(parts));
  write_totals(canvas, inventory, details);
}

}  // namespace pool_audit::report
