#include <set>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/rules/shared_use.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  std::set<size_t> told;
  for (const SharedUse& use : shared_uses(subject, true)) {
    const inventory::Pool& pool = subject.pools[use.pool];
    if (pool.origin != inventory::Origin::hand_written || pool.guard != "lock") continue;
    if (!told.insert(use.pool).second) continue;
    Finding finding = at(pool);
    finding.message = "one lock guards '" + pool.name + "', which several threads use";
    finding.notes.push_back({use.here, "used here by a thread"});
    finding.notes.push_back({use.spawn, use.many ? "several of these threads are started here"
                                                 : "which is started here"});
    if (use.there != use.here) finding.notes.push_back({use.there, "used here at the same time"});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule contended_lock;
const Rule contended_lock = {
    .id = "pool-contended-lock",
    .summary = "several threads share a hand-written pool behind one lock",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
