#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(subject, analysis::Misuse::Kind::use, "is used after it was put back", out);
}

}  // namespace

extern const Rule use_after_put;
const Rule use_after_put = {
    .id = "pool-use-after-put",
    .summary = "an object is used after it was put back",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
