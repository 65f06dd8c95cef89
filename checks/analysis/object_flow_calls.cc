// Calls, and what they do to the object.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Root;
using facts::TypeId;
using facts::TypeKind;

// The place that a constructor makes, or of which a method is called.
PlaceId Walk::constructed(const State& state, const Event& event) {
  const Value object = read(state, event.object);
  if (object.kind == Kind::address) return object.ref;
  if (object.kind == Kind::unknown && object.ref != kNoPlace) return places_.deref(object.ref);
  return kNoPlace;
}

void Walk::call(State& state, const Event& event, bool result_wanted) {
  Value result;
  PlaceId result_from = kNoPlace;
  if (state.held) {
    if (event.object.place.root != Root::none) {
      argument(state, event, -1, event.object, result, result_from);
    }
    for (size_t i = 0; i < event.arguments.size() && state.held; ++i) {
      argument(state, event, static_cast<int>(i), event.arguments[i], result, result_from);
    }
  }
  // Whoever gets an address may write to it.
  const auto written = [&](const Operand& operand) {
    const Value value = read(state, operand);
    if (value.kind == Kind::address) forget_numbers(state, value.ref);
    if (value.kind != Kind::closure && value.kind != Kind::address) return;
    const PlaceId closure = value.kind == Kind::address ? value.ref : resolve(state, operand.place);
    std::vector<PlaceId> captured;
    for (const Entry& each : state.values) {
      if (each.value.kind == Kind::address && places_.part_of(each.place, closure)) {
        captured.push_back(each.value.ref);
      }
    }
    for (const PlaceId each : captured) forget_numbers(state, each);
  };
  written(event.object);
  for (const Operand& each : event.arguments) written(each);
  forget_shared(state);
  if (event.target.root == Root::none && result.kind == Kind::unknown && result_from == kNoPlace) {
    return;
  }
  if (result_wanted || result.kind != Kind::unknown || result_from != kNoPlace) {
    write_result(state, event, result, result_from);
  } else {
    clear(state, resolve(state, event.target));
  }
}

// A pointer to a number inside of the object is no way to hold the object; one to a struct may be
// the link of a list.
bool Walk::to_number(const Operand& operand) const {
  const facts::Type* type = &oracle_.type(operand.type);
  if (type->kind == TypeKind::pointer || type->kind == TypeKind::lvalue_reference) {
    type = &oracle_.type(type->target);
  }
  while (type->kind == TypeKind::array) type = &oracle_.type(type->target);
  return type->kind == TypeKind::integer || type->kind == TypeKind::boolean ||
         type->kind == TypeKind::floating || type->kind == TypeKind::enumeration;
}

void Walk::argument(State& state, const Event& event, int index, const Operand& operand,
                    Value& result, PlaceId& result_from) {
  const Value value = read(state, operand);
  const auto ask_oracle = [&](bool address) {
    return oracle_.effect(graph_, event, index, address);
  };
  if (value.kind == Kind::object && value.soft) {
    if (state.gone != 0) return;
    // Perhaps the object: what puts or keeps it is believed, everything else changes nothing.
    const CallEffect effect = ask_oracle(false);
    if (effect.effect == Effect::puts) {
      finish(state, End::put, event.location, "put");
    } else if (effect.effect == Effect::keeps || effect.effect == Effect::diverges) {
      CallEffect vague = effect;
      vague.exact = false;
      apply(state, event, vague, Kind::object, kNoPlace, result, result_from);
    } else if (effect.effect != Effect::borrows && effect.effect != Effect::resets) {
      doubt(state, effect.reason);
    }
    return;
  }
  if (value.kind == Kind::object || value.kind == Kind::interior) {
    CallEffect effect = ask_oracle(false);
    if (event.kind == EventKind::delete_ && effect.effect != Effect::puts) {
      effect = {Effect::keeps, "destroyed by delete"};
    }
    if (value.kind == Kind::interior && effect.effect == Effect::unknown && to_number(operand)) {
      return;
    }
    apply(state, event, effect, value.kind, kNoPlace, result, result_from);
    return;
  }
  const PlaceId place = value.kind == Kind::address ? value.ref
                        : operand.address_of        ? kNoPlace
                                                    : resolve(state, operand.place);
  if (place == kNoPlace) return;
  const Value* whole = state.find(place);
  if (whole && whole->kind == Kind::closure) {
    if (state.gone != 0) {
      if (closure_holds(state, place)) object_absent(state, {});  // it may store another one
      return;
    }
    if (index < 0 && call_closure(state, event, place, result)) return;
    pass_closure(state, event, index, value.kind == Kind::address, place, result_from);
    return;
  }
  if (index < 0 && use_container(state, event, place, result)) return;
  if (index < 0 && use_iterator(state, event, place, result)) return;
  if (value.kind == Kind::address && beside_holder(state, place)) {
    const CallEffect effect = ask_oracle(true);
    if (effect.effect == Effect::diverges) {
      diverged_ = true;
    } else if (state.gone != 0) {
      object_absent(state, {});
    } else {
      doubt(state, "passed in an array to " + callee_words(event));
    }
    return;
  }
  if (!holds_under(state, place)) {
    // Whoever gets hold of a way to the object can do anything with it.
    if (leads_to_holder(state, place) || (value.kind == Kind::address && in_holder(state, place))) {
      const CallEffect effect = ask_oracle(value.kind == Kind::address);
      if (effect.effect == Effect::diverges) {
        diverged_ = true;
      } else if (state.gone != 0) {
        if (effect.effect != Effect::borrows) object_absent(state, {});
      } else if (effect.effect != Effect::borrows && effect.effect != Effect::resets) {
        doubt(state, effect.reason.empty() ? "passed to " + callee_words(event) : effect.reason);
      }
    }
    return;
  }
  const bool owner = owner_under(state, place);
  if (value.kind == Kind::address && inside_part(state, event, index, place, result)) return;
  const CallEffect effect = ask_oracle(value.kind == Kind::address);
  // An owner that somebody takes over still puts the object, wherever it is then.
  if (owner && effect.effect == Effect::unknown) {
    for (Entry& each : state.values) {
      if (each.value.kind == Kind::owner && places_.part_of(each.place, place)) {
        each.value.soft = true;
      }
    }
    return;
  }
  if (owner && also_ == Also::leases && oracle_.copies_owner(event)) {
    doubt(state, "its owner is copied");
  }
  if (state.gone != 0 && !owner) {
    written_by_callee(state, place, effect.effect);
    if (!holds_under(state, place)) return;
  }
  apply(state, event, effect, owner ? Kind::owner : Kind::contains, place, result, result_from);
}

// Whether it is an element of an array of which another element holds the object: whoever gets a
// pointer to one can go on to the others.
bool Walk::beside_holder(const State& state, PlaceId place) const {
  if (!places_.is_element(place) || holds_under(state, place)) return false;
  const int64_t index = places_[place].step.value;  // a pointer to the array points to its first
  return (index == 0 || index == facts::kAnyElement) && holds_under(state, places_[place].parent);
}

// `what` is how the object was handed over: itself, a pointer into it, an owner of it, or something
// that contains it; for the last two `holder` is where that stands.
void Walk::apply(State& state, const Event& event, const CallEffect& effect, Kind what,
                 PlaceId holder, Value& result, PlaceId& result_from) {
  const auto lend_or_doubt = [&](std::string_view reason) {
    const bool itself = holder == kNoPlace && (what == Kind::object || what == Kind::interior);
    itself ? lend(state, reason) : doubt(state, reason);
  };
  switch (effect.effect) {
    case Effect::borrows:
      break;
    case Effect::resets:
      outcome_.reset = true;
      break;
    case Effect::puts:
      put(state, event, what, holder);
      break;
    case Effect::puts_some:
      if (way_) {
        apply_way(state, event, what, holder, result, result_from);
        break;
      }
      outcome_.puts.push_back(event.location);
      lend_or_doubt(effect.reason.empty() ? "put by " + callee_words(event) + " on some paths only"
                                          : effect.reason);
      break;
    case Effect::keeps: {
      const bool in_object = effect.into == kInObject;
      if (in_object ||
          (effect.into >= 0 && static_cast<size_t>(effect.into) < event.arguments.size())) {
        const Value where = read(
            state, in_object ? event.object : event.arguments[static_cast<size_t>(effect.into)]);
        // It points to itself now.
        if (where.kind == Kind::object || where.kind == Kind::interior) break;
      }
      const bool guard =
          what == Kind::object && in_object && oracle_.puts_member(event.callee, effect.member);
      if (!guard && keep_exactly(state, event, effect, what, holder)) break;
      const std::string reason = effect.reason.empty()
                                     ? "passed to " + callee_words(event) + ", which keeps it"
                                     : effect.reason;
      const PlaceId container =
          event.kind == EventKind::delete_ ? kNoPlace : constructed(state, event);
      if (container != kNoPlace && !places_.external(container) &&
          places_[container].base != kObjectMemory && container != holder) {
        if (guard) {
          make_guard(state, container, effect,
                     !oracle_.always_puts_member(event.callee, effect.member));
        } else if (what == Kind::owner) {
          state.set(container, plain(Kind::owner));
          erase_holders(state, holder);
          state.set(container, plain(Kind::owner));
        } else {
          const bool deleter = what == Kind::object && oracle_.makes_deleter(event);
          state.set(container, plain(Kind::contains, deleter ? kDeleter : 0));
          const bool own = what == Kind::object && in_object && is_own_container(container);
          if (own && is_sole(container)) {
            state.erase(container);
            state.set(kept_element(container), plain(Kind::object));
          }
          if (!own && !deleter) doubt(state, "kept in " + words_for(container));
        }
        break;
      }
      // What merely takes it over may have failed to, and have said so.
      const bool stored = in_object && (what == Kind::object || what == Kind::contains);
      if (stored && note_kept(state, container, event.location)) break;
      if (what == Kind::object && note_kept_in(state, effect, event.location)) break;
      const Symbol member = effect.member ? effect.member : member_of(container);
      hand_over(state, event, reason, kElsewhere, member);
      break;
    }
    case Effect::returns:
    case Effect::moves:
      if (holder != kNoPlace) {
        result_from = holder;
        const facts::Type& type = oracle_.type(event.type);
        if (event.target.root != Root::none && type.kind != TypeKind::record) {
          result = plain(Kind::object);
          if (type.kind == TypeKind::boolean) result = {};
        }
        if (effect.effect == Effect::moves && result.kind == Kind::object) {
          erase_holders(state, holder);
          result_from = kNoPlace;
        }
      } else {
        result = plain(what);
      }
      if (effect.effect == Effect::moves && holder != kNoPlace && result_from != kNoPlace) {
        write_result(state, event, result, result_from);
        erase_holders(state, holder);
        result = {};
        result_from = kNoPlace;
        return;
      }
      break;
    case Effect::owns:
      own(state, event, what == Kind::owner || what == Kind::contains ? holder : kNoPlace);
      break;
    case Effect::destroys:
      if (holder == kNoPlace) {
        doubt(state, effect.reason.empty() ? "destroyed by " + callee_words(event) : effect.reason);
        break;
      }
      erase_holders(state, holder);
      check_lost(state, event.location, destroyed_with(holder));
      break;
    case Effect::points_in:
      result = plain(Kind::interior);
      break;
    case Effect::is_null:
      result = presence(state);
      if (result.kind == Kind::number) {
        result = number(0);
      } else {
        result.negated = true;
      }
      break;
    case Effect::diverges:
      diverged_ = true;
      break;
    case Effect::unknown:
      lend_or_doubt(effect.reason.empty() ? "passed to " + callee_words(event) : effect.reason);
      break;
  }
}

// Whether there is an object, as a value.
Value Walk::presence(const State& state) {
  if (state.present) return number(1);
  Predicate what;
  what.kind = Predicate::Kind::present;
  what.set = numbers_.zero();
  return plain(Kind::test, predicate(std::move(what)));
}

void Walk::own(State& state, const Event& event, PlaceId from) {
  // The object of an assignment, or of a reset(), is what holds it from here on.
  const facts::Type& object = oracle_.type(event.object.type);
  const bool made = oracle_.destroys(event.type);
  const bool destroyer = made || oracle_.destroys(event.object.type) ||
                         (object.kind == TypeKind::pointer && oracle_.destroys(object.target));
  PlaceId target = kNoPlace;
  if (event.target.root != Root::none && (oracle_.is_owner(event.type) || made)) {
    target = resolve(state, event.target);
  } else {
    target = constructed(state, event);
    if (target == kNoPlace) target = resolve(state, event.target);
  }
  if (from != kNoPlace && from != target) erase_holders(state, from);
  if (target == kNoPlace) {
    if (destroyer) {
      doubt(state, "stored in a place that cannot be followed");
    } else {
      finish(state, End::leased, event.location, "held by an owner");
    }
    return;
  }
  if (from != target) clear(state, target);
  store(state, target, plain(destroyer ? Kind::contains : Kind::owner), event);
}

void Walk::write_result(State& state, const Event& event, const Value& result,
                        PlaceId result_from) {
  PlaceId target = resolve(state, event.target);
  const bool constructs = event.target.root == Root::none;
  if (constructs) target = constructed(state, event);
  const TypeId id = event.type;
  const facts::Type& type = oracle_.type(id);
  if (!state.held || (result.kind == Kind::unknown && result_from == kNoPlace)) {
    if (!constructs && event.target.root != Root::none) {
      // An owner that the call itself made is what the target holds.
      const Value* made = target == kNoPlace ? nullptr : state.find(target);
      if (!made || made->kind != Kind::owner || !oracle_.is_owner(id)) clear(state, target);
    }
    return;
  }
  if (result.kind == Kind::address && type.kind == TypeKind::record) {
    store(state, target, result, event);  // an iterator
    return;
  }
  if (type.kind == TypeKind::boolean) {
    const bool told = result.kind == Kind::test || result.kind == Kind::number;
    store(state, target, told ? result : presence(state), event);
    return;
  }
  if (result_from != kNoPlace && (constructs || type.kind == TypeKind::record)) {
    const Value* whole = state.find(result_from);
    Value value = whole ? *whole : Value{};
    if (value.kind == Kind::object || value.kind == Kind::interior) {
      value = plain(oracle_.is_owner(id) ? Kind::owner : Kind::contains);
    }
    store(state, target, value, event);
    copy_parts(state, result_from, target, false);
    if (value.kind == Kind::owner) state.erase(result_from);
    return;
  }
  if (type.kind == TypeKind::lvalue_reference || type.kind == TypeKind::rvalue_reference) {
    const facts::Type& to = oracle_.type(type.target);
    if (result.kind == Kind::address) {
      store(state, target, result, event);
      return;
    }
    if (result.kind == Kind::object && result.soft && to.kind == TypeKind::pointer) {
      clear(state, target);
      if (const PlaceId behind = places_.deref(target); behind != kNoPlace) {
        state.set(behind, result);
      }
      return;
    }
    if (result_from != kNoPlace) {
      const Value* whole = state.find(result_from);
      const bool pointer_there = whole && whole->kind == Kind::object;
      const bool owner_there = whole && whole->kind == Kind::owner;
      if ((to.kind == TypeKind::pointer && pointer_there) ||
          (owner_there && oracle_.is_owner(type.target))) {
        store(state, target, plain(Kind::address, result_from), event);
        return;
      }
    }
    if (to.kind == TypeKind::pointer) {
      clear(state, target);
      const PlaceId behind = places_.deref(target);
      if (behind != kNoPlace) state.set(behind, plain(Kind::object));
      doubt(state, "reached through a reference that " + callee_words(event) + " returns");
      return;
    }
  }
  Value value = result.kind == Kind::unknown ? plain(Kind::object) : result;
  if (type.kind == TypeKind::record) {
    value = plain(oracle_.is_owner(id) ? Kind::owner : Kind::contains);
  } else if (constructs) {
    value = plain(oracle_.is_owner(id) ? Kind::owner : Kind::contains);
  }
  if (event.kind == EventKind::new_ && !event.has(EventFlag::placement)) value = {};
  store(state, target, value, event);
}

}  // namespace pool_audit::analysis::flow
