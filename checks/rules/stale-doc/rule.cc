#include "checks/rules/documented.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void judge(const MeasuredPool& measured, const Settings&, std::vector<Finding>& out) {
  if (measured.heat == Heat::unmeasured) return;
  const inventory::Pool& pool = *measured.pool;
  const DocumentedRate told = documented_rate(pool.documentation);
  if (told.text.empty()) return;
  const Heat heat = heat_told(told, measured.hot_above, measured.cold_below);
  if (heat == measured.heat) return;
  Finding finding = at(pool);
  finding.message = "the comment of '" + pool.name + "' says '" + told.text + "'" +
                    (told.per_second ? ", which is " + std::string(to_text(heat)) : "") +
                    "; it is " + std::string(to_text(measured.heat)) + ", at peak " +
                    measured.peak_words;
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
