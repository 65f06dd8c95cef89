#include <cmath>

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

constexpr double kWhole = 100;

void judge(const MeasuredPool& measured, const Settings& settings, std::vector<Finding>& out) {
  // A cold pool is not to be mended but to go.
  if (!measured.hit_rate || measured.heat == Heat::cold) return;
  if (measured.served < static_cast<double>(settings.get("MinimumGets"))) return;
  const auto wanted = static_cast<double>(settings.get("Percent"));
  const double percent = *measured.hit_rate * kWhole;
  if (percent >= wanted) return;
  Finding finding = at(*measured.pool);
  finding.message = "'" + measured.pool->name + "' reuses an object in " +
                    std::to_string(static_cast<long>(std::floor(percent))) +
                    " % of its gets, and makes one in the others";
  out.push_back(std::move(finding));
}

}  // namespace

extern const Rule low_hit_rate;
const Rule low_hit_rate = {
    .id = "pool-low-hit-rate",
    .summary = "a pool most of whose gets make a new object",
    .category = Category::telemetry,
    .scope = Scope::telemetry,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {{.name = "Percent",
                 .value = 50,
                 .help = "of the gets that have to reuse an object at least"},
                {.name = "MinimumGets",
                 .value = 1000,
                 .help = "gets that have to be measured before the rule says anything"}},
    .judge = judge,
};

}  // namespace pool_audit::rules
