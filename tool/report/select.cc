#include <algorithm>

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

Result<Inventory> only_pool(const Inventory& all, std::string_view name) {
  const std::string tail = "::" + std::string(name);
  Inventory chosen = all;
  chosen.candidates.clear();
  chosen.suppressions.clear();
  std::erase_if(chosen.pools,
                [&](const Pool& pool) { return pool.name != name && !pool.name.ends_with(tail); });
  std::erase_if(chosen.findings, [&](const inventory::Finding& finding) {
    return std::ranges::none_of(chosen.pools,
                                [&](const Pool& pool) { return pool.id == finding.pool; });
  });
  if (!chosen.pools.empty()) return chosen;

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
  if (!near.empty()) return fail(message + "; did you mean " + near + "?");
  return fail(message + "; run without --pool to see the names");
}

}  // namespace pool_audit::report
