#include "checks/rules/rule.h"

#include "checks/inventory/describe.h"
#include "checks/inventory/outcomes.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

bool dropped_at_once(const Subject& subject, const inventory::Taken& get) {
  if (get.origin.kind != analysis::Origin::Kind::event) return false;
  const auto graph = subject.program.graph(get.function);
  return graph && event_of(*graph, get).has(facts::EventFlag::discarded);
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Taken& get : subject.taken) {
    // What is dropped where it is taken is pool-discarded-get's.
    if (!inventory::is_miss(get.outcome) || dropped_at_once(subject, get)) continue;
    Finding finding = at(subject, get);
    const bool never = get.outcome.fate == analysis::Fate::never;
    finding.message = "object taken from " + names_of(subject, get) +
                      (never ? " is never put back" : " is not put back on every path");
    bool first = true;
    for (const analysis::Path& path : get.outcome.lost) {
      if (first) finding.notes = notes_of(path.steps);
      finding.notes.push_back({inventory::to_place(path.end),
                               (first ? "lost here: " : "also lost here: ") + path.reason});
      first = false;
    }
    for (const facts::Location& put : get.outcome.puts) {
      finding.notes.push_back({inventory::to_place(put), "put back here on other paths"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule missing_put;
const Rule missing_put = {
    .id = "pool-missing-put",
    .summary = "an object that was taken is lost on some path",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::review,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
