#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(
      subject, [](const Misuse& each) { return !each.lease && each.kind == Misuse::Kind::escaped; },
      [](const Misuse& each) { return "is put back while " + each.into + " still points to it"; },
      out);
}

}  // namespace

extern const Rule escaping_object;
const Rule escaping_object = {
    .id = "pool-escaping-object",
    .summary = "a pointer to an object is kept beyond its put",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
