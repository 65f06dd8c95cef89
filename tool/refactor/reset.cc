#include "tool/refactor/reset.h"

#include <algorithm>

#include "checks/inventory/describe.h"
#include "checks/rules/rules.h"
#include "tool/refactor/complete_reset.h"

namespace pool_audit::refactor {

using inventory::Finding;
using inventory::Place;
using inventory::Subject;

namespace {

std::vector<Finding> findings_of(const Subject& subject, const char* rule) {
  rules::Selection selection;
  selection.patterns = {rule};
  return rules::run(subject, selection);
}

class Plans {
 public:
  Plans(const inventory::Pool& pool, Plan& plan) : pool_(pool), plan_(plan) {}

  void add(const std::string& title, const Finding& finding,
           const std::vector<inventory::Edit>& edits, const std::string& reason) {
    if (edits.empty()) {
      plan_.manual.push_back(
          {pool_.id, finding.place, finding.message + (reason.empty() ? "" : ": " + reason)});
      return;
    }
    Group group;
    group.pool = pool_.id;
    group.pool_name = pool_.name;
    group.function = finding.function;
    group.title = title + finding.function;
    group.evidence = finding.message + ".";
    group.edits = edits;
    plan_.groups.push_back(std::move(group));
  }

 private:
  const inventory::Pool& pool_;
  Plan& plan_;
};

}  // namespace

void plan_resets(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  const inventory::Pool& asked = subject.pools[pool];
  Plans plans(asked, plan);
  for (const Finding& each : findings_of(subject, "pool-missing-reset")) {
    if (each.pool == asked.id) plans.add("reset the object in ", each, each.edits, "");
  }
  const std::vector<Finding> incomplete = findings_of(subject, "pool-incomplete-reset");
  for (const rules::IncompleteReset& each : rules::incomplete_resets(subject)) {
    if (std::ranges::find(each.pools, pool) == each.pools.end()) continue;
    const Place place = inventory::to_place(each.reset->location);
    const auto finding = std::ranges::find(incomplete, place, &Finding::place);
    if (finding == incomplete.end()) continue;
    const Completed made = completed(subject, sources, each);
    plans.add("reset all members in ", *finding, made.edits, made.reason);
  }
}

}  // namespace pool_audit::refactor
