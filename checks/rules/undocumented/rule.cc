#include "checks/rules/documented.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

// What nobody here defines may well be documented at its definition.
bool is_only_declared(const Subject& subject, size_t pool) {
  const inventory::PoolKey& key = subject.keys[pool];
  if (key.kind != inventory::PoolKey::Kind::variable) return false;
  const facts::Variable* variable = subject.program.variable(key.id);
  return variable != nullptr && !variable->is_definition;
}

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  const bool any_comment = settings.get("AnyComment") != 0;
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    if (is_only_declared(subject, i) || may_be_anothers(subject, i)) continue;
    // A parameter is somebody else's pool, and declared there.
    if (pool.place.line == 0 || pool.storage == inventory::StorageClass::injected) continue;
    const std::string missing = missing_from(documented(pool.documentation));
    const bool bare = pool.documentation.empty();
    if (missing.empty() || (any_comment && !bare)) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name +
                      (bare ? "' has no comment that says what it is for"
                            : "' has a comment that leaves out " + missing);
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule undocumented;
const Rule undocumented = {
    .id = "pool-undocumented",
    .summary = "a pool whose comment leaves out its purpose, rate, bound or benchmark",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {{.name = "AnyComment",
                 .value = 0,
                 .help = "1: any comment will do; 0: it has to say rate, bound and benchmark"}},
    .check = check,
};

}  // namespace pool_audit::rules
