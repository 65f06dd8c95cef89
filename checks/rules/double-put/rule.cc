#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(subject, analysis::Misuse::Kind::put_again, "is put back a second time", out);
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
