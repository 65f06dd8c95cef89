#include <algorithm>

#include "tool/report/report.h"
#include "tool/report/text_parts.h"

namespace pool_audit::report {

std::string render_text(const Report& report, const TextOptions& options) {
  const inventory::Inventory& inventory = report.inventory;
  constexpr unsigned kNarrowest = 60;
  Canvas canvas(options.width == 0 ? 0 : std::max(options.width, kNarrowest), options.color);
  if (options.findings) {
    write_findings(canvas, inventory, options.suppressed);
    write_suppressions(canvas, inventory);
    if (options.candidates) write_candidates(canvas, inventory);
    if (!options.why_unproven.empty()) write_unproven(canvas, inventory, options.why_unproven);
    if (report.comparison) write_comparison(canvas, *report.comparison, options.details);
    write_findings_summary(canvas, inventory, options.details);
    if (report.comparison) write_comparison_summary(canvas, *report.comparison);
    write_verdict_summary(canvas, report);
    return canvas.take();
  }
  if (inventory.pools.empty()) {
    canvas.put(0, {{"no pools found", Style::strong}});
  } else {
    write_table(canvas, inventory);
  }
  write_verdicts(canvas, report, options.details);
  for (size_t i = 0; options.details && i < inventory.pools.size(); ++i) {
    write_details(canvas, inventory.pools[i], report.verdict_of(i));
  }
  if (options.candidates) write_candidates(canvas, inventory);
  write_wrong_gets(canvas, inventory);
  if (!options.why_unproven.empty()) write_unproven(canvas, inventory, options.why_unproven);
  if (report.comparison) {
    canvas.blank();
    write_comparison(canvas, *report.comparison, options.details);
  }
  write_summary(canvas, inventory, options.details);
  if (report.comparison) write_comparison_summary(canvas, *report.comparison);
  write_verdict_summary(canvas, report);
  return canvas.take();
}

}  // namespace pool_audit::report
