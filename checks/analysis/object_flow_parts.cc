// Members of structs that hold the object, and callees that are handed the struct.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::Operand;
using facts::Root;

// The member of the struct at `place` that holds the object, when nothing else in it does.
PlaceId Walk::only_part(const State& state, PlaceId place) const {
  PlaceId part = kNoPlace;
  for (const Entry& each : state.values) {
    if (!holds(each.value) || !places_.part_of(each.place, place)) continue;
    const Places::Node& node = places_[each.place];
    const bool exact = each.value.kind == Kind::object || each.value.kind == Kind::owner;
    const bool member = node.parent == place && node.step.kind == facts::StepKind::field;
    if (!exact || !member || each.value.soft || part != kNoPlace) return kNoPlace;
    part = each.place;
  }
  return part;
}

// A call is handed the address of a struct of which one member holds the object: true when that is
// all there is to say of it.
bool Walk::inside_part(State& state, const Event& event, int index, PlaceId place, Value& result) {
  const PlaceId part = only_part(state, place);
  if (part == kNoPlace) return false;
  CallEffect effect = oracle_.effect_inside(graph_, event, index, places_[part].field);
  const bool owner = state.find(part)->kind == Kind::owner;
  PlaceId nowhere = kNoPlace;
  switch (effect.effect) {
    case Effect::unknown:
    case Effect::owns:
    case Effect::destroys:
    case Effect::is_null:
      return false;
    case Effect::moves:
      if (state.gone == 0) erase_holders(state, part);
      [[fallthrough]];
    case Effect::returns:
    case Effect::points_in:
      apply(state, event, effect, Kind::object, kNoPlace, result, nowhere);
      return true;
    case Effect::borrows:
    case Effect::resets:
    case Effect::diverges:
      apply(state, event, effect, Kind::object, kNoPlace, result, nowhere);
      return true;
    case Effect::puts:
    case Effect::puts_some:
    case Effect::keeps:
      break;
  }
  if (state.gone != 0) {
    written_by_callee(state, place, effect.effect);
    return true;
  }
  effect.exact = false;
  if (owner) {
    apply(state, event, effect, Kind::owner, part, result, nowhere);
  } else {
    apply(state, event, effect, Kind::contains, place, result, nowhere);
  }
  return true;
}

// A callee stores the object, or its owner, in a member of a variable of this function.
bool Walk::keep_exactly(State& state, const Event& event, const CallEffect& effect, Kind what,
                        PlaceId holder) {
  if (!effect.exact || (what != Kind::object && what != Kind::owner)) return false;
  const bool in_object = effect.into == kInObject;
  if (!in_object && static_cast<size_t>(effect.into) >= event.arguments.size()) return false;
  const Operand& into =
      in_object ? event.object : event.arguments[static_cast<size_t>(effect.into)];
  const Value where = read(state, into);
  if (where.kind != Kind::address || places_.external(where.ref) || places_[where.ref].any ||
      places_[where.ref].base == kObjectMemory || places_.overlap(where.ref, holder)) {
    return false;
  }
  const PlaceId part =
      places_.child(where.ref, {facts::StepKind::field, effect.member, facts::kAnyElement});
  if (part == kNoPlace) return false;
  if (what == Kind::owner) erase_holders(state, holder);
  store(state, part, plain(what), event);
  return true;
}

// An object whose destructor puts what one of its members holds; `soft`: unless it is told not to.
void Walk::make_guard(State& state, PlaceId guard, const CallEffect& effect, bool soft) {
  Value owner = plain(Kind::owner);
  owner.soft = soft;
  PlaceId at = kNoPlace;
  if (effect.exact) {
    at = places_.child(guard, {facts::StepKind::field, effect.member, facts::kAnyElement});
  }
  state.set(at == kNoPlace ? guard : at, owner);
}

// Whether in the end exactly that member of what a parameter points to, or of this function's
// object, holds it, and nobody else.
bool Walk::kept_exactly(const State& state) const {
  const HandOver& over = hand_overs_[state.handed - 1];
  if (!over.whole || !over.member || state.doubt || state.lent || state.blurred) return false;
  bool there = false;
  for (const Entry& each : state.values) {
    if (!holds(each.value) || !places_.external(each.place)) continue;
    const bool exact = each.value.kind == Kind::object || each.value.kind == Kind::owner;
    if (!exact || each.value.soft || !is_part_of_pointee(each.place, over.into) ||
        places_[each.place].field != over.member) {
      return false;
    }
    there = true;
  }
  return there;
}

bool Walk::is_part_of_pointee(PlaceId place, int parameter) const {
  const Places::Node& node = places_[place];
  if (node.depth != 2 || node.step.kind != facts::StepKind::field) return false;
  const Places::Node& of = places_[node.parent];
  if (of.step.kind != facts::StepKind::deref) return false;
  if (parameter == kInObject) return of.root == Root::this_;
  return of.root == Root::local && of.index == static_cast<uint32_t>(parameter);
}

}  // namespace pool_audit::analysis::flow
