#include "tool/failing.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace pool_audit {
namespace {

using Fingerprints = std::set<std::string_view>;

Fingerprints known_to(const compare::Comparison* comparison) {
  Fingerprints out;
  if (comparison == nullptr) return out;
  for (const inventory::Finding& each : comparison->unchanged) out.insert(each.fingerprint);
  return out;
}

bool is_accepted(const inventory::Finding& finding, const Fingerprints& known) {
  return finding.suppressed.has_value() || known.contains(finding.fingerprint);
}

// An object that does not come back, unless somebody accepted that.
bool has_unpaired(const inventory::Inventory& inventory, const Fingerprints& known) {
  std::set<inventory::Place> accepted;
  for (const inventory::Finding& finding : inventory.findings) {
    if (is_accepted(finding, known)) accepted.insert(finding.place);
  }
  return std::ranges::any_of(inventory.pools, [&](const inventory::Pool& pool) {
    return std::ranges::any_of(pool.sites, [&](const inventory::Site& site) {
      return (site.pairing == inventory::Pairing::never ||
              site.pairing == inventory::Pairing::some_paths) &&
             !accepted.contains(site.place);
    });
  });
}

}  // namespace

bool fails(const cli::Options& options, const inventory::Inventory& all,
           const inventory::Inventory& shown, const compare::Comparison* comparison) {
  if (options.exit_zero) return false;
  if (options.strict_suppressions && !std::ranges::all_of(all.suppressions, [](const auto& each) {
        return each.message.empty();
      })) {
    return true;
  }
  if (options.strict_baseline && comparison != nullptr && !comparison->fixed.empty()) return true;
  const Fingerprints known = known_to(comparison);
  switch (options.fail_on) {
    case cli::FailOn::never:
      return false;
    case cli::FailOn::unpaired:
      return has_unpaired(all, known);
    case cli::FailOn::findings:
      return std::ranges::count_if(shown.findings, [&](const auto& each) {
               return !is_accepted(each, known);
             }) > std::ptrdiff_t{options.max_issues.value_or(0)};
  }
  return false;
}

}  // namespace pool_audit
