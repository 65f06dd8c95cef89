#include <map>
#include <tuple>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using inventory::Pool;
using inventory::StorageClass;

// Of members there is one an object, and of thread-locals one a thread: they are not the same pool.
bool stands_alone(const Pool& pool) {
  return pool.storage == StorageClass::package_level ||
         pool.storage == StorageClass::function_local;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, const Pool*> first;
  for (const Pool& pool : subject.pools) {
    if (pool.pooled.name.empty() || !stands_alone(pool) || !makes_objects(pool)) continue;
    if (count_of(pool, inventory::SiteKind::get) == 0) continue;
    const auto [at_key, fresh] = first.try_emplace(
        Key{pool.pooled.name, pool.type, pool.factory.text, pool.bound.capacity}, &pool);
    if (fresh) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' and '" + at_key->second->name +
                      "' pool the same objects; each has a part of the hit rate";
    finding.notes.push_back({at_key->second->place, "the other one is declared here"});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule duplicate;
const Rule duplicate = {
    .id = "pool-duplicate",
    .summary = "several pools share out the objects of one type",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
