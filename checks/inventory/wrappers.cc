#include "checks/inventory/wrappers.h"

#include <algorithm>
#include <optional>

#include "checks/inventory/outcomes.h"

namespace pool_audit::inventory {

using analysis::Failing;
using analysis::ObjectAt;
using analysis::Program;
using analysis::Way;
using analysis::Zero;

namespace {

// How a function that gives objects through its parameter `out` shows that it has none; none when
// that cannot be told.
std::optional<Failing> failing_of(const std::vector<Way>& ways, int out, bool may_be_null,
                                  facts::TypeKind result, bool truths) {
  bool fails = false;
  bool given = false;
  bool by_status = true;
  bool by_false = true;
  for (const Way& way : ways) {
    const bool gives = way.object == Way::Object::out && way.into == out;
    (gives ? given : fails) = true;
    by_status = by_status && way.result == (gives ? Zero::yes : Zero::no);
    by_false = by_false && way.result == (gives ? Zero::no : Zero::yes);
  }
  if (!given) return std::nullopt;
  if (!fails) {
    // What it returns may tell whether the object is null.
    const bool told =
        std::ranges::any_of(ways, [](const Way& way) { return way.result == Zero::unknown; });
    if (may_be_null && result != facts::TypeKind::void_ && told) return std::nullopt;
    return may_be_null ? Failing::null : Failing::never;
  }
  if (by_status) return Failing::status;
  // A caller may ask a number for more than whether it is zero; of a truth there is no more.
  if (by_false && truths) return Failing::false_;
  return std::nullopt;
}

// Whether the function returns zero or one, of any type, and nothing else.
bool returns_truths(const Program& program, const facts::FlowGraph& graph) {
  const auto is_truth = [](const facts::Place& place) {
    return place.root == facts::Root::constant && (place.value == 0 || place.value == 1);
  };
  const auto gives_truth = [&](const facts::Event& event) {
    if (event.kind == facts::EventKind::call) {
      return program.type(event.type).kind == facts::TypeKind::boolean;
    }
    const bool sets = event.kind == facts::EventKind::assign &&
                      !event.has(facts::EventFlag::arithmetic) && !event.arguments.empty();
    return sets && (event.compare != facts::CompareOp::none || is_truth(event.arguments[0].place));
  };
  const auto holds_truths = [&](const facts::Place& place) {
    const bool own = place.root == facts::Root::temp ||
                     (place.root == facts::Root::local && place.index >= graph.parameter_count);
    if (!own || !place.steps.empty()) return false;
    bool set = false;
    for (const facts::Block& block : graph.blocks) {
      for (const facts::Event& event : block.events) {
        const bool passed = std::ranges::any_of(event.arguments, [&](const facts::Operand& each) {
          return each.address_of && each.place == place;
        });
        if (passed) return false;
        const bool ends = event.kind == facts::EventKind::end ||
                          event.kind == facts::EventKind::declare ||
                          event.kind == facts::EventKind::use;
        if (event.target != place || ends) continue;
        if (!gives_truth(event)) return false;
        set = true;
      }
    }
    return set;
  };
  bool any = false;
  for (const facts::Block& block : graph.blocks) {
    for (const facts::Event& event : block.events) {
      if (event.kind != facts::EventKind::return_) continue;
      if (event.arguments.empty() || event.arguments[0].address_of) return false;
      const facts::Place& place = event.arguments[0].place;
      if (!is_truth(place) && !holds_truths(place)) return false;
      any = true;
    }
  }
  return any;
}

// Whether the function passes on that the get gave none, whatever it is called with.
bool passes_null(const std::vector<Way>& ways) {
  return std::ranges::any_of(ways, [](const Way& way) {
    const bool itself = way.object == Way::Object::returned && way.result == Zero::unknown;
    return itself || (way.object == Way::Object::absent && way.result == Zero::yes);
  });
}

// What its caller asks for may be that it waits, or fails loudly.
bool takes_orders(const Program& program, const facts::Function& function) {
  return std::ranges::any_of(function.parameters, [&](const facts::Parameter& each) {
    const facts::TypeKind kind = program.type(each.type).kind;
    return kind == facts::TypeKind::integer || kind == facts::TypeKind::boolean ||
           kind == facts::TypeKind::enumeration;
  });
}

}  // namespace

const Wrapper* Wrappers::find(Symbol function) const {
  const auto found = wrappers_.find(function);
  return found == wrappers_.end() ? nullptr : &found->second;
}

bool Wrappers::note(const facts::FlowGraph& graph, const analysis::Origin& origin,
                    const analysis::Outcome& outcome, const analysis::Role& role,
                    const std::set<PoolKey>& pools) {
  const Symbol function = graph.function;
  if (roles_.of_function(function) || wrappers_.contains(function)) return false;
  const facts::Event& event = graph.blocks[origin.block].events[origin.event];
  const facts::Function* fact = program_.function(function);
  const bool may_give_null =
      effects_.may_give_null(event) && fact && !takes_orders(program_, *fact);
  Wrapper wrapper{pools, role};
  if (outcome.returned) {
    if (stored_at(graph, event, origin)) return false;
    // Whoever gets a struct may learn from its other members that it has no object. A smart pointer
    // has no others.
    const bool part = fact && program_.type(fact->result).kind == facts::TypeKind::record &&
                      !program_.type(fact->result).template_name.text().ends_with("_ptr") &&
                      !effects_.is_owner(fact->result);
    if (part && effects_.may_give_null(event)) return false;
    wrapper.role.object = ObjectAt::result;
    if (may_give_null && passes_null(analysis::ways(graph, origin, effects_))) {
      effects_.note_wrapper(function, Failing::null, true);
    }
  } else if (outcome.out >= 0) {
    const Failing get = effects_.failing(event);
    const bool may_be_null = get == Failing::null || get == Failing::unknown;
    const auto result = fact ? program_.type(fact->result).kind : facts::TypeKind::unknown;
    const bool truths = result == facts::TypeKind::boolean || returns_truths(program_, graph);
    const auto failing = failing_of(analysis::ways(graph, origin, effects_), outcome.out,
                                    may_be_null, result, truths);
    if (!failing) return false;
    wrapper.role.object = ObjectAt::out;
    wrapper.role.index = outcome.out;
    effects_.note_wrapper(function, *failing, may_give_null && *failing == Failing::null);
  } else {
    return false;
  }
  wrappers_.emplace(function, std::move(wrapper));
  return true;
}

}  // namespace pool_audit::inventory
