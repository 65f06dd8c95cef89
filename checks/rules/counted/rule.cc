#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "checks/analysis/mentions.h"
#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using inventory::Place;
using inventory::SiteKind;

constexpr std::array<std::string_view, 3> kUp = {"operator++", "fetch_add", "operator+="};
constexpr std::array<std::string_view, 3> kDown = {"operator--", "fetch_sub", "operator-="};

// A member or variable that goes up or down by a constant.
struct Step {
  Symbol counter;
  bool up = true;
  facts::Location location;
};

Symbol entity_of(const facts::Place& place) {
  if (!place.steps.empty() && place.steps.back().kind == facts::StepKind::field) {
    return place.steps.back().field;
  }
  return place.steps.empty() && place.root == facts::Root::global ? place.symbol : Symbol();
}

bool counts(const analysis::Program& program, Symbol entity) {
  const auto field = program.field(entity);
  const facts::Variable* variable = program.variable(entity);
  if (!field.field && !variable) return false;
  const facts::Type& type = program.type(field.field ? field.field->type : variable->type);
  return type.kind == facts::TypeKind::integer || type.template_name.text() == "std::atomic";
}

std::optional<Step> step_of(const analysis::Program& program, const Event& event) {
  Step out;
  out.location = event.location;
  if (event.kind == EventKind::assign && event.has(facts::EventFlag::arithmetic)) {
    if (event.arguments.empty()) return std::nullopt;
    out.counter = entity_of(event.target);
    out.up = event.arguments.front().place.value > 0;
  } else if (event.kind == EventKind::call) {
    const facts::Function* callee = program.function(event.callee);
    const std::string_view name = callee ? last_component(callee->name.text()) : "";
    out.up = std::ranges::count(kUp, name) != 0;
    if (!out.up && std::ranges::count(kDown, name) == 0) return std::nullopt;
    out.counter = entity_of(event.object.place);
  } else {
    return std::nullopt;
  }
  if (!out.counter || !counts(program, out.counter)) return std::nullopt;
  return out;
}

// The block, those before and those behind it.
std::set<uint32_t> blocks_around(const FlowGraph& graph, uint32_t block) {
  std::set<uint32_t> out{block};
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    for (const uint32_t next : graph.blocks[b].successors) {
      if (b == block && next < graph.blocks.size()) out.insert(next);
      if (next == block) out.insert(b);
    }
  }
  return out;
}

// What the functions that name a counter do to it: whether each step stands beside a get or a put
// of the pool, all those at gets go one way, all those at puts the other, and no site is without.
class Ledger {
 public:
  Ledger(const Subject& subject, const inventory::Pool& pool, Symbol counter)
      : subject_(subject), counter_(counter) {
    for (const inventory::Site& site : pool.sites) {
      if (!site.through.empty()) continue;
      (site.kind == SiteKind::get ? gets_ : puts_).insert(site.place);
    }
  }

  // False when the counter counts something else.
  bool add(Symbol function) {
    const auto graph = subject_.program.graph(function);
    if (!graph) return false;
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      for (const Event& event : graph->blocks[b].events) {
        if (!add(*graph, b, event)) return false;
      }
    }
    return true;
  }

  [[nodiscard]] const std::optional<Step>& at_get() const { return at_get_; }
  [[nodiscard]] const std::optional<Step>& at_put() const { return at_put_; }
  [[nodiscard]] bool balances() const {
    return at_get_ && at_put_ && at_get_->up != at_put_->up && steps_at_gets_ == gets_.size() &&
           steps_at_puts_ == puts_.size();
  }

 private:
  bool add(const FlowGraph& graph, uint32_t block, const Event& event) {
    const auto step = step_of(subject_.program, event);
    if (!step || step->counter != counter_) {
      const bool writes = event.kind == EventKind::assign && entity_of(event.target) == counter_;
      const bool constant = !event.arguments.empty() &&
                            event.arguments.front().place.root == facts::Root::constant &&
                            !event.has(facts::EventFlag::arithmetic);
      return !writes || constant;
    }
    const uint32_t line = step->location.line;
    const uint32_t to_get = distance(graph, block, line, gets_);
    const uint32_t to_put = distance(graph, block, line, puts_);
    if (to_get == to_put) return false;  // beside neither, or none can tell
    ++(to_get < to_put ? steps_at_gets_ : steps_at_puts_);
    std::optional<Step>& known = to_get < to_put ? at_get_ : at_put_;
    if (!known) known = step;
    return known->up == step->up;
  }

  // Lines to the nearest of these sites in the blocks around; kFar when there is none.
  static uint32_t distance(const FlowGraph& graph, uint32_t block, uint32_t line,
                           const std::set<Place>& places) {
    uint32_t out = kFar;
    for (const uint32_t b : blocks_around(graph, block)) {
      for (const Event& event : graph.blocks[b].events) {
        if (!places.contains(inventory::to_place(event.location))) continue;
        const uint32_t at = event.location.line;
        out = std::min(out, at > line ? at - line : line - at);
      }
    }
    return out;
  }

  static constexpr uint32_t kFar = std::numeric_limits<uint32_t>::max();

  const Subject& subject_;
  Symbol counter_;
  std::set<Place> gets_;
  std::set<Place> puts_;
  std::optional<Step> at_get_;
  std::optional<Step> at_put_;
  size_t steps_at_gets_ = 0;
  size_t steps_at_puts_ = 0;
};

std::string name_of(const analysis::Program& program, Symbol entity) {
  if (const auto field = program.field(entity); field.field) {
    return std::string(field.record->template_name.text()) +
           "::" + std::string(field.field->name.text());
  }
  return std::string(program.variable(entity)->name.text());
}

bool is_anonymous_and_unbounded(const inventory::Pool& pool) {
  return pool.bound.kind == inventory::BoundKind::unbounded && pool.kind != "arena" &&
         pool.kind != "handle pool" && pool.kind != "connection pool";
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  std::set<std::pair<size_t, Symbol>> found;  // pools with numbers beside their gets
  std::set<Symbol> counters;
  for (const inventory::Taken& get : subject.taken) {
    if (get.pools.size() != 1 || !is_anonymous_and_unbounded(subject.pools[get.pools.front()])) {
      continue;
    }
    const auto graph = subject.program.graph(get.function);
    if (!graph) continue;
    for (const uint32_t block : blocks_around(*graph, get.block)) {
      for (const Event& event : graph->blocks[block].events) {
        const auto step = step_of(subject.program, event);
        if (!step) continue;
        found.emplace(get.pools.front(), step->counter);
        counters.insert(step->counter);
      }
    }
  }
  const auto users = analysis::functions_that_name(subject.program, counters);
  for (const auto& [index, counter] : found) {
    const inventory::Pool& pool = subject.pools[index];
    const auto functions = users.find(counter);
    if (functions == users.end()) continue;
    Ledger ledger(subject, pool, counter);
    const bool whole = std::ranges::all_of(functions->second,
                                           [&](Symbol function) { return ledger.add(function); });
    if (!whole || !ledger.balances()) continue;
    const bool up = ledger.at_get()->up;
    Finding finding = at(pool);
    finding.place = inventory::to_place(ledger.at_get()->location);
    finding.message = "'" + name_of(subject.program, counter) + "' counts the objects that are " +
                      (up ? "out of '" : "left in '") + pool.name +
                      "', a pool that has no bound and knows no number";
    finding.notes.push_back(
        {inventory::to_place(ledger.at_put()->location),
         up ? "counted down where they are put" : "counted up where they are put"});
    finding.notes.push_back({pool.place, "the pool is declared here"});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule counted;
const Rule counted = {
    .id = "pool-counted",
    .summary = "code counts what is in or out of an unbounded pool",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
