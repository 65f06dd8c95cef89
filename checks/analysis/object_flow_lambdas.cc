// Closures that hold the object, or the address of what holds it.
//
// The captures of a closure are its elements, in order. A capture by reference holds the address of
// the captured variable.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::Operand;
using facts::StepKind;

void Walk::make_closure(State& state, const Event& event) {
  const PlaceId target = resolve(state, event.target);
  clear(state, target);
  if (target == kNoPlace) return;
  auto known = std::ranges::find(lambdas_, &event);
  if (known == lambdas_.end()) {
    lambdas_.push_back(&event);
    known = std::prev(lambdas_.end());
  }
  state.set(target, plain(Kind::closure, static_cast<uint32_t>(known - lambdas_.begin())));
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    const Operand& captured = event.arguments[i];
    const PlaceId capture = places_.child(target, {StepKind::element, {}, static_cast<int64_t>(i)});
    const Value value = read(state, captured);
    if (holds(value) || value.kind == Kind::address || value.kind == Kind::closure) {
      store(state, capture, value, event);
    }
    if (captured.address_of) continue;
    const PlaceId source = resolve(state, captured.place);
    copy_parts(state, source, capture, false);
    if (value.kind == Kind::owner && source != kNoPlace) state.erase(source);
  }
}

bool Walk::closure_holds(const State& state, PlaceId closure) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    if (!places_.part_of(each.place, closure)) return false;
    if (holds(each.value)) return true;
    return each.value.kind == Kind::address && holds_under(state, each.value.ref);
  });
}

// Whether the end of what holds the lambda is just that: its destructor is known to call nothing.
bool Walk::dies_uncalled(const Event& end, const Value& closure) const {
  return end.type == lambdas_[closure.ref]->type || oracle_.name(end.callee).starts_with("std::");
}

// Calls the lambda that stands in `closure`, if that is what the event does.
bool Walk::call_closure(State& state, const Event& event, PlaceId closure, Value& result) {
  const Value* value = state.find(closure);
  const Event& lambda = *lambdas_[value->ref];
  const bool direct = event.callee == lambda.callee;
  if (!direct && !event.has(facts::EventFlag::indirect) &&
      event.callee.text().find("operator()") == std::string_view::npos) {
    return false;
  }
  for (size_t i = 0; i < lambda.arguments.size() && state.held; ++i) {
    const PlaceId capture =
        places_.child(closure, {StepKind::element, {}, static_cast<int64_t>(i)});
    const Value held = capture == kNoPlace ? Value{} : read(state, capture);
    const bool by_address = held.kind == Kind::address && holds_under(state, held.ref);
    const bool inside = capture != kNoPlace && holds_under(state, capture);
    if (!inside && !by_address) continue;
    const CallEffect effect = oracle_.capture_effect(lambda.callee, static_cast<uint32_t>(i));
    PlaceId nowhere = kNoPlace;
    const bool owner = inside ? owner_under(state, capture) : owner_under(state, held.ref);
    if (owner && effect.effect == Effect::unknown) continue;
    if (effect.effect == Effect::keeps) {
      hand_over(state, event, effect.reason.empty() ? "kept by a lambda" : effect.reason);
      continue;
    }
    if (effect.effect == Effect::puts && !inside && holds_exactly(state, held.ref) &&
        !oracle_.writes_capture(lambda.callee, static_cast<uint32_t>(i))) {
      apply(state, event, effect, Kind::object, kNoPlace, result, nowhere);
      continue;
    }
    // By reference: it may have stored another object, or none, since.
    apply(state, event, effect, inside ? Kind::object : Kind::contains, kNoPlace, result, nowhere);
  }
  return true;
}

// What a lambda that is called does with what was put.
std::optional<Misuse::Kind> Walk::misuse_in_closure(const State& state, const Event& call,
                                                    PlaceId closure) {
  const Value* value = state.find(closure);
  if (!value || value->kind != Kind::closure) return std::nullopt;
  const Event& lambda = *lambdas_[value->ref];
  if (call.callee != lambda.callee) return std::nullopt;
  for (size_t i = 0; i < lambda.arguments.size(); ++i) {
    const PlaceId capture =
        places_.child(closure, {StepKind::element, {}, static_cast<int64_t>(i)});
    if (capture == kNoPlace) continue;
    const auto index = static_cast<uint32_t>(i);
    Value held = read(state, capture);
    if (held.kind == Kind::address) {  // by reference: nobody has written there before it is used
      if (!holds_exactly(state, held.ref) || oracle_.writes_capture(lambda.callee, index)) continue;
      held = read(state, held.ref);
    }
    if (held.kind != Kind::object || held.soft) continue;
    if (oracle_.capture_effect(lambda.callee, index).effect == Effect::puts) {
      return Misuse::Kind::put_again;
    }
    if (oracle_.dereferences_capture(lambda.callee, index)) return Misuse::Kind::use;
  }
  return std::nullopt;
}

// Hands the lambda to somebody else.
void Walk::pass_closure(State& state, const Event& event, int index, bool address, PlaceId closure,
                        PlaceId& result_from) {
  if (!closure_holds(state, closure)) return;
  const Event& lambda = *lambdas_[state.find(closure)->ref];
  bool puts = false;
  bool certainly = true;  // and the very object, whatever happens to the variable that it came from
  bool unsure = false;
  bool owner = owner_under(state, closure);
  for (size_t i = 0; i < lambda.arguments.size(); ++i) {
    const PlaceId capture =
        places_.child(closure, {StepKind::element, {}, static_cast<int64_t>(i)});
    if (capture == kNoPlace) continue;
    const Value held = read(state, capture);
    const bool concerned =
        holds_under(state, capture) || (held.kind == Kind::address && holds_under(state, held.ref));
    if (!concerned) continue;
    switch (oracle_.capture_effect(lambda.callee, static_cast<uint32_t>(i)).effect) {
      case Effect::puts:
        puts = true;
        certainly = certainly && held.kind == Kind::object && !held.soft;
        break;
      case Effect::keeps:
      case Effect::owns:
      case Effect::moves:
        puts = true;
        certainly = false;
        break;
      case Effect::borrows:
      case Effect::resets:
      case Effect::diverges:
        break;
      default:
        unsure = true;
    }
  }
  const CallEffect effect = oracle_.effect(graph_, event, index, address);
  const std::string receiver = callee_words(event);
  switch (effect.effect) {
    case Effect::returns:
    case Effect::moves:
      result_from = closure;
      return;
    case Effect::owns:
      if (puts) {
        own(state, event, kNoPlace);
        // By reference: what the variable holds when the owner dies may be another object, or none.
        for (Entry& each : state.values) {
          if (each.value.kind == Kind::owner) each.value.soft = true;
        }
      } else if (!owner) {
        doubt(state, "captured by a lambda passed to " + receiver);
      }
      return;
    case Effect::puts:
      finish(state, End::put, event.location, "put");
      return;
    case Effect::borrows:
    case Effect::resets:
    case Effect::diverges:
      if (puts) {
        hand_over(state, event, "passed to " + receiver + " in a lambda that puts it");
      } else if (unsure) {
        doubt(state, "captured by a lambda passed to " + receiver);
      }
      return;
    case Effect::keeps:
      if (puts && effect.into == kInObject && guard_with(state, event, effect.member, certainly)) {
        return;
      }
      // Whoever runs it later finds the object put.
      if (!puts && !owner && effect.into == kInObject &&
          note_kept(state, constructed(state, event), event.location))
        return;
      [[fallthrough]];
    default:
      if (owner) return;
      if (puts) {
        hand_over(state, event, "passed to " + receiver + " in a lambda that puts it");
      } else {
        doubt(state, "captured by a lambda passed to " + receiver);
      }
  }
}

// A constructor stores a lambda that puts the object in a member, for the destructor to call.
bool Walk::guard_with(State& state, const Event& event, Symbol member, bool certainly) {
  const PlaceId guard = constructed(state, event);
  if (guard == kNoPlace || places_.external(guard) || places_[guard].base == kObjectMemory) {
    return false;
  }
  const Happens calls = oracle_.calls_member(event.callee, member);
  if (calls == Happens::never) return false;
  Value owner = plain(Kind::owner, kGuard);
  owner.soft = !certainly || calls != Happens::always;
  clear(state, guard);
  state.set(guard, owner);
  return true;
}

}  // namespace pool_audit::analysis::flow
