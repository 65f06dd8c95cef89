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
  if (origin_.kind == Origin::Kind::event) {
    const Event& origin = graph_.blocks[origin_.block].events[origin_.event];
    may_be_null_ = oracle_.may_give_null(origin);
  }
  walk();
  return {sorted_misuses(), unsure_ || overflow_};
}

std::vector<Misuse> Walk::sorted_misuses() {
  const auto key = [](const Misuse& each) {
    return std::tie(each.at.file, each.at.line, each.at.column, each.kind);
  };
  std::ranges::sort(misuses_, [&](const Misuse& a, const Misuse& b) { return key(a) < key(b); });
  return std::move(misuses_);
}

// The object goes back. Followed beyond it, it stays where it is, and what reaches it is watched.
void Walk::put(State& state, const Event& event, Kind what) {
  const bool certain = what == Kind::object && !state.doubt && !state.blurred;
  unsure_ = unsure_ || !certain;
  if (also_ != Also::beyond_puts || !certain || state.handed != 0 || state.gone != 0 ||
      !oracle_.ends_use(event)) {
    finish(state, End::put, event.location, "put");
    return;
  }
  const auto known = std::ranges::find(puts_, event.location);
  state.gone = static_cast<uint32_t>(known - puts_.begin()) + 1;
  if (known == puts_.end()) puts_.push_back(event.location);
}

void Walk::watch(State& state, const Event& event) {
  if (state.handed != 0) return;
  if (state.doubt || state.blurred) {
    unsure_ = true;
    return;
  }
  if (state.gone == 0) {
    if (!may_be_null_ || state.present || state.again) return;
    const bool method = event.kind == EventKind::call && event.object.place.root != Root::none &&
                        is_object(state, event.object) && oracle_.dereferences(event, -1);
    if (method || touches(state, event)) {
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
  if (!kind) return;
  note_misuse(state, *kind, event.location);
  object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
}

// An owner that dies puts what it owns, once more if somebody did before.
void Walk::watch_owner(const State& state, const Value& dying, const Location& where) {
  if (state.gone == 0 || dying.kind != Kind::owner || dying.soft) return;
  if (state.blurred) {
    unsure_ = true;
    return;
  }
  note_misuse(state, Misuse::Kind::put_again, where);
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

std::optional<Misuse::Kind> Walk::misuse_by(const State& state, const Event& event) {
  const bool call = event.kind == EventKind::call || event.kind == EventKind::macro ||
                    event.kind == EventKind::delete_;
  if (call) {
    const auto by = [&](const Operand& operand, int index) -> std::optional<Misuse::Kind> {
      if (operand.place.root == Root::none) return std::nullopt;
      const Value value = read(state, operand);
      if (value.kind == Kind::interior && oracle_.dereferences(event, index)) {
        return Misuse::Kind::use;
      }
      if (value.kind != Kind::object || value.soft) return std::nullopt;
      const Effect effect = oracle_.effect(graph_, event, index, false).effect;
      if (effect == Effect::puts) return Misuse::Kind::put_again;
      const bool used = effect == Effect::resets || event.kind == EventKind::delete_ ||
                        oracle_.dereferences(event, index);
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

void Walk::note_misuse(const State& state, Misuse::Kind kind, const Location& at) {
  const bool known = std::ranges::any_of(
      misuses_, [&](const Misuse& each) { return each.kind == kind && each.at == at; });
  if (known) return;
  misuses_.push_back(
      {kind, at, state.gone != 0 ? puts_[state.gone - 1] : Location{}, way_of(state), {}, {}});
}

}  // namespace pool_audit::analysis::flow
