#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "checks/analysis/mentions.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/rules/short_lived.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::EventKind;
using facts::FunctionFlag;

constexpr std::array<std::string_view, 12> kShrinks = {
    "clear", "resize", "erase",     "pop_back", "pop_front", "pop",
    "swap",  "assign", "operator=", "truncate", "remove",    "shrink_to_fit"};

// "free", "btAlignedFree", "destroy_node"
bool frees(std::string_view name) {
  constexpr std::array<std::string_view, 7> kWords = {"free",    "Free",    "delete", "Delete",
                                                      "destroy", "Destroy", "dealloc"};
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool destroys_something(const analysis::Program& program, const facts::FlowGraph& graph) {
  for (const facts::Block& block : graph.blocks) {
    for (const facts::Event& event : block.events) {
      if (event.kind == EventKind::delete_) return true;
      const facts::Function* callee = program.function(event.callee);
      if (callee && frees(last_component(callee->name.text()))) return true;
    }
  }
  return false;
}

bool shrinks(const analysis::Program& program, const facts::FlowGraph& graph, Symbol slot) {
  for (const facts::Block& block : graph.blocks) {
    for (const facts::Event& event : block.events) {
      const facts::Function* callee = program.function(event.callee);
      const bool known = event.kind == EventKind::call && callee &&
                         std::ranges::count(kShrinks, last_component(callee->name.text())) != 0;
      if (known && analysis::names(event.object.place, slot)) return true;
    }
  }
  return false;
}

bool plays(const std::vector<analysis::Part>& parts, Symbol function) {
  return std::ranges::find(parts, function, &analysis::Part::function) != parts.end();
}

// Whether a function gives memory back while the pool is in use: a put that turns objects down, or
// one that thins out what rests.
bool drops_some(const analysis::Program& program, const analysis::HandWritten& pool,
                Symbol function) {
  const facts::Function* fact = program.function(function);
  const auto graph = program.graph(function);
  if (!fact || !graph) return true;  // nobody has seen what it does
  if (fact->has(FunctionFlag::constructor) || fact->has(FunctionFlag::destructor)) return false;
  if (destroys_something(program, *graph)) return true;
  const bool is_part = plays(pool.gets, function) || plays(pool.puts, function);
  return !is_part && shrinks(program, *graph, pool.slot);
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  std::vector<std::pair<const inventory::Pool*, const analysis::HandWritten*>> found;
  std::set<Symbol> slots;
  ShortLived lives(subject);
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    if (pool.origin != inventory::Origin::hand_written) continue;
    if (pool.bound.kind != inventory::BoundKind::unbounded || !makes_one_by_one(pool)) continue;
    if (count_of(pool, inventory::SiteKind::put) == 0 || lives.is_short_lived(i)) continue;
    const analysis::HandWritten* known = hand_written(subject, i);
    if (known != nullptr && (known->makes || !known->prefilled)) {
      found.emplace_back(&pool, known);
      slots.insert(known->slot);
    }
  }
  const auto users = analysis::functions_that_name(subject.program, slots);
  for (const auto& [pool, known] : found) {
    std::set<Symbol> functions;
    if (const auto at = users.find(known->slot); at != users.end()) {
      functions.insert(at->second.begin(), at->second.end());
    }
    for (const analysis::Part& put : known->puts) functions.insert(put.function);
    const bool dropped = std::ranges::any_of(
        functions, [&](Symbol function) { return drops_some(subject.program, *known, function); });
    if (dropped) continue;
    Finding finding = at(*pool);
    finding.message = "'" + pool->name + "' keeps every object that was ever put into it";
    if (pool->factory.place.line != 0) {
      finding.notes.push_back({pool->factory.place, "made here when the pool is empty"});
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
