// What production says of the pools: a table, what joined and what did not.
#include <algorithm>
#include <array>

#include "tool/report/labels.h"
#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"
#include "tool/report/verdicts.h"

namespace pool_audit::report {
namespace {

using verdict::Class;

constexpr size_t kGap = 2;
constexpr size_t kListed = 20;  // of a list that is longer the rest is counted

Style style_of(Class class_) {
  switch (class_) {
    case Class::hot:
      return Style::strong;
    case Class::warm:
      return Style::plain;
    case Class::cold:
      return Style::place;
    case Class::unmeasured:
      return Style::faint;
  }
  return Style::plain;
}

// The last column is the pool, which may be wrapped.
using Cells = std::array<std::string, 7>;
constexpr size_t kPool = 6;
constexpr std::array<bool, 7> kRight = {false, true, true, true, true, false, false};

Line line_of(const Cells& cells, const std::array<size_t, 7>& widths, Style first, Style pool) {
  Line line;
  for (size_t i = 0; i < kPool; ++i) {
    if (widths[i] == 0) continue;
    const std::string blanks(widths[i] - std::min(widths[i], width_of(cells[i])), ' ');
    if (kRight[i]) line.push_back({blanks});
    line.push_back({cells[i], i == 0 ? first : pool == Style::faint ? Style::faint : Style::plain});
    if (!kRight[i]) line.push_back({blanks});
    line.push_back({std::string(kGap, ' ')});
  }
  line.push_back({cells[kPool], pool});
  return line;
}

void write_rows(Canvas& canvas, const Report& report) {
  const Cells titles = {"CLASS", "PEAK", "MEAN", "HITS", "DROPS", "ACTION", "POOL"};
  const std::vector<VerdictRow> rows = verdict_rows(report);
  std::vector<Cells> all;
  std::array<size_t, 7> widths{};
  for (const VerdictRow& row : rows) {
    const std::string& name = report.inventory.pools[row.pool].name;
    all.push_back({std::string(text_of(row.class_)), row.peak, row.mean, row.hits, row.drops,
                   row.action, name.empty() ? "(unnamed)" : clean(name)});
    for (size_t i = 0; i < kPool; ++i) widths[i] = std::max(widths[i], width_of(all.back()[i]));
  }
  size_t hang = 2;
  for (size_t i = 0; i < kPool; ++i) {
    if (widths[i] == 0) continue;  // says nothing of any pool
    widths[i] = std::max(widths[i], titles[i].size());
    hang += widths[i] + kGap;
  }
  // Where there is no room for names, columns go that say least.
  constexpr size_t kRoom = 24;
  for (const size_t i : {4U, 2U, 3U}) {
    if (canvas.width() == 0 || hang + kRoom <= canvas.width()) break;
    hang -= widths[i] == 0 ? 0 : widths[i] + kGap;
    widths[i] = 0;
  }
  canvas.fill(2, hang, line_of(titles, widths, Style::faint, Style::faint));
  for (size_t i = 0; i < all.size(); ++i) {
    canvas.fill(2, hang, line_of(all[i], widths, style_of(rows[i].class_), Style::strong));
  }
}

}  // namespace

void write_verdicts(Canvas& canvas, const Report& report, bool details) {
  if (!report.assessment) return;
  const verdict::Assessment& assessment = *report.assessment;
  if (!report.inventory.pools.empty()) {
    canvas.blank();
    canvas.put(0,
               {{"telemetry", Style::strong}, {" · gets a second, in one process", Style::faint}});
    write_rows(canvas, report);
  }
  if (assessment.leftovers.empty()) return;
  canvas.blank();
  canvas.put(0, {{"measurements of no pool", Style::strong},
                 {" · " + std::to_string(assessment.leftovers.size()), Style::faint}});
  size_t listed = 0;
  for (const verdict::Leftover& each : assessment.leftovers) {
    if (!details && ++listed > kListed) continue;
    canvas.fill(2, 6, {{clean(each.what), Style::strong}, {": " + clean(each.reason)}});
  }
  if (listed > kListed) {
    canvas.put(2, {{"and " + std::to_string(listed - kListed) + " more; --verbose lists them"}});
  }
}

void write_verdict_summary(Canvas& canvas, const Report& report) {
  if (!report.assessment) return;
  std::vector<Span> parts;
  for (std::string& part : class_parts(*report.assessment)) parts.push_back({std::move(part)});
  write_row(canvas, "classes", joined(parts));
  canvas.fill(0, 6, {{coverage_text(*report.assessment)}});
  for (const std::string& note : report.assessment->notes) {
    canvas.fill(0, 6, {{"note: ", Style::strong}, {clean(note)}});
  }
}

}  // namespace pool_audit::report
