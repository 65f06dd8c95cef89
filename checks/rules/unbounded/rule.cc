#include <algorithm>

#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

bool destroys_something(const analysis::Program& program, Symbol function) {
  const auto graph = program.graph(function);
  if (!graph) return true;  // nobody has seen what it does
  for (const facts::Block& block : graph->blocks) {
    for (const facts::Event& event : block.events) {
      if (event.kind == facts::EventKind::delete_) return true;
      const facts::Function* callee = program.function(event.callee);
      if (callee && last_component(callee->name.text()) == "free") return true;
    }
  }
  return false;
}

// Whether one of its puts can turn an object down.
bool drops_some(const Subject& subject, size_t pool) {
  for (const inventory::Taken& get : subject.taken) {
    if (get.role.hand_written < 0 || std::ranges::count(get.pools, pool) == 0) continue;
    for (const analysis::Part& put :
         subject.recognised.pools[static_cast<size_t>(get.role.hand_written)].puts) {
      if (destroys_something(subject.program, put.function)) return true;
    }
  }
  return false;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    if (pool.origin != inventory::Origin::hand_written) continue;
    if (pool.bound.kind != inventory::BoundKind::unbounded) continue;
    // Elements of an array, and what a constructor made, are as many as there were at the start.
    if (!pool.factory.text.starts_with("new ")) continue;
    if (count_of(pool, inventory::SiteKind::put) == 0 || drops_some(subject, i)) continue;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' keeps every object that was ever put into it";
    if (pool.factory.place.line != 0) {
      finding.notes.push_back({pool.factory.place, "made here when the pool is empty"});
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule unbounded;
const Rule unbounded = {
    .id = "pool-unbounded",
    .summary = "a hand-written pool keeps whatever is put into it",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
