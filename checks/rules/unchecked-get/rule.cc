#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(subject, analysis::Misuse::Kind::unchecked,
                 "is used without a test, though the get may give none", out);
}

}  // namespace

extern const Rule unchecked_get;
const Rule unchecked_get = {
    .id = "pool-unchecked-get",
    .summary = "an object that a get may not have given is used without a test",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
