#include <cmath>

#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

constexpr double kWhole = 100;

void judge(const MeasuredPool& measured, const Settings& settings, std::vector<Finding>& out) {
  // A cold pool is not to be mended but to go.
  if (!measured.drop_rate || measured.heat == Heat::cold) return;
  if (measured.puts < static_cast<double>(settings.get("MinimumPuts"))) return;
  const auto allowed = static_cast<double>(settings.get("Percent"));
  const double percent = *measured.drop_rate * kWhole;
  if (percent <= allowed) return;
  Finding finding = at(*measured.pool);
  finding.message = "'" + measured.pool->name + "' drops " +
                    std::to_string(static_cast<long>(std::ceil(percent))) +
                    " % of the objects that are put back";
  out.push_back(std::move(finding));
}

}  // namespace

extern const Rule high_drop_rate;
const Rule high_drop_rate = {
    .id = "pool-high-drop-rate",
    .summary = "a pool that drops a large part of what is put back",
    .category = Category::telemetry,
    .scope = Scope::telemetry,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {{.name = "Percent", .value = 10, .help = "of the puts that may be dropped at most"},
                {.name = "MinimumPuts",
                 .value = 1000,
                 .help = "puts that have to be measured before the rule says anything"}},
    .judge = judge,
};

}  // namespace pool_audit::rules
