#include "checks/rules/rule.h"

#include <map>
#include <optional>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using inventory::Place;
using inventory::PoolKey;

// A variable or member that is a pool itself: behind a pointer or a reference may stand any other.
bool stands_for_itself(const Subject& subject, const PoolKey& key) {
  if (key.kind != PoolKey::Kind::variable && key.kind != PoolKey::Kind::field) return false;
  const facts::TypeId type = inventory::type_of(key, subject.program);
  return subject.program.type(type).kind == facts::TypeKind::record;
}

using PoolsAt = std::map<Place, std::set<size_t>>;

PoolsAt pools_of_puts(const Subject& subject) {
  PoolsAt out;
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    for (const inventory::Site& site : subject.pools[i].sites) {
      if (site.kind == inventory::SiteKind::put) out[site.place].insert(i);
    }
  }
  return out;
}

// The one pool of a place; none when it may be one of several.
std::optional<size_t> only(const Subject& subject, const std::set<size_t>& pools) {
  if (pools.size() != 1) return std::nullopt;
  const size_t pool = *pools.begin();
  return stands_for_itself(subject, subject.keys[pool]) ? std::optional(pool) : std::nullopt;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  const PoolsAt puts = pools_of_puts(subject);
  for (const inventory::Taken& get : subject.taken) {
    const auto from = only(subject, {get.pools.begin(), get.pools.end()});
    if (!from || get.outcome.fate == analysis::Fate::unproven) continue;
    for (const facts::Location& put : get.outcome.puts) {
      const Place place = inventory::to_place(put);
      const auto found = puts.find(place);
      if (found == puts.end()) continue;  // by a callee or an owner
      const auto into = only(subject, found->second);
      if (!into || *into == *from) continue;
      Finding finding = at(subject, get);
      finding.place = place;
      finding.message = "object taken from " + names_of(subject, get) + " is put into '" +
                        subject.pools[*into].name + "'";
      finding.notes.push_back({get.place, "taken here"});
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule wrong_pool_put;
const Rule wrong_pool_put = {
    .id = "pool-wrong-pool-put",
    .summary = "an object is put into a pool that it does not come from",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
