#include <algorithm>
#include <set>

#include "checks/support/spelling.h"
#include "checks/support/words.h"
#include "tool/report/report.h"

namespace pool_audit::report {

using inventory::Inventory;
using inventory::Pool;

bool has_pool(const Inventory& inventory, std::string_view pattern) {
  return pattern == "*" || std::ranges::any_of(inventory.pools, [&](const Pool& pool) {
           return matches_last_parts(pattern, pool.name);
         });
}

Result<Report> only_pool(const Report& report, std::string_view name) {
  const Inventory& all = report.inventory;
  const std::string tail = "::" + std::string(name);
  Report chosen = report;
  chosen.inventory.candidates.clear();
  chosen.inventory.suppressions.clear();
  chosen.inventory.pools.clear();
  if (chosen.assessment) {
    chosen.assessment->pools.clear();
    chosen.assessment->leftovers.clear();
  }
  std::set<std::string_view> ids;
  for (size_t i = 0; i < all.pools.size(); ++i) {
    const Pool& pool = all.pools[i];
    if (pool.name != name && !pool.name.ends_with(tail)) continue;
    ids.insert(pool.id);
    chosen.inventory.pools.push_back(pool);
    if (const auto* verdict = report.verdict_of(i)) chosen.assessment->pools.push_back(*verdict);
  }
  std::erase_if(chosen.inventory.findings,
                [&](const inventory::Finding& finding) { return !ids.contains(finding.pool); });
  for (Earlier& earlier : chosen.history) {
    std::erase_if(earlier.pools, [&](const auto& each) { return !ids.contains(each.first); });
  }
  if (!chosen.inventory.pools.empty()) return chosen;

  std::string message = "no pool is called '" + std::string(name) + "'";
  if (all.pools.empty()) return fail(message + "; the program has no pools");
  // A part of the name, in any case, is the likeliest slip.
  const auto lower = [](std::string_view text) {
    std::string out(text);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
  };
  const std::string wanted = lower(name);
  constexpr size_t kNamed = 5;
  std::string near;
  size_t count = 0;
  for (const Pool& pool : all.pools) {
    if (wanted.empty() || lower(pool.name).find(wanted) == std::string::npos) continue;
    if (++count <= kNamed) near += (near.empty() ? "" : ", ") + pool.name;
  }
  if (count > kNamed) near += " or one of " + std::to_string(count - kNamed) + " more";
  if (near.empty()) {
    // A slip of the keyboard, in the whole name or in its last part.
    std::vector<std::string_view> names;
    for (const Pool& pool : all.pools) names.push_back(pool.name);
    near = nearest_word(name, names);
    std::vector<std::string_view> parts;
    for (const std::string_view each : names) parts.push_back(each.substr(each.rfind(':') + 1));
    if (near.empty()) near = nearest_word(name, parts);
  }
  if (!near.empty()) return fail(message + "; did you mean " + near + "?");
  return fail(message + "; run without --pool to see the names");
}

}  // namespace pool_audit::report
