#include "tool/compare/compare.h"

#include <algorithm>
#include <map>
#include <set>

namespace pool_audit::compare {

using namespace inventory;

namespace {

using ByFingerprint = std::map<std::string_view, const Finding*>;

// The open ones. A finding without a fingerprint is known by nobody.
ByFingerprint index(const std::vector<Finding>& findings) {
  ByFingerprint out;
  for (const Finding& each : findings) {
    if (!each.suppressed && !each.fingerprint.empty()) out.emplace(each.fingerprint, &each);
  }
  return out;
}

bool was_looked_at(const Finding& finding, const Looked& looked) {
  return looked.whole && (looked.rules.empty() ||
                          std::ranges::find(looked.rules, finding.rule) != looked.rules.end());
}

void sort_findings(const Inventory& before, const Inventory& after, const Looked& looked,
                   Comparison& out) {
  const ByFingerprint known = index(before.findings);
  const ByFingerprint present = index(after.findings);
  for (const Finding& each : after.findings) {
    if (each.suppressed) continue;
    (known.contains(each.fingerprint) ? out.unchanged : out.introduced).push_back(each);
  }
  for (const Finding& each : before.findings) {
    if (each.suppressed || present.contains(each.fingerprint)) continue;
    (was_looked_at(each, looked) ? out.fixed : out.unchecked).push_back(each);
  }
}

std::map<std::string_view, size_t> pools_by_id(const Inventory& inventory) {
  std::map<std::string_view, size_t> out;
  for (size_t i = 0; i < inventory.pools.size(); ++i) out.emplace(inventory.pools[i].id, i);
  return out;
}

verdict::Class class_in(const State& state, size_t pool) {
  if (state.assessment == nullptr || pool >= state.assessment->pools.size()) {
    return verdict::Class::unmeasured;
  }
  return state.assessment->pools[pool].verdict.class_;
}

void sort_pools(const State& before, const State& after, const Looked& looked, Comparison& out) {
  const auto known = pools_by_id(*before.inventory);
  const auto present = pools_by_id(*after.inventory);
  for (size_t i = 0; i < after.inventory->pools.size(); ++i) {
    const Pool& pool = after.inventory->pools[i];
    const auto found = known.find(pool.id);
    if (found == known.end()) {
      out.added_pools.push_back(pool.name);
      continue;
    }
    const verdict::Class was = class_in(before, found->second);
    const verdict::Class is = class_in(after, i);
    if (was != is) out.classes.push_back({pool.id, pool.name, pool.place, was, is});
  }
  if (!looked.whole) return;
  for (const Pool& pool : before.inventory->pools) {
    if (!present.contains(pool.id)) out.removed_pools.push_back(pool.name);
  }
}

}  // namespace

Comparison compare(std::string_view name_of_before, const State& before, const State& after,
                   const Looked& looked) {
  Comparison out;
  out.before = name_of_before;
  sort_findings(*before.inventory, *after.inventory, looked, out);
  sort_pools(before, after, looked, out);
  return out;
}

Inventory only_new(const Inventory& after, const Comparison& comparison) {
  std::set<std::string_view> known;
  for (const Finding& each : comparison.unchanged) known.insert(each.fingerprint);
  Inventory out = after;
  std::erase_if(out.findings, [&](const Finding& each) {
    return !each.suppressed && known.contains(each.fingerprint);
  });
  return out;
}

}  // namespace pool_audit::compare
