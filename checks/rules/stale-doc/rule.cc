#include "checks/rules/documented.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

Heat heat_of(double rate, const MeasuredPool& measured) {
  if (rate > measured.hot_above) return Heat::hot;
  return rate < measured.cold_below ? Heat::cold : Heat::warm;
}

void judge(const MeasuredPool& measured, const Settings&, std::vector<Finding>& out) {
  if (measured.heat == Heat::unmeasured) return;
  const inventory::Pool& pool = *measured.pool;
  const DocumentedRate told = documented_rate(pool.documentation);
  if (told.text.empty()) return;
  const std::string measured_class(to_text(measured.heat));
  const std::string told_class =
      told.per_second ? std::string(to_text(heat_of(*told.per_second, measured))) : told.class_;
  if (told_class == measured_class) return;
  Finding finding = at(pool);
  finding.message = "the comment of '" + pool.name + "' says '" + told.text + "'" +
                    (told.per_second ? ", which is " + told_class : "") + "; it is " +
                    measured_class + ", at peak " + measured.peak_words;
  out.push_back(std::move(finding));
}

}  // namespace

extern const Rule stale_doc;
const Rule stale_doc = {
    .id = "pool-stale-doc",
    .summary = "a pool whose comment tells a rate of another class than the measured one",
    .category = Category::telemetry,
    .scope = Scope::telemetry,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .judge = judge,
};

}  // namespace pool_audit::rules
