#include "checks/inventory/describe.h"
#include "checks/rules/incomplete_resets.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void report(const Subject& subject, const IncompleteReset& each, std::vector<Finding>& out) {
  std::vector<std::string> names;
  for (const auto& left : each.left) names.push_back(left.leaf.name);
  const inventory::Pool& pool = subject.pools[each.pools.front()];
  Finding finding = at(pool);
  finding.place = inventory::to_place(each.reset->location);
  finding.function = each.reset->name.text();
  finding.message = "'" + finding.function + "()', on which '" + pool.name + "' relies, leaves " +
                    list_of(names) + " as the last user left " +
                    (names.size() == 1 ? "it" : "them");
  for (const auto& left : each.left) {
    finding.notes.push_back(
        {inventory::to_place(left.write->at), "'" + left.leaf.name + "' is written here"});
  }
  if (each.called_at) {
    finding.notes.push_back({inventory::to_place(*each.called_at), "the reset is called here"});
  }
  out.push_back(std::move(finding));
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const IncompleteReset& each : incomplete_resets(subject)) report(subject, each, out);
}

}  // namespace

extern const Rule incomplete_reset;
const Rule incomplete_reset = {
    .id = "pool-incomplete-reset",
    .summary = "a reset leaves members as the last user left them",
    .category = Category::checkout,
    .scope = Scope::program,
    .fix = Fix::review,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
