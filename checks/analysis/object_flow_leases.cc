// Owners, and what points to the object when they are gone; pointers that are stored where they
// outlive it.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::EventKind;
using facts::Location;
using facts::Operand;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

// Whether what happens to this object is known well enough to speak of it after its end.
bool Walk::certain(const State& state) const {
  return !state.doubt && !state.blurred && !state.again && state.handed == 0 && state.thrown == 0;
}

// The object goes back, by hand or with its lease, and is followed beyond that.
void Walk::go_beyond(State& state, const Location& where, bool lease) {
  const auto same = [&](const Put& each) { return each.at == where && each.lease == lease; };
  const auto known = std::ranges::find_if(puts_, same);
  state.gone = static_cast<uint32_t>(known - puts_.begin()) + 1;
  if (known == puts_.end()) puts_.push_back({where, lease});
}

// An owner in `holder` dies, or takes something else.
void Walk::lease_ends(State& state, PlaceId holder, facts::TypeId type, const Location& where) {
  bool soft = false;
  bool guard = false;
  for (const Entry& each : state.values) {
    if (!places_.part_of(each.place, holder)) continue;
    watch_owner(state, each.value, where);
    soft = soft || (each.value.kind == Kind::owner && each.value.soft);
    guard = guard || (each.value.kind == Kind::owner && each.value.ref == kGuard);
  }
  const bool own = !soft && (guard || oracle_.is_owner(type) || oracle_.destroys_members(type)) &&
                   owner_under(state, holder);
  if (also_ != Also::leases || state.gone != 0 || !own || !certain(state)) {
    finish(state, End::leased, where, "held by an owner");
    return;
  }
  erase_holders(state, holder);
  go_beyond(state, where, true);
}

// The member that the place is, or is a part of, else the global.
Symbol Walk::member_of(PlaceId place) const {
  if (place == kNoPlace) return {};
  for (PlaceId at = place; places_[at].parent != kNoPlace; at = places_[at].parent) {
    if (places_[at].step.kind == StepKind::field) return places_[at].field;
  }
  return places_[place].root == Root::global ? places_[place].symbol : Symbol();
}

// Whether others can reach the place after this function, by something that can be told.
bool Walk::lasts(PlaceId place) const {
  if (place == kNoPlace || places_[place].any || !places_.external(place)) return false;
  const Places::Node& node = places_[place];
  return node.root == Root::this_ || node.root == Root::global || of_parameter(place);
}

bool Walk::of_parameter(PlaceId place) const {
  const Places::Node& node = places_[place];
  return node.root == Root::local && node.index < graph_.parameter_count &&
         !prepared_.written(node.index);
}

// The member or variable by which they do; empty when there is none.
Symbol Walk::lasting(PlaceId place) const {
  return lasts(place) ? member_of(place) : Symbol();
}

// A pointer to the object is stored where it may outlive it. Beyond puts that is no hand-over: what
// counts is whether it is still there in the end.
bool Walk::note_store(PlaceId target, const Location& where) {
  if (also_ != Also::leases || !lasts(target)) return false;
  if (!of_parameter(target) && !member_of(target)) return false;
  stores_.insert_or_assign(target, where);
  return true;
}

// The same for a container that takes it, which is followed as an element of its own.
bool Walk::note_kept(State& state, PlaceId container, const Location& where) {
  if (also_ != Also::leases || !lasting(container)) return false;
  const PlaceId element = places_.child(container, {StepKind::element, {}, kKeptElement});
  if (element == kNoPlace) return false;
  state.set(element, plain(Kind::object));
  stores_.insert_or_assign(element, where);
  return true;
}

// The same for a callee that stores it in a variable.
bool Walk::note_kept_in(State& state, const CallEffect& effect, const Location& where) {
  if (effect.into != kElsewhere || !effect.member || !oracle_.is_variable(effect.member)) {
    return false;
  }
  facts::Place variable;
  variable.root = Root::global;
  variable.symbol = effect.member;
  const PlaceId place = places_.intern(variable);
  if (place == kNoPlace || !note_store(place, where)) return false;
  state.set(place, plain(Kind::object));
  return true;
}

// A call may have written to what is stored elsewhere.
void Walk::forget_stored(State& state, const Event& event) {
  const bool runs = event.kind == EventKind::call || event.kind == EventKind::delete_ ||
                    event.kind == EventKind::macro || event.kind == EventKind::destroy;
  if (!runs || !state.held) return;
  const PlaceId object =
      event.object.place.root == Root::none ? kNoPlace : constructed(state, event);
  std::erase_if(state.values, [&](const Entry& each) {
    if (!holds(each.value) || !places_.external(each.place)) return false;
    const bool kept = places_[each.place].step.value == kKeptElement;
    if (stores_.contains(each.place) && stores_.at(each.place) == event.location) {
      return false;  // this very call
    }
    if (kept && places_[each.place].parent == object) return true;
    return oracle_.may_write(event,
                             kept ? lasting(places_[each.place].parent) : lasting(each.place));
  });
}

// A write to the same member of what another pointer leads to may be a write to what is stored.
void Walk::forget_aliases(State& state, PlaceId written) {
  if (!state.held || places_[written].depth == 0 || !places_[written].derefs) return;
  std::erase_if(state.values, [&](const Entry& each) {
    return each.place != written && holds(each.value) && stores_.contains(each.place) &&
           places_[each.place].derefs && places_[each.place].step == places_[written].step;
  });
}

// At the end of the function, after the object went: who still points to it?
void Walk::note_escapes(const State& state) {
  if (also_ != Also::leases || state.gone == 0 || !certain(state)) return;
  for (const Entry& each : state.values) {
    if (each.value.kind != Kind::object || each.value.soft) continue;
    const auto store = stores_.find(each.place);
    if (store == stores_.end()) continue;
    const bool kept = places_[each.place].step.value == kKeptElement;
    const PlaceId place = kept ? places_[each.place].parent : each.place;
    note_misuse(state, Misuse::Kind::escaped, store->second, puts_[state.gone - 1].lease);
    misuses_.back().into = words_for(place);
    misuses_.back().of_caller = of_parameter(place);
  }
}

// A pointer to what a local owner is about to put goes to the caller.
void Walk::note_returned(const State& state, const Event& event) {
  if (also_ != Also::leases || state.gone != 0 || !certain(state)) return;
  const TypeKind type = oracle_.type(event.arguments[0].type).kind;
  const bool number = type == TypeKind::integer || type == TypeKind::enumeration;
  if (number && !event.arguments[0].address_of) return;  // an id, or what was read from it
  const bool local = std::ranges::any_of(state.values, [&](const Entry& each) {
    const Places::Node& node = places_[each.place];
    if (each.value.kind != Kind::owner || each.value.soft || node.derefs) return false;
    if (node.root == Root::temp) return node.depth == 0;
    if (node.root != Root::local || node.depth > 1) return false;
    const facts::TypeId whole = graph_.locals[node.index].type;
    return each.value.ref == kGuard || oracle_.is_owner(whole) ||
           (node.depth == 1 && oracle_.destroys_members(whole));
  });
  if (local) note_misuse(state, Misuse::Kind::returned, event.location, true);
}

// The same where a cleanup function puts it: that runs behind the return.
void Walk::note_put_behind(const State& state, const Event& event, Where where) {
  if (also_ != Also::leases || state.gone != 0 || !certain(state) || state.lent ||
      !is_object(state, event.arguments[0])) {
    return;
  }
  const std::vector<Event>& events = graph_.blocks[where.block].events;
  for (size_t i = where.event + 1; i < events.size(); ++i) {
    const Event& each = events[i];
    if (each.kind != EventKind::call || each.arguments.size() != 1) continue;
    const Value value = read(state, each.arguments[0]);
    if (value.kind != Kind::address || !holds_exactly(state, value.ref) ||
        effect_by_address(state, each, 0, value.ref) != Effect::puts) {
      continue;
    }
    State put = state;
    go_beyond(put, each.location, false);
    note_misuse(put, Misuse::Kind::use, event.location);
    return;
  }
}

// An object that this event gives back, wherever it came from: its story starts here.
void Walk::given(State& state, const Event& event, States& forks) {
  if (state.held) {
    watch(state, event);
    State fresh = state;
    object_absent(fresh, {});
    given(fresh, event, forks);
    forks.push_back(std::move(fresh));
    call(state, event, true);
    return;
  }
  const bool object = origin_.index == kGivenObject;
  if (!object && origin_.index >= event.arguments.size()) return;
  const Operand& operand = object ? event.object : event.arguments[origin_.index];
  const Value value = read(state, operand);
  const PlaceId place = operand.address_of ? kNoPlace : resolve(state, operand.place);
  const bool some = value.kind == Kind::number && !(value.set & numbers_.nonzero()).empty();
  if (place == kNoPlace || places_[place].any || (value.kind != Kind::unknown && !some)) {
    call(state, event, true);
    return;
  }
  state.held = true;
  state.trail = 0;
  state.present = some && (value.set & numbers_.zero()).empty();
  // Of an array the next element that is read need not be this one.
  const bool known = value.ref != kNoPlace && !places_[value.ref].any;
  const PlaceId home = known ? value.ref : place;
  state.set(home, plain(Kind::object));
  call(state, event, true);
  if (state.gone == 0) object_absent(state, {});
}

}  // namespace pool_audit::analysis::flow
