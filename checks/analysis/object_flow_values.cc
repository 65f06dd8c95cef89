// Reading and writing places, and what a write makes untrue.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Operand;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

namespace {

constexpr int kMaxHops = 8;        // of copies of copies
constexpr size_t kMaxLearnt = 12;  // truths that branches taught
constexpr size_t kMaxValues = 64;  // of any kind

}  // namespace

Value Walk::plain(Kind kind, uint32_t ref) const {
  Value out;
  out.kind = kind;
  out.ref = ref;
  return out;
}

Value Walk::number(int64_t value) const {
  Value out;
  out.kind = Kind::number;
  out.set = numbers_.of(value);
  return out;
}

// Follows pointers whose targets are known. What an unknown pointer points to is a place of its
// own, named after the pointer.
PlaceId Walk::resolve(const State& state, PlaceId place) {
  if (place == kNoPlace || !places_[place].derefs) return place;
  const facts::Step step = places_[place].step;
  const PlaceId base = resolve(state, places_[place].parent);
  if (base == kNoPlace) return kNoPlace;
  if (step.kind != StepKind::deref) return places_.child(base, step);
  const Value pointer = read(state, base);
  switch (pointer.kind) {
    case Kind::address:
      return pointer.ref;
    case Kind::object:
    case Kind::owner:
      return kObjectMemory;
    case Kind::interior:
      return places_.child(kObjectMemory, {StepKind::element, {}, facts::kAnyElement});
    case Kind::unknown:
      return places_.deref(pointer.ref == kNoPlace ? base : pointer.ref);
    default:
      return places_.deref(base);
  }
}

PlaceId Walk::resolve(const State& state, const facts::Place& place) {
  return resolve(state, places_.intern(place));
}

// The value in a resolved place. For a number or an unknown value `ref` is the place that it is
// known by, the last one of a chain of copies.
Value Walk::read(const State& state, PlaceId place) {
  for (int hop = 0; hop < kMaxHops; ++hop) {
    if (const Value* exact = state.find(place)) {
      if (exact->kind == Kind::same) {
        place = exact->ref;
        continue;
      }
      Value out = *exact;
      if (out.kind == Kind::number) out.ref = place;
      return out;
    }
    bool copied = false;
    for (PlaceId outer = place; places_[outer].step.kind != StepKind::deref;) {
      outer = places_[outer].parent;
      if (outer == kNoPlace) break;
      const Value* whole = state.find(outer);
      if (!whole) continue;
      if (whole->kind == Kind::same) {
        place = places_.moved(place, outer, whole->ref);
        copied = true;
      } else if (whole->kind == Kind::owner || whole->kind == Kind::contains) {
        Value out = plain(Kind::object);
        out.soft = whole->kind == Kind::contains;
        return out;
      }
      break;
    }
    if (!copied) break;
  }
  for (const Entry& each : state.values) {
    if (!holds(each.value) || (!places_[each.place].any && !places_[place].any)) continue;
    if (places_[each.place].depth != places_[place].depth) continue;
    if (!places_.overlap(each.place, place)) continue;
    Value out = plain(Kind::object);
    out.soft = true;
    return out;
  }
  return plain(Kind::unknown, place);
}

Value Walk::read(const State& state, const Operand& operand) {
  switch (operand.place.root) {
    case Root::null:
      return number(0);
    case Root::constant:
      return number(operand.place.value);
    case Root::text:
    case Root::function: {
      Value out = plain(Kind::number);
      out.set = numbers_.nonzero();
      return out;
    }
    case Root::none:
      return {};
    default:
      break;
  }
  const PlaceId place = resolve(state, operand.place);
  if (place == kNoPlace) return {};
  if (operand.address_of) {
    if (place == kObjectMemory) return plain(Kind::object);
    if (places_[place].base == kObjectMemory) return plain(Kind::interior);
    return plain(Kind::address, place);
  }
  Value out = read(state, place);
  if (out.kind == Kind::object && out.soft) {
    const TypeKind type = oracle_.type(operand.type).kind;
    if (type == TypeKind::boolean || type == TypeKind::integer || type == TypeKind::floating ||
        type == TypeKind::enumeration) {
      return plain(Kind::unknown, place);
    }
  }
  return out;
}

bool Walk::reads_overlap(uint32_t predicate, PlaceId written) const {
  const Predicate& what = *predicates_[predicate];
  switch (what.kind) {
    case Predicate::Kind::present:
      return false;
    case Predicate::Kind::number:
      return places_.overlap(what.left, written);
    case Predicate::Kind::relation:
      return places_.overlap(what.left, written) || places_.overlap(what.right, written);
    case Predicate::Kind::text:
      return std::ranges::any_of(what.reads,
                                 [&](PlaceId each) { return places_.overlap(each, written); });
  }
  return false;
}

// A test as far as it is decided, before what it reads changes.
Value Walk::settled(const State& state, const Value& test) {
  if (const auto known = evaluate(state, test.ref)) return number(*known != test.negated ? 1 : 0);
  const Predicate& what = *predicates_[test.ref];
  const Value* left = state.find(what.left);
  const Value* right = state.find(what.right);
  Value out;
  if ((left && left->joined) || (right && right->joined)) {
    out = plain(Kind::number);
    out.set = numbers_.boolean();
    out.joined = true;
  }
  return out;
}

void Walk::forget_numbers(State& state, PlaceId target) {
  if (target == kNoPlace) return;
  const bool external = places_.external(target);
  // The same member of another unknown object may be this very one.
  const auto alias = [&](PlaceId place) {
    if (!external || places_[place].depth == 0) return false;
    return places_[place].step == places_[target].step &&
           (places_.external(place) || prepared_.escapes(place));
  };
  const auto touched = [&](PlaceId place) {
    return places_.overlap(place, target) || alias(place);
  };
  std::vector<Entry> kept;
  kept.reserve(state.values.size());
  for (const Entry& each : state.values) {
    Entry entry = each;
    if (is_fact(entry.value) && touched(entry.place)) continue;
    if (entry.value.kind == Kind::same && touched(entry.value.ref)) {
      // The copy keeps what was known of the original.
      const Value original = read(state, entry.value.ref);
      if (original.kind != Kind::number) continue;
      entry.value = original;
      entry.value.ref = 0;
    }
    if (entry.value.kind == Kind::test) {
      const Predicate& what = *predicates_[entry.value.ref];
      if (reads_overlap(entry.value.ref, target) || alias(what.left) || alias(what.right)) {
        entry.value = settled(state, entry.value);
        if (entry.value.kind == Kind::unknown) continue;
      }
    }
    kept.push_back(entry);
  }
  state.values = std::move(kept);
  std::erase_if(state.truths,
                [&](const Truth& each) { return reads_overlap(each.predicate, target); });
}

void Walk::clear(State& state, PlaceId target) {
  if (target == kNoPlace) return;
  forget_numbers(state, target);
  if (places_[target].any) return;  // which element it is cannot be told
  std::erase_if(state.values, [&](const Entry& each) {
    if (places_.within(each.place, target, false)) return true;
    return each.value.kind == Kind::address && places_.within(each.value.ref, target, false) &&
           !places_.part_of(each.value.ref, target);
  });
}

void Walk::forget_shared(State& state) {
  if (state.values.empty() && state.truths.empty()) return;
  const auto shared = [&](PlaceId place) {
    return places_.external(place) || places_[place].base == kObjectMemory ||
           prepared_.escapes(place);
  };
  const auto reads_shared = [&](uint32_t id) {
    const Predicate& what = *predicates_[id];
    if (what.left != kNoPlace && shared(what.left)) return true;
    if (what.right != kNoPlace && shared(what.right)) return true;
    return std::ranges::any_of(what.reads, shared);
  };
  std::vector<Entry> kept;
  kept.reserve(state.values.size());
  for (const Entry& each : state.values) {
    Entry entry = each;
    Value& value = entry.value;
    if (value.kind == Kind::same && shared(value.ref) && !shared(entry.place)) {
      const Value original = read(state, value.ref);
      if (original.kind != Kind::number) continue;
      value = original;
      value.ref = 0;
    } else if (value.kind == Kind::test && reads_shared(value.ref)) {
      value = settled(state, value);
      if (value.kind == Kind::unknown) continue;
    }
    if (is_fact(value) && shared(entry.place)) {
      if (value.kind != Kind::number || value.block == kAssigned) continue;
      value.soft = true;
    }
    kept.push_back(entry);
  }
  state.values = std::move(kept);
  for (Truth& each : state.truths) {
    if (reads_shared(each.predicate)) each.soft = true;
  }
}

void Walk::store(State& state, PlaceId target, const Value& value, const facts::Event& event) {
  if (target == kNoPlace) {
    if (holds(value)) doubt(state, "stored in a place that cannot be followed");
    return;
  }
  Value kept = value;
  if (kept.kind == Kind::number) kept.ref = 0;
  if (kept.kind == Kind::same && places_.overlap(kept.ref, target)) kept = {};
  if (kept.kind == Kind::address && places_.within(kept.ref, target, false) &&
      !places_.part_of(kept.ref, target)) {
    kept = {};
  }
  clear(state, target);
  if (kept.kind == Kind::object && kept.soft) {
    kept.soft = false;
    doubt(state, "read from " + words_for(target) + ", which may hold others");
  }
  const bool outside = places_.external(target);
  if (holds(kept)) {
    if (outside) {
      hand_over(state, event, "stored in " + words_for(target));
    } else if (places_[target].any && places_[target].base != kObjectMemory) {
      doubt(state, "kept in an array whose elements are not told apart");
    }
  } else if (kept.kind == Kind::address && outside && holds_under(state, kept.ref)) {
    doubt(state, "the address of what holds it is stored in " + words_for(target));
  } else if (kept.kind == Kind::closure && outside) {
    doubt(state, "a lambda that holds it is stored in " + words_for(target));
  }
  if (places_[target].any && !holds(kept)) return;
  state.set(target, kept);
  limit_facts(state);
}

void Walk::limit_facts(State& state) {
  size_t learnt = state.truths.size();
  for (const Entry& each : state.values) {
    learnt += each.value.kind == Kind::number && each.value.block != kAssigned ? 1U : 0U;
  }
  bool dropped = false;
  if (learnt > kMaxLearnt && !state.truths.empty()) {
    const auto soft = std::ranges::find_if(state.truths, &Truth::soft);
    state.truths.erase(soft != state.truths.end() ? soft : state.truths.begin());
    dropped = true;
  } else if (learnt > kMaxLearnt || state.values.size() > kMaxValues) {
    const auto fact =
        std::ranges::find_if(state.values, [](const Entry& each) { return is_fact(each.value); });
    if (fact != state.values.end()) {
      forget_numbers(state, fact->place);
      dropped = true;
    }
  }
  if (dropped) blur(state, "more conditions than can be followed");
}

// What the parts of `from` hold, `to` holds too.
void Walk::copy_parts(State& state, PlaceId from, PlaceId to, bool move) {
  if (from == kNoPlace || to == kNoPlace || places_.overlap(from, to)) return;
  std::vector<Entry> parts;
  for (const Entry& each : state.values) {
    if (each.place != from && places_.part_of(each.place, from)) parts.push_back(each);
  }
  for (const Entry& each : parts) {
    if (each.value.kind == Kind::same) continue;
    Value value = each.value;
    value.soft = false;
    state.set(places_.moved(each.place, from, to), value);
    if (each.value.kind == Kind::owner || (move && holds(each.value))) state.erase(each.place);
  }
}

bool Walk::holds_under(const State& state, PlaceId place) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return holds(each.value) && places_.part_of(each.place, place);
  });
}

bool Walk::owner_under(const State& state, PlaceId place) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return each.value.kind == Kind::owner && places_.part_of(each.place, place);
  });
}

bool Walk::held_somewhere(const State& state) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return holds(each.value) && places_[each.place].base != kObjectMemory;
  });
}

void Walk::erase_holders(State& state, PlaceId place) {
  std::erase_if(state.values, [&](const Entry& each) {
    return holds(each.value) && places_.part_of(each.place, place);
  });
}

}  // namespace pool_audit::analysis::flow
