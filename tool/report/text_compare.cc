// What changed, below the findings that are new.
#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"
#include "tool/verdict/classify.h"

namespace pool_audit::report {

using namespace inventory;

namespace {

constexpr size_t kListed = 20;  // of a list that is longer the rest is counted

void write_gone(Canvas& canvas, const Finding& finding, std::string_view state, Style style) {
  canvas.put(0, {{place_text(finding.place) + ": ", Style::place},
                 {std::string(state) + ": ", style},
                 {clean(finding.message)},
                 {" [" + clean(finding.rule) + "]"}});
}

void write_pools(Canvas& canvas, std::string_view sign, const std::vector<std::string>& names,
                 Style style, bool details) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (i == kListed && !details) {
      canvas.put(2, {{"and " + std::to_string(names.size() - i) + " more; --verbose lists them"}});
      return;
    }
    canvas.put(0, {{std::string(sign) + " pool ", style}, {clean(names[i]), Style::strong}});
  }
}

}  // namespace

void write_comparison(Canvas& canvas, const compare::Comparison& comparison, bool details) {
  for (const Finding& each : comparison.fixed) write_gone(canvas, each, "fixed", Style::good);
  if (details) {
    for (const Finding& each : comparison.unchanged) {
      write_gone(canvas, each, "known", Style::faint);
    }
    for (const Finding& each : comparison.unchecked) {
      write_gone(canvas, each, "not checked", Style::doubtful);
    }
  }
  write_pools(canvas, "new", comparison.added_pools, Style::plain, details);
  write_pools(canvas, "gone", comparison.removed_pools, Style::good, details);
  for (const compare::ClassChange& each : comparison.classes) {
    canvas.put(0, {{place_text(each.place) + ": ", Style::place},
                   {"class: ", Style::doubtful},
                   {clean(each.name), Style::strong},
                   {" was " + std::string(to_text(each.before)) + " and is " +
                    std::string(to_text(each.after))}});
  }
}

void write_comparison_summary(Canvas& canvas, const compare::Comparison& comparison) {
  std::vector<Span> parts = {
      {std::to_string(comparison.introduced.size()) + " new",
       comparison.introduced.empty() ? Style::good : Style::bad},
      {std::to_string(comparison.fixed.size()) + " fixed", Style::good},
      {std::to_string(comparison.unchanged.size()) + " known", Style::faint}};
  if (!comparison.unchecked.empty()) {
    parts.push_back({std::to_string(comparison.unchecked.size()) + " not checked", Style::faint});
  }
  Line line = joined(parts);
  line.push_back({" (compared with " + clean(comparison.before) + ")", Style::faint});
  write_row(canvas, "comparison", line);
}

}  // namespace pool_audit::report
