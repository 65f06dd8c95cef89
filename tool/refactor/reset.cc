#include "tool/refactor/reset.h"

#include "checks/rules/rules.h"

namespace pool_audit::refactor {

using inventory::Finding;
using inventory::Subject;

void plan_resets(const Subject& subject, size_t pool, Sources&, Plan& plan) {
  rules::Selection selection;
  selection.patterns = {"pool-missing-reset", "pool-incomplete-reset"};
  const inventory::Pool& asked = subject.pools[pool];
  for (const Finding& each : rules::run(subject, selection)) {
    if (each.pool != asked.id) continue;
    if (each.edits.empty()) {
      plan.manual.push_back({asked.id, each.place, each.message});
      continue;
    }
    Group group;
    group.pool = asked.id;
    group.pool_name = asked.name;
    group.function = each.function;
    group.title = (each.rule == "pool-missing-reset" ? "reset the object in " : "reset all in ") +
                  each.function;
    group.evidence = each.message + ".";
    group.edits = each.edits;
    plan.groups.push_back(std::move(group));
  }
}

}  // namespace pool_audit::refactor
