#include "checks/inventory/outcomes.h"

#include <algorithm>
#include <optional>
#include <set>

#include "checks/analysis/escape.h"

namespace pool_audit::inventory {

using analysis::Fate;
using analysis::ObjectAt;
using analysis::Outcome;
using analysis::Role;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;

namespace {

bool is_number(const facts::Type& type) {
  return type.kind == facts::TypeKind::integer || type.kind == facts::TypeKind::enumeration;
}

// An id in a struct, to which the argument points or refers.
bool is_made_of_numbers(const analysis::Program& program, facts::TypeId type) {
  if (type == facts::kNoType) return false;
  const facts::Record* record = program.record_of(type);
  if (!record || record->is_system || record->fields.empty() || !record->bases.empty()) {
    return false;
  }
  return std::ranges::all_of(record->fields, [&](const facts::Field& field) {
    return is_number(program.type(field.type));
  });
}

}  // namespace

bool is_miss(const Outcome& outcome) {
  return outcome.fate == Fate::never || outcome.fate == Fate::some_paths;
}

bool is_kept(const Outcome& outcome) {
  return (outcome.fate == Fate::handed_over || outcome.fate == Fate::mixed) && !outcome.returned &&
         outcome.member;
}

void lose_in_member(Outcome& outcome, const std::string& member) {
  outcome.fate = Fate::never;
  outcome.reason = "stored in " + member + ", out of which nobody takes it";
  outcome.misses = outcome.hand_overs;
  for (const facts::Location& each : outcome.hand_overs) {
    outcome.lost.push_back({each, outcome.reason, {}});
  }
}

Pairing to_pairing(const Outcome& outcome) {
  switch (outcome.fate) {
    case Fate::leased:
      return Pairing::lease;
    case Fate::all_paths:
      return Pairing::all_paths;
    case Fate::some_paths:
      return Pairing::some_paths;
    case Fate::never:
    case Fate::borrowed:
      return Pairing::never;
    case Fate::mixed:
    case Fate::handed_over:
      return Pairing::handed_over;
    case Fate::unproven:
      return Pairing::unproven;
  }
  return Pairing::unproven;
}

std::optional<facts::Location> stored_at(const FlowGraph& graph, const Event& event,
                                         const analysis::Origin& origin) {
  const bool out =
      origin.kind == analysis::Origin::Kind::out && origin.index < event.arguments.size();
  return analysis::stored_at(graph, out ? event.arguments[origin.index].place : event.target);
}

Outcome Outcomes::of_get(const FlowGraph& graph, const analysis::Origin& origin, const Event& event,
                         const Role& role, bool direct, analysis::Continuation& later) const {
  Outcome outcome;
  const bool handle = direct && role.object == ObjectAt::object;
  const bool owning = role.operation && role.operation->owning;
  const int callback = direct && role.operation ? role.operation->async_argument : -1;
  if (direct && role.object == ObjectAt::none) {
    outcome.fate = Fate::handed_over;
    outcome.reason = "kept in what an argument holds";
  } else if (callback >= 0 && owning) {
    outcome.fate = Fate::leased;
    outcome.reason = "held until the callback returns";
  } else if (handle || owning || effects_.is_owner(event.type)) {
    outcome.fate = Fate::leased;
    outcome.reason = "held by " + std::string(program_.type(event.type).spelling.text());
    // What is taken out of its owner is put by hand, or lost.
    if (!handle && effects_.is_owner(event.type) &&
        takes_out_of_owners(program_, effects_, graph)) {
      Outcome by_hand = analysis::explore(graph, origin, effects_);
      outcome.owned_by = by_hand.owned_by;
      if (is_miss(by_hand) || by_hand.fate == Fate::handed_over) outcome = std::move(by_hand);
    }
  } else {
    outcome = analysis::explore(program_.graph(graph.function), origin, effects_, later);
  }
  if (callback >= 0 && !owning && outcome.fate != Fate::never) {
    // What arrives late is no better off than the callback makes it.
    Outcome late = explore_callback(graph, event, static_cast<size_t>(callback));
    const bool worse = late.fate == Fate::never || late.fate == Fate::borrowed ||
                       late.fate == Fate::some_paths ||
                       (late.fate == Fate::unproven && outcome.fate != Fate::some_paths);
    if (worse) {
      late.reason = "in the callback: " + late.reason;
      late.returned = outcome.returned;
      outcome = std::move(late);
    }
  }
  if (is_miss(outcome)) {
    if (const std::optional<facts::Location> stored = stored_at(graph, event, origin)) {
      outcome.fate = Fate::unproven;
      outcome.reason =
          "a pointer to it, or into it, is stored on line " + std::to_string(stored->line);
    }
  }
  consider_registered(role, event.callee, outcome);
  const bool id = origin.kind == analysis::Origin::Kind::event
                      ? is_number(program_.type(event.type))
                      : origin.kind == analysis::Origin::Kind::out &&
                            origin.index < event.arguments.size() &&
                            is_made_of_numbers(program_, event.arguments[origin.index].type);
  if (is_miss(outcome) && id) {
    outcome.fate = Fate::unproven;
    outcome.reason = "a number, which may stand in any other";
  }
  return outcome;
}

bool takes_out_of_owners(const analysis::Program& program, const analysis::Effects& effects,
                         const FlowGraph& graph) {
  return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, [&](const Event& each) {
      return each.kind == EventKind::call && each.object.place.root != facts::Root::none &&
             program.type(each.type).kind == facts::TypeKind::pointer &&
             effects.effect(graph, each, -1, true).effect == analysis::Effect::moves;
    });
  });
}

// `add_to_active(item); return item;`: a helper may keep what the get hands out.
bool Outcomes::is_kept_by_callee(Symbol get) const {
  const auto graph = program_.graph(get);
  if (!graph) return false;
  std::set<uint32_t> returned;  // locals
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind != EventKind::return_ || event.arguments.empty()) continue;
      const facts::Place& place = event.arguments[0].place;
      if (place.root == facts::Root::local && place.steps.empty()) returned.insert(place.index);
    }
  }
  const auto keeps = [&](const Event& event) {
    for (size_t i = 0; event.kind == EventKind::call && i < event.arguments.size(); ++i) {
      const facts::Operand& each = event.arguments[i];
      const bool object = each.place.root == facts::Root::local && each.place.steps.empty() &&
                          !each.address_of && returned.contains(each.place.index);
      if (object && effects_.effect(*graph, event, static_cast<int>(i), false).effect ==
                        analysis::Effect::keeps) {
        return true;
      }
    }
    return false;
  };
  return std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, keeps);
  });
}

void Outcomes::consider_registered(const Role& role, Symbol get, Outcome& outcome) const {
  if (role.hand_written < 0 || !is_miss(outcome)) return;
  const auto& gets = recognised_.pools[static_cast<size_t>(role.hand_written)].gets;
  const auto part = std::ranges::find(gets, get, &analysis::Part::function);
  if (part == gets.end()) return;
  if (!part->kept_in) {
    if (!is_kept_by_callee(get)) return;
    outcome.fate = Fate::handed_over;
    outcome.reason = "kept by what the function that took it calls";
    return;
  }
  outcome.fate = Fate::handed_over;
  outcome.reason = "kept in " + effects_.name(part->kept_in) + " by the function that took it";
}

// What becomes of an object that arrives late, as the argument of a callback: the one that has
// the type of the result, else the first.
Outcome Outcomes::explore_callback(const FlowGraph& graph, const Event& event,
                                   size_t argument) const {
  Outcome out;
  out.fate = Fate::unproven;
  out.reason = "its body is not known";
  if (argument >= event.arguments.size()) return out;
  const facts::Place& given = event.arguments[argument].place;
  Symbol callback = given.root == facts::Root::function ? given.symbol : Symbol();
  for (const facts::Block& block : graph.blocks) {
    for (const Event& other : block.events) {
      if (other.kind == EventKind::lambda && other.target == given) callback = other.callee;
    }
  }
  const auto body = program_.graph(callback);
  if (!body || body->parameter_count == 0) return out;
  analysis::Origin origin;
  origin.kind = analysis::Origin::Kind::parameter;
  for (uint32_t i = body->parameter_count; i-- > 0;) {
    if (body->locals[i].type == event.type) origin.index = i;
  }
  return analysis::explore(*body, origin, effects_);
}

}  // namespace pool_audit::inventory
