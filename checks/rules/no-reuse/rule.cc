#include <algorithm>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using inventory::Pairing;
using inventory::Pool;
using inventory::Site;
using inventory::SiteKind;

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const Pool& pool = subject.pools[i];
    if (!all_uses_are_known(pool) || pool.kind == "arena" || may_be_anothers(subject, i)) continue;
    const size_t gets = count_of(pool, SiteKind::get);
    const size_t backs = count_of(pool, SiteKind::put) + count_of(pool, SiteKind::discard);
    const auto lost = [](const Site& site) {
      return site.kind != SiteKind::get || site.pairing == Pairing::never;
    };
    std::string what;
    if (gets != 0 && backs == 0 && std::ranges::all_of(pool.sites, lost)) {
      what = "hands out objects that nobody ever puts back";
    } else if (gets == 0 && backs != 0) {
      what = "takes objects that nobody ever gets";
    }
    if (what.empty()) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' " + what;
    for (const Site& site : pool.sites) {
      if (site.kind == SiteKind::get) finding.notes.push_back({site.place, "taken here"});
      if (site.kind == SiteKind::put) finding.notes.push_back({site.place, "put here"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule no_reuse;
const Rule no_reuse = {
    .id = "pool-no-reuse",
    .summary = "a pool from which nothing is taken twice",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
