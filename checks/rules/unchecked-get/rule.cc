#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(
      subject, [](const Misuse& each) { return each.kind == Misuse::Kind::unchecked; },
      [](const Misuse&) { return "is used without a test, though the get may give none"; }, out);
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
