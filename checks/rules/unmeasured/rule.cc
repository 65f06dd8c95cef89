#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void judge(const MeasuredPool& measured, const Settings&, std::vector<Finding>& out) {
  if (measured.heat != Heat::unmeasured || measured.pool->place.line == 0) return;
  Finding finding = at(*measured.pool);
  finding.message = "nobody knows how often '" + measured.pool->name + "' is taken from";
  for (const std::string& reason : measured.reasons) {
    finding.notes.push_back({measured.pool->place, reason});
  }
  out.push_back(std::move(finding));
}

}  // namespace

extern const Rule unmeasured;
const Rule unmeasured = {
    .id = "pool-unmeasured",
    .summary = "a pool of which no telemetry speaks",
    .category = Category::telemetry,
    .scope = Scope::telemetry,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {},
    .judge = judge,
};

}  // namespace pool_audit::rules
