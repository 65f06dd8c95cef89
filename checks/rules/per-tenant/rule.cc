#include <algorithm>
#include <array>
#include <string>
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

// Keys of which there are few, each with objects or users of its own.
constexpr std::array kKinds = {"std::type_index"sv, "std::thread::id"sv, "std::type_info"sv};
// What stands in the names of such maps.
constexpr std::array kWords = {"size"sv,   "class"sv,   "type"sv,   "kind"sv,   "thread"sv,
                               "cpu"sv,    "core"sv,    "shard"sv,  "bucket"sv, "node"sv,
                               "length"sv, "capacit"sv, "format"sv, "align"sv};

bool is_kind(const facts::Type& key) {
  return key.kind == facts::TypeKind::enumeration ||
         std::ranges::find(kKinds, key.template_name.text()) != kKinds.end();
}

bool names_kinds(std::string_view name) {
  std::string low(last_component(name));
  std::ranges::transform(low, low.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    // A connection to one database serves nobody who wants another one.
    if (pool.kind == "connection pool") continue;
    const facts::Type& type =
        subject.program.type(inventory::type_of(subject.keys[i], subject.program));
    if (std::ranges::find(kMaps, type.template_name.text()) == kMaps.end()) continue;
    const facts::TypeId key = type.arguments.empty() ? facts::kNoType : type.arguments.front();
    if (is_kind(subject.program.type(key)) || names_kinds(pool.name)) continue;
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
