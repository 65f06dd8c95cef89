#include "checks/rules/rule.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using analysis::EventAt;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Place;
using facts::Root;
using inventory::Taken;

template <size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 5> kGrowing = {"push_back", "emplace_back", "resize",
                                                      "insert", "emplace"};
constexpr std::array<std::string_view, 6> kElements = {"back", "front", "operator[]",
                                                       "at",   "data",  "emplace_back"};

// Whether a function adds elements to a vector that is a member of its object, and returns a
// pointer to one of them: the next call may move them all.
class Getters {
 public:
  explicit Getters(const analysis::Program& program) : program_(program) {}

  bool points_into_vector(Symbol function) {
    const auto [at, fresh] = known_.try_emplace(function, false);
    if (fresh) {
      if (const auto graph = program_.graph(function)) at->second = look(*graph);
    }
    return at->second;
  }

 private:
  // The vector of objects that the call is made on, none for anything else.
  Symbol vector_of(const Event& event) const {
    const Place& place = event.object.place;
    if (event.kind != EventKind::call || place.root != Root::this_ || place.steps.size() != 2) {
      return {};
    }
    const auto ref = program_.field(place.steps[1].field);
    if (!ref.field) return {};
    const facts::Type& type = program_.type(ref.field->type);
    if (type.template_name.text() != "std::vector" || type.arguments.empty()) return {};
    const facts::Type& element = program_.type(type.arguments[0]);
    const bool object = element.kind == facts::TypeKind::record &&
                        !element.template_name.text().starts_with("std::");
    return object ? place.steps[1].field : Symbol();
  }

  std::string_view method(const Event& event) const {
    const facts::Function* callee = program_.function(event.callee);
    return callee ? last_component(callee->name.text()) : std::string_view();
  }

  bool look(const FlowGraph& graph) const {
    std::set<Symbol> growing;
    std::set<std::pair<Root, uint32_t>> elements;
    bool returned = false;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (const Symbol vector = vector_of(event)) {
          if (is_one_of(method(event), kGrowing)) growing.insert(vector);
          if (is_one_of(method(event), kElements)) {
            elements.insert({event.target.root, event.target.index});
          }
        } else if (event.kind == EventKind::assign && event.arguments.size() == 1 &&
                   event.target.steps.empty() && is_element(event.arguments[0], elements)) {
          elements.insert({event.target.root, event.target.index});
        } else if (event.kind == EventKind::return_ && !event.arguments.empty()) {
          returned = returned || is_element(event.arguments[0], elements);
        }
      }
    }
    return returned && !growing.empty();
  }

  static bool is_element(const facts::Operand& operand,
                         const std::set<std::pair<Root, uint32_t>>& elements) {
    const size_t steps = operand.address_of ? 1 : 0;  // &*p
    return operand.place.steps.size() == steps &&
           elements.contains({operand.place.root, operand.place.index});
  }

  const analysis::Program& program_;
  std::map<Symbol, bool> known_;
};

// The operand that names the pool; null for none.
const facts::Operand* pool_operand(const Event& event, const Taken& get) {
  if (!get.direct) return nullptr;
  if (!get.role.model || !get.role.operation) return &event.object;
  const model::Identity& identity =
      get.role.operation->pool ? *get.role.operation->pool : get.role.model->identity;
  const auto index = static_cast<size_t>(std::max(identity.index, 0));
  switch (identity.kind) {
    case model::IdentityKind::this_:
      return &event.object;
    case model::IdentityKind::argument:
    case model::IdentityKind::macro_argument:
      return index < event.arguments.size() ? &event.arguments[index] : nullptr;
    default:
      return nullptr;
  }
}

// The variable that all functions of the program name the pool by; none for one that is handed
// around.
std::optional<size_t> known_pool(const Subject& subject, const Taken& get) {
  if (get.pools.size() != 1) return std::nullopt;
  const bool variable = subject.keys[get.pools.front()].kind == inventory::PoolKey::Kind::variable;
  return variable ? std::optional(get.pools.front()) : std::nullopt;
}

bool same_pool(const FlowGraph& graph, const Taken& a, const Taken& b) {
  if (a.pools != b.pools) return false;
  const facts::Operand* of_a = pool_operand(event_of(graph, a), a);
  const facts::Operand* of_b = pool_operand(event_of(graph, b), b);
  return of_a && of_b && of_a->place.root != Root::none && of_a->place == of_b->place &&
         of_a->address_of == of_b->address_of;
}

// The calls of functions that take from the same pool themselves, or on behalf of others.
void add_callees(const Subject& subject, const FlowGraph& graph, const Taken& get,
                 const std::set<std::pair<Symbol, size_t>>& takers, std::vector<EventAt>& growths) {
  const auto pool = known_pool(subject, get);
  if (!pool) return;
  for (uint32_t block = 0; block < graph.blocks.size(); ++block) {
    for (uint32_t i = 0; i < graph.blocks[block].events.size(); ++i) {
      const Event& event = graph.blocks[block].events[i];
      const bool direct = event.kind == EventKind::call && !event.has(facts::EventFlag::virtual_) &&
                          !event.has(facts::EventFlag::indirect);
      if (direct && event.callee != graph.function && takers.contains({event.callee, *pool})) {
        growths.push_back({block, i});
      }
    }
  }
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Getters getters(subject.program);
  std::set<std::pair<Symbol, size_t>> takers;
  for (const Taken& get : subject.taken) {
    if (const auto pool = known_pool(subject, get)) takers.insert({get.function, *pool});
  }
  for (const Taken& get : subject.taken) {
    const auto graph = subject.program.graph(get.function);
    if (!graph || !get.direct) continue;
    const bool moves = get.role.model ? get.role.model->bounds.grow_moves
                                      : getters.points_into_vector(event_of(*graph, get).callee);
    if (!moves) continue;
    std::vector<EventAt> growths;
    for (const Taken& other : subject.taken) {
      if (other.function == get.function && same_pool(*graph, get, other)) {
        growths.push_back({other.block, other.event});
      }
    }
    add_callees(subject, *graph, get, takers, growths);
    std::ranges::sort(growths);
    growths.erase(std::ranges::unique(growths).begin(), growths.end());
    for (const analysis::Misuse& each :
         analysis::moved(*graph, get.origin, growths, subject.effects)) {
      Finding finding = at(subject, get);
      finding.place = inventory::to_place(each.at);
      finding.message = "pointer to an object of " + names_of(subject, get) +
                        " is used after another get, which may have moved the object";
      finding.notes.push_back({get.place, "taken here"});
      for (inventory::Note& note : notes_of(each.steps)) finding.notes.push_back(std::move(note));
      finding.notes.push_back({inventory::to_place(each.put), "the pool may grow here"});
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule moved_by_growth;
const Rule moved_by_growth = {
    .id = "pool-moved-by-growth",
    .summary = "a pointer into a pool is used after the pool may have moved its objects",
    .category = Category::design,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
