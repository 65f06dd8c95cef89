#include "checks/inventory/describe.h"
#include "checks/rules/growing_objects.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const GrowingObjects& growing : growing_objects(subject)) {
    const inventory::Pool& pool = subject.pools[growing.pool];
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' keeps objects however large '" +
                      growing.members.front().path +
                      "' has grown; nothing shrinks it or drops the object";
    for (const GrowingObjects::Member& each : growing.members) {
      finding.notes.push_back(
          {inventory::to_place(each.field->location), "'" + each.path + "' can grow"});
      finding.notes.push_back({inventory::to_place(each.grown_at), "it grows here"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule unbounded_object;
const Rule unbounded_object = {
    .id = "pool-unbounded-object",
    .summary = "a pooled object keeps the memory of the largest use that it ever had",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
