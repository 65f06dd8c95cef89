#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Pool& pool : subject.pools) {
    if (!pool.documentation.empty() || pool.place.line == 0) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' has no comment that says what it is for";
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule undocumented;
const Rule undocumented = {
    .id = "pool-undocumented",
    .summary = "a pool without a comment that says what it is for",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
