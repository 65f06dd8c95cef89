// What stands below the table: gets that are proven wrong, the numbers, failed units and notes.
#include <algorithm>

#include "tool/report/labels.h"
#include "tool/report/phrases.h"
#include "tool/report/text_parts.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

constexpr size_t kLabelWidth = 12;
constexpr size_t kListed = 20;  // of a list that is longer the rest is counted

void write_units(Canvas& canvas, const Inventory& inventory, const Summary& summary, bool details) {
  write_row(canvas, counted(summary.units, "unit"), joined(unit_parts(summary)));
  for (const UnitState state : {UnitState::failed, UnitState::skipped}) {
    if (state == UnitState::skipped && !details) continue;
    size_t listed = 0;
    for (const Unit& unit : inventory.units) {
      if (unit.state != state) continue;
      if (!details && ++listed > kListed) continue;
      Line line{
          {"  "},
          {std::string(text_of(state)), state == UnitState::failed ? Style::bad : Style::faint},
          {" "},
          {clean(unit.file), Style::place}};
      if (!unit.reason.empty()) line.push_back({": " + clean(unit.reason)});
      canvas.fill(0, 6, line);
    }
    if (listed > kListed) {
      canvas.put(2, {{"and " + std::to_string(listed - kListed) + " more; --verbose lists them"}});
    }
  }
}

}  // namespace

void write_row(Canvas& canvas, const std::string& label, const Line& value) {
  Line line{{label, Style::strong}};
  if (!value.empty()) {
    line.push_back({std::string(kLabelWidth - std::min(kLabelWidth - 2, width_of(label)), ' ')});
  }
  line.insert(line.end(), value.begin(), value.end());
  canvas.fill(0, kLabelWidth, line);
}

void write_wrong_gets(Canvas& canvas, const Inventory& inventory) {
  const std::vector<WrongGet> wrong = wrong_gets(inventory);
  if (wrong.empty()) return;
  canvas.blank();
  canvas.put(0, {{"objects that do not come back", Style::strong},
                 {" · " + counted(wrong.size(), "get"), Style::faint}});
  for (size_t i = 0; i < wrong.size() && i < kListed; ++i) {
    const auto& [pool, site] = wrong[i];
    const std::string call = call_text(*site);
    Line line{{place_text(site->place), Style::place},
              {": "},
              {std::string(text_of(site->pairing)), Style::bad},
              {": " + (call.empty() ? "something" : call) + " takes from "},
              {clean(pool->name), Style::strong}};
    if (!site->reason.empty()) line.push_back({": " + clean(site->reason)});
    canvas.fill(2, 6, line);
  }
  if (wrong.size() > kListed) {
    canvas.put(2, {{"and " + std::to_string(wrong.size() - kListed) +
                    " more; --verbose lists them with their pools"}});
  }
}

void write_summary(Canvas& canvas, const Inventory& inventory, bool details) {
  canvas.blank();
  write_totals(canvas, inventory, details);
}

void write_totals(Canvas& canvas, const Inventory& inventory, bool details) {
  const Summary summary = summarise(inventory);
  write_row(canvas, counted(summary.pools, "pool"), joined(pool_parts(summary)));
  if (summary.sites != 0) {
    write_row(canvas, counted(summary.sites, "site"), joined(site_parts(summary)));
    write_row(canvas, counted(summary.gets, "get"), joined(proof_parts(summary)));
  }
  write_units(canvas, inventory, summary, details);
  for (const std::string& note : inventory.notes) {
    canvas.fill(0, 6, {{"note: ", Style::strong}, {clean(note)}});
  }
}

}  // namespace pool_audit::report
