#include <algorithm>
#include <array>
#include <string_view>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using namespace std::string_view_literals;

constexpr std::array kMaps = {"std::map"sv,
                              "std::unordered_map"sv,
                              "absl::flat_hash_map"sv,
                              "absl::node_hash_map"sv,
                              "boost::unordered_map"sv,
                              "folly::F14FastMap"sv,
                              "tbb::concurrent_hash_map"sv};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    // A connection to one database serves nobody who wants another one.
    if (pool.kind == "connection pool") continue;
    const facts::Type& type =
        subject.program.type(inventory::type_of(subject.keys[i], subject.program));
    if (std::ranges::find(kMaps, type.template_name.text()) == kMaps.end()) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' is a pool for each key; objects of one key are of no " +
                      "use to the others";
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule per_tenant;
const Rule per_tenant = {
    .id = "pool-per-tenant",
    .summary = "a pool for each key of a map",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
