#include "tool/refactor/offer.h"

#include <algorithm>

#include "checks/inventory/describe.h"
#include "tool/refactor/complete_reset.h"
#include "tool/refactor/guard.h"
#include "tool/refactor/missing_put.h"

namespace pool_audit::refactor {

using inventory::Edit;
using inventory::Finding;
using inventory::Subject;
using inventory::Taken;

namespace {

bool is_of(const Finding& finding, std::string_view rule) {
  return finding.rule == rule && finding.edits.empty();
}

// In the order of the text, as findings have them.
void give(Finding& finding, std::vector<Edit> edits) {
  std::ranges::sort(edits, {}, &Edit::place);
  finding.edits = std::move(edits);
}

void complete_resets(const Subject& subject, Sources& sources, std::vector<Finding>& findings) {
  const bool any = std::ranges::any_of(
      findings, [](const Finding& each) { return is_of(each, "pool-incomplete-reset"); });
  if (!any) return;
  for (const rules::IncompleteReset& reset : rules::incomplete_resets(subject)) {
    const inventory::Place place = inventory::to_place(reset.reset->location);
    for (Finding& each : findings) {
      if (!is_of(each, "pool-incomplete-reset") || each.place != place) continue;
      give(each, completed(subject, sources, reset).edits);
    }
  }
}

}  // namespace

void offer_edits(const Subject& subject, Sources& sources, std::vector<Finding>& findings) {
  complete_resets(subject, sources, findings);
  for (Finding& each : findings) {
    const bool missing = is_of(each, "pool-missing-put");
    if (!missing && !is_of(each, "pool-unguarded-put")) continue;
    const auto get = std::ranges::find(subject.taken, each.place, &Taken::place);
    if (get == subject.taken.end()) continue;
    give(each,
         missing ? missing_puts(subject, sources, *get) : guarded(subject, sources, *get).edits);
  }
}

}  // namespace pool_audit::refactor
