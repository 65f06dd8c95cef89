#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(
      subject, [](const Misuse& each) { return each.kind == Misuse::Kind::use && !each.lease; },
      [](const Misuse&) { return "is used after it was put back"; }, out);
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
