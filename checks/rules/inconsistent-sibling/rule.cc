#include <algorithm>
#include <map>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"
#include "checks/rules/steps.h"

namespace pool_audit::rules {

namespace {

// Puts of one type of object into one pool.
using Siblings = std::vector<const Return*>;

const Step* find_step(const Return& each, const std::string& name) {
  const auto found = std::ranges::find(each.steps, name, &Step::name);
  return found == each.steps.end() ? nullptr : &*found;
}

void judge(const Subject& subject, size_t pool, const Siblings& siblings, size_t least,
           std::vector<Finding>& out) {
  std::map<std::string, const Step*> steps;
  for (const Return* each : siblings) {
    for (const Step& step : each->steps) steps.try_emplace(step.name, &step);
  }
  for (const auto& [name, first] : steps) {
    const Return* odd = nullptr;
    size_t with = 0;
    size_t without = 0;
    for (const Return* each : siblings) {
      // What hangs in something that is taken down need not be taken out of it first.
      if (each->loaded && !first->cleans) continue;
      if (find_step(*each, name)) {
        ++with;
        continue;
      }
      odd = each;
      ++without;
    }
    if (without != 1 || with < least || odd->untouched || odd->by_its_state) continue;
    // What was taken and used in one function without a reset is pool-missing-reset's.
    if (first->cleans && odd->origin && odd->origin->kind == analysis::Origin::Kind::event)
      continue;
    Finding finding = at(subject.pools[pool]);
    finding.place = odd->site->place;
    if (const facts::Function* function = subject.program.function(odd->site->function)) {
      finding.function = function->name.text();
    }
    const std::string what = name.ends_with(')') ? "'" + name + "' is called" : name;
    finding.message = "object is put back into '" + subject.pools[pool].name +
                      "' without a step that the other " + std::to_string(with) +
                      " places take: " + what;
    finding.notes.push_back({inventory::to_place(first->at), "in another place, here"});
    out.push_back(std::move(finding));
  }
}

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  const Resets resets(subject);
  const std::vector<Return> returns = returns_of(subject, resets);
  const auto least = static_cast<size_t>(settings.get("MinimumSites"));
  for (size_t pool = 0; pool < subject.pools.size(); ++pool) {
    std::map<facts::TypeId, Siblings> by_type;
    for (const Return& each : returns) {
      if (!each.site->pools.contains(pool) || (!each.origin && !each.loaded)) continue;
      by_type[each.type].push_back(&each);
    }
    for (const auto& [type, siblings] : by_type) judge(subject, pool, siblings, least, out);
  }
}

}  // namespace

extern const Rule inconsistent_sibling;
const Rule inconsistent_sibling = {
    .id = "pool-inconsistent-sibling",
    .summary = "one of several ways back to a pool leaves out a step that the others take",
    .category = Category::checkout,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {{"MinimumSites", 3, "places that take the step, from which on the odd one counts"}},
    .check = check,
};

}  // namespace pool_audit::rules
