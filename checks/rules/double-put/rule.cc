#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(
      subject, [](const Misuse& each) { return each.kind == Misuse::Kind::put_again; },
      [](const Misuse& each) {
        return each.lease ? "is put back by hand, and again by its lease"
                          : "is put back a second time";
      },
      out);
}

}  // namespace

extern const Rule double_put;
const Rule double_put = {
    .id = "pool-double-put",
    .summary = "an object is put back twice",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
