// What one event does to a state.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::CompareOp;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Root;
using facts::TypeKind;

void Walk::step(State& state, const Event& event, Where where, States& forks) {
  const bool origin = taken_here() && where.block == origin_.block && where.event == origin_.event;
  if (origin && origin_.kind == Origin::Kind::given) {
    given(state, event, forks);
    forget_stored(state, event);
    check_lost(state, event.location);
    return;
  }
  if (origin && !state.held && also_ == Also::nothing) note_arrival(state);
  if (also_ == Also::growths && state.held && !origin) watch(state, event);
  if (beyond()) {
    if (origin && state.gone != 0) object_absent(state, {});  // another one takes its place
    if (state.held && !origin) watch(state, event);
  }
  if (origin && state.held) {
    // Each taken object has its own story. This one goes on with another being taken; the story of
    // the new one starts in a state that holds nothing.
    State fresh = state;
    object_absent(fresh, {});
    step(fresh, event, where, forks);
    forks.push_back(std::move(fresh));
    call(state, event, true);
    arrive(state, event, forks, false);
    if (grows(where) && state.gone == 0) go_beyond(state, event.location, false);
    check_lost(state, event.location);
    return;
  }
  // Whoever is called may look at what the get returned.
  const bool runs = event.kind == EventKind::call || event.kind == EventKind::macro ||
                    event.kind == EventKind::new_ || event.kind == EventKind::delete_;
  if (state.missing && runs) object_absent(state, {});
  switch (event.kind) {
    case EventKind::assign:
      assign(state, event);
      break;
    case EventKind::call:
    case EventKind::macro:
      if (!origin && call_apart(state, event, true, where, forks)) break;
      call(state, event, !origin);
      break;
    case EventKind::new_:
      call(state, event, !origin);
      if (event.has(EventFlag::placement) && !event.arguments.empty() && !origin) {
        store(state, resolve(state, event.target), read(state, event.arguments[0]), event);
      }
      break;
    case EventKind::delete_:
      call(state, event, false);
      break;
    case EventKind::lambda:
      make_closure(state, event);
      break;
    case EventKind::declare: {
      const PlaceId target = resolve(state, event.target);
      const Value* value = target == kNoPlace ? nullptr : state.find(target);
      if (value && !holds(*value) && value->kind != Kind::closure && value->kind != Kind::address) {
        clear(state, target);
      }
      break;
    }
    case EventKind::destroy:
      destroy(state, event);
      break;
    case EventKind::end:
      if (const PlaceId target = resolve(state, event.target); target != kNoPlace) {
        if (owner_under(state, target)) {
          finish(state, End::leased, event.location, "held by an owner");
        }
        const Places::Node& node = places_[target];
        const bool parameter = node.root == Root::local && node.index < graph_.parameter_count;
        if (!parameter) {
          clear(state, target);
        } else if (also_ != Also::leases) {
          // What a parameter points to stays, and so does what was stored there.
          std::erase_if(state.values,
                        [&](const Entry& each) { return places_.part_of(each.place, target); });
        }
      }
      break;
    case EventKind::use:
      if (event.has(EventFlag::write)) forget_numbers(state, resolve(state, event.target));
      break;
    case EventKind::return_:
      if (also_ == Also::ways) return_either(state, event, where, forks);
      return_(state, event, where);
      break;
    case EventKind::throw_:
      if (!event.arguments.empty() && holds(read(state, event.arguments[0]))) {
        finish(state, End::handed, event.location, "thrown");
      }
      break;
    case EventKind::suspend:
      forget_shared(state);
      clear(state, resolve(state, event.target));
      break;
  }
  if (origin) arrive(state, event, forks, true);
  if (!origin && state.held && state.gone == 0 && grows(where)) {
    go_beyond(state, event.location, false);
  }
  if (also_ == Also::leases) forget_stored(state, event);
  check_lost(state, event.location);
}

void Walk::note_arrival(const State& state) {
  const bool known =
      std::ranges::any_of(arrivals_, [&](const State& each) { return each.same_as(state); });
  if (!known) arrivals_.push_back(state);
}

void Walk::assign(State& state, const Event& event) {
  const PlaceId target = resolve(state, event.target);
  if (event.has(EventFlag::arithmetic) || event.arguments.empty()) {
    const Value old = target == kNoPlace ? Value{} : read(state, target);
    Value moved;
    if (old.kind == Kind::object || old.kind == Kind::interior) moved = plain(Kind::interior);
    if (old.kind == Kind::address && places_.is_element(old.ref)) {
      moved = plain(Kind::address, places_.sibling(old.ref));
      doubt_walked(state, old.ref);
    }
    store(state, target, moved, event);
    return;
  }
  const Operand& from = event.arguments[0];
  if (event.compare != CompareOp::none) {
    Operand right;
    if (event.arguments.size() > 1) right = event.arguments[1];
    const Places::Node root = places_[places_.intern(event.target)];
    const bool to_bool = root.depth == 0 && root.root == Root::local &&
                         root.index < graph_.locals.size() &&
                         oracle_.type(graph_.locals[root.index].type).kind == TypeKind::boolean;
    const Value tested = read(state, from);
    if (event.compare == CompareOp::truth && !to_bool && !holds(tested)) {
      // Into an integer: how `!!x` is told from `x` is not known here, but zero stays zero.
      Value value = tested;
      if (value.kind == Kind::number && from.place.root != Root::constant &&
          value.set != numbers_.zero()) {
        const bool nonzero = (value.set & numbers_.zero()).empty();
        value = plain(nonzero ? Kind::number : Kind::unknown);
        if (nonzero) value.set = numbers_.nonzero();
      } else if (value.kind == Kind::unknown) {
        value = {};
      }
      store(state, target, value, event);
      return;
    }
    const Question question = ask(state, event.compare, from, right, {}, {});
    Value value;
    if (question.known) {
      value = number(*question.known != question.negated ? 1 : 0);
    } else if (question.predicate) {
      if (const auto known = evaluate(state, *question.predicate)) {
        value = number(*known != question.negated ? 1 : 0);
      } else if (target == kNoPlace || !reads_overlap(*question.predicate, target)) {
        value = plain(Kind::test, *question.predicate);
        value.negated = question.negated;
      }
    }
    store(state, target, value, event);
    return;
  }
  Value value = read(state, from);
  const TypeKind type = oracle_.type(from.type).kind;
  if (value.kind == Kind::unknown && value.ref != kNoPlace && type != TypeKind::record &&
      !from.address_of && places_[value.ref].root != Root::temp) {
    value = plain(Kind::same, value.ref);
  } else if (value.kind == Kind::unknown) {
    value = {};
  }
  const PlaceId source = from.address_of ? kNoPlace : resolve(state, from.place);
  if (source == target && target != kNoPlace) return;
  if (value.kind == Kind::address && places_.is_element(value.ref) &&
      event.target.root == Root::local && prepared_.stepped(event.target.index)) {
    doubt_walked(state, value.ref);
  }
  store(state, target, value, event);
  if (source == kNoPlace || target == kNoPlace) return;
  const bool outside = places_.external(target);
  const bool held = holds_under(state, source);
  copy_parts(state, source, target, event.has(EventFlag::move));
  if (held && outside && !holds(value)) {
    hand_over(state, event, "stored in " + words_for(target));
  }
  if (value.kind == Kind::owner && source != kNoPlace) state.erase(source);
}

// How far a pointer goes through the array of `element` is not known here.
void Walk::doubt_walked(State& state, PlaceId element) {
  const PlaceId array = places_[element].parent;
  if (holds_under(state, array)) doubt(state, "in an array that a pointer goes through");
}

void Walk::return_(State& state, const Event& event, Where where) {
  returns_.push_back(event.location);
  state.left = static_cast<uint32_t>(returns_.size());
  for (uint32_t i = 0; i + 1 < returns_.size(); ++i) {
    if (returns_[i] == event.location) {
      returns_.pop_back();
      state.left = i + 1;
      break;
    }
  }
  if (also_ == Also::ways && !event.arguments.empty() && state.result == Zero::unknown) {
    state.result = zeroness(state, read(state, event.arguments[0]));
  }
  if (!state.held || event.arguments.empty()) return;
  const Operand& what = event.arguments[0];
  const Value value = read(state, what);
  const PlaceId place = what.address_of ? kNoPlace : resolve(state, what.place);
  if (value.kind == Kind::address && places_.external(value.ref) && holds_under(state, value.ref)) {
    doubt(state, "the address of what holds it is returned");
    return;
  }
  const bool owner = value.kind == Kind::owner ||
                     (place != kNoPlace && !holds(value) && owner_under(state, place));
  const bool alias = holds(value) || (place != kNoPlace && holds_under(state, place));
  if (owner) {
    outcome_.returned = true;
    outcome_.hand_overs.push_back(event.location);
    finish(state, End::leased, {}, "returned to the caller in an owner");
    return;
  }
  if (!alias) return;
  // A pointer to what a local owner is about to put is no hand-over.
  const bool owned = std::ranges::any_of(state.values, [&](const Entry& each) {
    return each.value.kind == Kind::owner && !places_.external(each.place);
  });
  if (owned) {
    if (!value.soft && (value.kind == Kind::object || value.kind == Kind::interior)) {
      note_returned(state, event);
    }
    return;
  }
  if (value.kind == Kind::object && value.soft) {
    doubt(state, "what is returned may be another object");
    return;
  }
  // Nor is a pointer into what somebody may have kept already: a handle to what is under way.
  if (value.kind == Kind::interior && (state.doubt || state.lent)) return;
  if (value.kind == Kind::interior && !taken_here()) {
    outcome_.inside = true;
    return;
  }
  // What somebody else answers for already is only lent to the caller.
  if (state.handed != 0) return;
  note_put_behind(state, event, where);
  outcome_.returned = true;
  if (pointee_ != kNoPlace) {
    const bool out = !holds_under(state, pointee_);
    taken_out_ = out && taken_out_.value_or(true);
  }
  finish(state, End::handed, event.location, "returned to the caller");
}

// The origin's event gives an object: the one that is followed, or, while that one is still held,
// another one that takes its place where it is stored.
void Walk::arrive(State& state, const Event& event, States& forks, bool followed) {
  muddled_ = muddled_ || !followed || state.ended != 0;  // more than one object
  Failing failing = oracle_.failing(event);
  const auto settle = [&](State& got, PlaceId target, facts::TypeId type) {
    const bool present = failing != Failing::null && failing != Failing::unknown;
    if (followed) {
      got.held = true;
      got.trail = 0;
      got.present = present;
      place_object(got, target, type, event);
      return;
    }
    got.again = true;
    Value other = plain(present ? Kind::number : Kind::unknown);
    other.set = numbers_.nonzero();
    const TypeKind kind = oracle_.type(type).kind;
    if (kind == TypeKind::record || target == kNoPlace) other = {};
    clear(got, target);
    if (target != kNoPlace) got.set(target, other);
  };
  const PlaceId result = resolve(state, event.target);
  if (origin_.kind == Origin::Kind::event) {
    PlaceId target = event.target.root == Root::none ? constructed(state, event) : result;
    if (origin_.field && target != kNoPlace) {
      target = places_.child(target, {facts::StepKind::field, origin_.field, facts::kAnyElement});
    }
    settle(state, target, event.type);
    return;
  }
  if (origin_.index >= event.arguments.size()) return;
  const Operand& out = event.arguments[origin_.index];
  const Value pointer = read(state, out);
  PlaceId target = kNoPlace;
  if (pointer.kind == Kind::address) {
    target = pointer.ref;
  } else if (pointer.kind == Kind::unknown && pointer.ref != kNoPlace) {
    target = places_.deref(pointer.ref);
  }
  const TypeKind type = oracle_.type(event.type).kind;
  const bool shown = failing == Failing::status || failing == Failing::false_;
  if (type == TypeKind::void_ || event.target.root == Root::none) {
    if (shown || failing == Failing::unknown) failing = Failing::null;
  } else if (failing == Failing::unknown && type == TypeKind::boolean) {
    failing = Failing::false_;
  }
  const bool unsure = failing == Failing::unknown;
  clear(state, result);
  if (failing == Failing::status || failing == Failing::false_ || unsure) {
    const bool truth = type == TypeKind::boolean || failing == Failing::false_;
    const NumberSet domain = truth ? numbers_.boolean() : numbers_.all();
    Value zero = plain(Kind::number);
    zero.set = numbers_.zero();
    Value nonzero = plain(Kind::number);
    nonzero.set = domain - numbers_.zero();
    State failed = state;
    store(failed, result, failing == Failing::false_ ? zero : nonzero, event);
    const Value before = target == kNoPlace ? number(1) : read(failed, target);
    forget_numbers(failed, target);
    const bool nothing = before.kind == Kind::unknown ||
                         (before.kind == Kind::number && before.set == numbers_.zero());
    if (also_ == Also::leases && followed && !unsure && nothing && !places_.external(target)) {
      failed.held = true;
      failed.missing = true;
      failed.trail = 0;
      clear(failed, target);
      failed.set(target, plain(Kind::object));
    }
    if (also_ == Also::ways) note_absent(failed);
    forks.push_back(std::move(failed));
    store(state, result, failing == Failing::false_ ? nonzero : zero, event);
  }
  settle(state, target, facts::kNoType);
  if (unsure) doubt(state, "how " + callee_words(event) + " fails is unknown");
  if (target == kNoPlace) doubt(state, "stored in a place that cannot be followed");
}

void Walk::place_object(State& state, PlaceId target, facts::TypeId id, const Event& event) {
  const facts::Type& type = oracle_.type(id);
  Value value = plain(Kind::object);
  if (id != facts::kNoType && oracle_.is_owner(id)) {
    value = plain(Kind::owner);
  } else if (type.kind == TypeKind::record) {
    value = plain(Kind::contains);
  } else if (type.kind == TypeKind::lvalue_reference || type.kind == TypeKind::rvalue_reference) {
    const TypeKind to = oracle_.type(type.target).kind;
    if (to == TypeKind::pointer) {  // what the result refers to points to the object
      clear(state, target);
      state.set(places_.deref(target), value);
      return;
    }
  }
  store(state, target, value, event);
}

}  // namespace pool_audit::analysis::flow
