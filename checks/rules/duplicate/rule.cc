#include <map>
#include <tuple>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using inventory::Pool;
using inventory::StorageClass;

// Of members there is one an object, of locals one a call, and of thread-locals one a thread: they
// are not the same pool.
bool stands_alone(const Subject& subject, size_t pool) {
  return subject.keys[pool].kind == inventory::PoolKey::Kind::variable &&
         subject.pools[pool].storage != StorageClass::thread_local_;
}

// The text without the name that telemetry knows the pool by: two names make no two kinds of pool.
std::string without_name(std::string text, const std::string& name) {
  const std::string quoted = '"' + name + '"';
  const size_t found = name.empty() ? std::string::npos : text.find(quoted);
  return found == std::string::npos ? text : text.erase(found, quoted.size());
}

// What it is constructed from, as spelled: pools of different sizes are not made alike.
std::string made_from(const Subject& subject, size_t pool) {
  std::string out = subject.pools[pool].bound.capacity;
  const facts::Variable* variable = subject.program.variable(subject.keys[pool].id);
  if (!variable) return out;
  for (const Symbol argument : variable->arguments) {
    out += ", " + without_name(std::string(argument.text()), subject.pools[pool].runtime_name);
  }
  return out;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, const Pool*> first;
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const Pool& pool = subject.pools[i];
    if (pool.pooled.name.empty() || !stands_alone(subject, i) || !makes_objects(pool)) continue;
    if (count_of(pool, inventory::SiteKind::get) == 0) continue;
    const auto [at_key, fresh] = first.try_emplace(
        Key{pool.pooled.name, pool.type, pool.factory.text, made_from(subject, i)}, &pool);
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
