// What is done with the object after it was put, or before it is known that there is one.
#include <algorithm>
#include <tuple>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::EventKind;
using facts::Location;
using facts::Operand;
using facts::Place;
using facts::Root;

Misuses Walk::run_beyond_puts() {
  if (origin_.kind == Origin::Kind::event || origin_.kind == Origin::Kind::out) {
    const Event& origin = graph_.blocks[origin_.block].events[origin_.event];
    may_be_null_ = oracle_.may_give_null(origin);
  }
  walk();
  return {sorted_misuses(), unsure_ || overflow_};
}

std::vector<Misuse> Walk::run_growths(const std::vector<EventAt>& growths) {
  growths_ = growths;
  walk();
  return sorted_misuses();
}

bool Walk::grows(Where where) const {
  return std::ranges::binary_search(growths_, EventAt{where.block, where.event});
}

std::vector<Misuse> Walk::sorted_misuses() {
  const auto key = [](const Misuse& each) {
    return std::tie(each.at.file, each.at.line, each.at.column, each.kind);
  };
  std::ranges::sort(misuses_, [&](const Misuse& a, const Misuse& b) { return key(a) < key(b); });
  return std::move(misuses_);
}

// The object goes back. Followed beyond it, it stays where it is, and what reaches it is watched.
void Walk::put(State& state, const Event& event, Kind what, PlaceId holder) {
  if (state.missing) return object_absent(state, {});
  const bool known = !state.doubt && !state.blurred;
  const bool by_address = what == Kind::contains && holds_exactly(state, holder);
  unsure_ = unsure_ || (what != Kind::object && !by_address) || !known;
  const bool owner = also_ == Also::leases && what == Kind::owner && holder != kNoPlace &&
                     !places_.external(holder) && certain(state);
  const bool object =
      (what == Kind::object || by_address) && known && beyond() && oracle_.ends_use(graph_, event);
  if ((!owner && !object) || state.handed != 0 || state.gone != 0) {
    finish(state, End::put, event.location, "put");
    return;
  }
  if (owner || (by_address && overwrites(state, event, holder))) erase_holders(state, holder);
  go_beyond(state, event.location, owner);
}

// Whether there is a pointer to the object in the place, and nothing that may be another one.
bool Walk::holds_exactly(const State& state, PlaceId place) const {
  return place != kNoPlace && holds_under(state, place) &&
         std::ranges::all_of(state.values, [&](const Entry& each) {
           return !holds(each.value) || !places_.part_of(each.place, place) ||
                  (each.value.kind == Kind::object && !each.value.soft);
         });
}

// Whether the call, which is handed the address of the place, may store something else there.
bool Walk::overwrites(const State& state, const Event& event, PlaceId place) {
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    const Value value = read(state, event.arguments[i]);
    const bool address = value.kind == Kind::address && value.ref == place;
    if (address && !oracle_.writes_through(event, static_cast<int>(i))) return false;
  }
  return true;
}

void Walk::watch(State& state, const Event& event) {
  if (state.handed != 0) return;
  if (state.doubt || state.blurred) {
    unsure_ = true;
    return;
  }
  if (state.gone == 0) {
    if ((!may_be_null_ && !state.missing) || state.present || state.again) return;
    const bool method = event.kind == EventKind::call && event.object.place.root != Root::none &&
                        is_object(state, event.object) && oracle_.dereferences(graph_, event, -1);
    if (method || touches(state, event) || used_by_callee(state, event)) {
      note_misuse(state, Misuse::Kind::unchecked, event.location);
      state.present = true;  // said once
    } else if (std::ranges::any_of(event.arguments, [&](const Operand& each) {
                 return event.kind != EventKind::assign && is_object(state, each);
               })) {
      state.present = true;  // whoever is handed it may test it
    }
    return;
  }
  const auto kind = misuse_by(state, event);
  if (!kind || same_expression(state, event)) return;
  const bool moved = also_ == Also::growths;
  note_misuse(state, moved ? Misuse::Kind::moved : *kind, event.location);
  object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
}

// Whether the object is handed to somebody who uses it at once.
bool Walk::used_by_callee(const State& state, const Event& event) {
  if (event.kind != EventKind::call) return false;
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    if (is_object(state, event.arguments[i]) &&
        oracle_.dereferences_at_once(event, static_cast<int>(i))) {
      return true;
    }
  }
  return false;
}

// The locals that hold the object and that nobody else can write to.
std::vector<uint32_t> Walk::holding_locals(const State& state) const {
  std::vector<uint32_t> out;
  for (const Entry& each : state.values) {
    const Places::Node& node = places_[each.place];
    const bool local = node.root == Root::local && node.depth == 0;
    if (!local || each.value.kind != Kind::object || each.value.soft) continue;
    const auto is_lent = [&](const Operand& operand) {
      return operand.address_of && operand.place.root == Root::local &&
             operand.place.index == node.index && operand.place.steps.empty();
    };
    const bool lent = std::ranges::any_of(graph_.blocks, [&](const facts::Block& block) {
      return std::ranges::any_of(block.events, [&](const Event& event) {
        return is_lent(event.object) || std::ranges::any_of(event.arguments, is_lent);
      });
    });
    if (!lent) out.push_back(node.index);
  }
  return out;
}

// Whether the event reads or writes what the local, a null pointer, leads to.
bool Walk::uses_null(const Event& event, uint32_t local) const {
  if (event.kind == EventKind::declare || event.kind == EventKind::destroy ||
      event.kind == EventKind::end) {
    return false;
  }
  const auto behind = [&](const Place& place) {
    return place.root == Root::local && place.index == local && !place.steps.empty() &&
           place.steps.front().kind == facts::StepKind::deref;
  };
  const auto read_from = [&](const Operand& operand) {
    return !operand.address_of && behind(operand.place);
  };
  return behind(event.target) || read_from(event.object) ||
         std::ranges::any_of(event.arguments, read_from);
}

// A test has told that the get gave none, on the way to block `to`. What stands there up to the
// next question, and behind nothing that might not come back, is wrong where it uses the object all
// the same.
void Walk::look_for_use_of_null(const State& state, uint32_t to) {
  if (state.present || state.doubt || state.blurred || state.again || state.missing ||
      state.gone != 0 || state.handed != 0) {
    return;
  }
  std::vector<uint32_t> null = holding_locals(state);
  std::vector<bool> seen(graph_.blocks.size());
  while (!null.empty() && to < graph_.blocks.size() && !seen[to]) {
    seen[to] = true;
    const facts::Block& block = graph_.blocks[to];
    for (const Event& event : block.events) {
      for (const uint32_t local : null) {
        if (uses_null(event, local)) {
          note_misuse(state, Misuse::Kind::unchecked, event.location);
          return;
        }
      }
      if (event.has(facts::EventFlag::noreturn) || !oracle_.surely_comes_back(event)) return;
      std::erase_if(null, [&](uint32_t local) {
        return event.target.root == Root::local && event.target.index == local;
      });
    }
    if (block.terminator != facts::Terminator::jump || block.successors.size() != 1) return;
    to = block.successors[0];
  }
}

// An owner that dies puts what it owns, once more if somebody did before.
void Walk::watch_owner(const State& state, const Value& dying, const Location& where) {
  if (state.gone == 0 || dying.kind != Kind::owner || dying.soft) return;
  if (state.blurred) {
    unsure_ = true;
    return;
  }
  note_misuse(state, Misuse::Kind::put_again, where, true);
}

// A callee has the way to a place that holds what was put: it may store another object there.
void Walk::written_by_callee(State& state, PlaceId place, Effect effect) {
  switch (effect) {
    case Effect::borrows:
    case Effect::resets:
    case Effect::returns:
    case Effect::moves:
    case Effect::owns:
    case Effect::is_null:
    case Effect::points_in:
    case Effect::diverges:
      return;
    default:
      unsure_ = true;
      erase_holders(state, place);
  }
}

// A temporary lease lives until the end of its full expression. What that expression reads is read
// before, though its event comes behind.
bool Walk::same_expression(const State& state, const Event& event) const {
  if (!puts_[state.gone - 1].lease || !at_event(origin_)) return false;
  const Location& outer = event.location;
  const Location& inner = graph_.blocks[origin_.block].events[origin_.event].location;
  return outer.file == inner.file &&
         std::tie(outer.line, outer.column) <= std::tie(inner.line, inner.column) &&
         std::tie(inner.end_line, inner.end_column) <= std::tie(outer.end_line, outer.end_column);
}

std::optional<Misuse::Kind> Walk::misuse_by(const State& state, const Event& event) {
  const bool call = event.kind == EventKind::call || event.kind == EventKind::macro ||
                    event.kind == EventKind::delete_;
  if (call) {
    const auto by = [&](const Operand& operand, int index) -> std::optional<Misuse::Kind> {
      if (operand.place.root == Root::none) return std::nullopt;
      const Value value = read(state, operand);
      if (value.kind == Kind::address && index < 0) {
        if (const auto kind = misuse_in_closure(state, event, value.ref)) return kind;
      }
      if (value.kind == Kind::interior && oracle_.dereferences(graph_, event, index)) {
        return Misuse::Kind::use;
      }
      if (value.kind == Kind::address && holds_exactly(state, value.ref) &&
          effect_by_address(state, event, index, value.ref) == Effect::puts) {
        return Misuse::Kind::put_again;
      }
      if (value.kind != Kind::object || value.soft) return std::nullopt;
      const Effect effect = oracle_.effect(graph_, event, index, false).effect;
      if (effect == Effect::puts) return Misuse::Kind::put_again;
      const bool used = effect == Effect::resets || event.kind == EventKind::delete_ ||
                        oracle_.dereferences(graph_, event, index);
      return used ? std::optional(Misuse::Kind::use) : std::nullopt;
    };
    if (const auto kind = by(event.object, -1)) return kind;
    for (size_t i = 0; i < event.arguments.size(); ++i) {
      if (const auto kind = by(event.arguments[i], static_cast<int>(i))) return kind;
    }
  }
  if (event.kind == EventKind::return_ && !event.arguments.empty() &&
      is_object(state, event.arguments[0])) {
    return Misuse::Kind::use;
  }
  return touches(state, event) ? std::optional(Misuse::Kind::use) : std::nullopt;
}

// What a callee does that is handed the address of what holds the object.
Effect Walk::effect_by_address(const State& state, const Event& event, int index, PlaceId place) {
  if (const PlaceId part = only_part(state, place); part != kNoPlace) {
    const Effect inside = oracle_.effect_inside(graph_, event, index, places_[part].field).effect;
    if (inside != Effect::unknown) return inside;
  }
  return oracle_.effect(graph_, event, index, true).effect;
}

// Whether the event reads or writes the memory of the object.
bool Walk::touches(const State& state, const Event& event) {
  if (event.kind == EventKind::declare || event.kind == EventKind::destroy ||
      event.kind == EventKind::end) {
    return false;
  }
  if (inside(state, event.target)) return true;
  const auto read_from = [&](const Operand& operand) {
    return !operand.address_of && inside(state, operand.place);
  };
  return read_from(event.object) || std::ranges::any_of(event.arguments, read_from);
}

// Whether the way to the place leads through a pointer that is certainly one to the object.
bool Walk::inside(const State& state, const Place& place) {
  if (place.root == Root::none) return false;
  for (PlaceId at = places_.intern(place); at != kNoPlace; at = places_[at].parent) {
    if (places_[at].step.kind != facts::StepKind::deref || places_[at].parent == kNoPlace) continue;
    const PlaceId pointer = resolve(state, places_[at].parent);
    if (pointer == kNoPlace) continue;
    const Value value = read(state, pointer);
    const bool points = value.kind == Kind::object || value.kind == Kind::interior;
    if (points && !value.soft) return true;
  }
  return false;
}

bool Walk::is_object(const State& state, const Operand& operand) {
  const Value value = read(state, operand);
  return value.kind == Kind::object && !value.soft;
}

void Walk::note_misuse(const State& state, Misuse::Kind kind, const Location& at, bool lease) {
  const bool known = std::ranges::any_of(
      misuses_, [&](const Misuse& each) { return each.kind == kind && each.at == at; });
  if (known) return;
  const Put* put = state.gone != 0 ? &puts_[state.gone - 1] : nullptr;
  if (kind == Misuse::Kind::use && put) lease = put->lease;
  misuses_.push_back(
      {kind, at, put ? put->at : Location{}, way_of(state), {}, {}, lease, {}, false});
}

}  // namespace pool_audit::analysis::flow
