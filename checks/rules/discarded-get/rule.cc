#include "checks/rules/rule.h"

#include "checks/rules/say.h"
#include "checks/rules/test_code.h"

namespace pool_audit::rules {

namespace {

// A test that tries a get wants it to throw: there is no object then.
bool has_to_throw(const Subject& subject, const inventory::Taken& get, const facts::Event& event) {
  const facts::Function* function = subject.program.function(get.function);
  return event.region >= 0 && function != nullptr && !test_name(*function).empty();
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const inventory::Taken& get : subject.taken) {
    const auto graph = subject.program.graph(get.function);
    if (!graph || get.origin.kind != analysis::Origin::Kind::event) continue;
    const facts::Event& event = event_of(*graph, get);
    // A cast to void says that it is meant, to warm the pool up for instance.
    if (!event.has(facts::EventFlag::discarded) || event.has(facts::EventFlag::void_cast)) continue;
    if (has_to_throw(subject, get, event)) continue;
    const bool owned = get.direct && get.role.object == analysis::ObjectAt::result &&
                       subject.effects.is_owner(event.type);
    const bool lost = get.outcome.fate == analysis::Fate::never;
    if (!owned && !lost) continue;
    Finding finding = at(subject, get);
    finding.message = owned ? "object taken from " + names_of(subject, get) +
                                  " goes back at the end of this statement, unused"
                            : "object taken from " + names_of(subject, get) +
                                  " is dropped: nobody can put it back";
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule discarded_get;
const Rule discarded_get = {
    .id = "pool-discarded-get",
    .summary = "the object that a get returns is not used",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
