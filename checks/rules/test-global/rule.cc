#include "checks/rules/rule.h"

#include <algorithm>
#include <map>
#include <string>

#include "checks/rules/say.h"
#include "checks/rules/test_code.h"

namespace pool_audit::rules {

namespace {

using inventory::PoolKey;

struct Use {
  std::string test;
  inventory::Place place;
  std::string function;
};

// By the tests' functions: a variable is there once for all of them.
std::map<size_t, std::map<Symbol, Use>> uses_in_tests(const Subject& subject) {
  std::map<size_t, std::map<Symbol, Use>> out;
  for (const inventory::Taken& get : subject.taken) {
    // What the program does behind a function that a test calls is for the program to say.
    if (!get.direct) continue;
    if (get.pools.size() != 1) continue;
    if (subject.keys[get.pools.front()].kind != PoolKey::Kind::variable) continue;
    const facts::Function* function = subject.program.function(get.function);
    if (!function) continue;
    std::string test = test_name(*function);
    if (test.empty()) continue;
    out[get.pools.front()].try_emplace(
        get.function, Use{std::move(test), get.place, std::string(function->name.text())});
  }
  return out;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (const auto& [pool, uses] : uses_in_tests(subject)) {
    if (uses.size() < 2) continue;
    std::vector<const Use*> sorted;
    for (const auto& [function, use] : uses) sorted.push_back(&use);
    std::ranges::sort(sorted, {}, [](const Use* use) { return use->place; });
    Finding finding = at(subject.pools[pool]);
    finding.place = sorted.front()->place;
    finding.function = sorted.front()->function;
    finding.message = std::to_string(uses.size()) + " tests take from '" +
                      subject.pools[pool].name +
                      "', of which the process has one: what one puts, the next one gets";
    finding.notes.push_back({subject.pools[pool].place, "the pool is declared here"});
    for (size_t i = 1; i < sorted.size(); ++i) {
      finding.notes.push_back(
          {sorted[i]->place, "also taken from in test '" + sorted[i]->test + "'"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule test_global;
const Rule test_global = {
    .id = "pool-test-global",
    .summary = "tests share a pool of the whole process",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
