#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

void judge(const MeasuredPool& measured, const Settings& settings, std::vector<Finding>& out) {
  if (measured.heat != Heat::cold) return;
  const bool proven = measured.missing.empty();
  if (!proven && settings.get("EvenIfUnproven") == 0) return;
  const inventory::Pool& pool = *measured.pool;
  Finding finding = at(pool);
  const std::string quoted = std::string("'") + pool.name + "'";
  finding.message = quoted + " is cold: at peak " + measured.peak_words + "; a candidate for " +
                    (proven ? "removal" : "removal once that is proven");
  for (const std::string& reason : measured.reasons) finding.notes.push_back({pool.place, reason});
  for (const std::string& missing : measured.missing) {
    finding.notes.push_back({pool.place, "not proven: " + missing});
  }
  out.push_back(std::move(finding));
}

}  // namespace

extern const Rule cold;
const Rule cold = {
    .id = "pool-cold",
    .summary = "a pool that is taken from so seldom that it can go",
    .category = Category::telemetry,
    .scope = Scope::telemetry,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {{.name = "EvenIfUnproven",
                 .value = 0,
                 .help = "1: also when the telemetry does not prove it yet, with what is missing"}},
    .judge = judge,
};

}  // namespace pool_audit::rules
