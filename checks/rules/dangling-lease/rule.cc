#include "checks/rules/rule.h"

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Misuse;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  report_misuses(
      subject,
      [](const Misuse& each) {
        return each.lease &&
               (each.kind == Misuse::Kind::use || each.kind == Misuse::Kind::returned ||
                each.kind == Misuse::Kind::escaped);
      },
      [](const Misuse& each) -> std::string {
        switch (each.kind) {
          case Misuse::Kind::returned:
            return "is returned by pointer, though its lease ends with this function";
          case Misuse::Kind::escaped:
            return "is pointed to by " + each.into + " when its lease has put it back";
          default:
            return "is used after its lease put it back";
        }
      },
      out);
}

}  // namespace

extern const Rule dangling_lease;
const Rule dangling_lease = {
    .id = "pool-dangling-lease",
    .summary = "a pointer or reference outlives the lease that owns the object",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
