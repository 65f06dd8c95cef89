// Reading and writing places.
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
  if (step.kind == StepKind::element && steps_along(place, base)) {
    return step.value == 0 ? base : places_.sibling(base, step.value);
  }
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

// Whether `place`, p[i], is a step from the element `base`, to which p points, to another one, and
// not one into a row of rows.
bool Walk::steps_along(PlaceId place, PlaceId base) const {
  if (places_[places_[place].parent].step.kind != StepKind::deref || !places_.is_element(base)) {
    return false;
  }
  const Places::Node& row = places_[places_[base].parent];
  if (row.root != Root::local || row.depth != 0) return true;
  const facts::Type& rows = oracle_.type(graph_.locals[row.index].type);
  return oracle_.type(rows.target).kind != TypeKind::array;
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
    if (places_[each.place].step.kind == StepKind::deref && places_[place].parent == each.place) {
      Value out = plain(Kind::object);  // p[i] may be *p
      out.soft = true;
      return out;
    }
    if (places_[each.place].depth != places_[place].depth) continue;
    if (!places_.overlap(each.place, place)) continue;
    Value out = plain(Kind::object);
    out.soft = true;
    return out;
  }
  if (const auto constant = constant_in(place)) {
    Value out = number(*constant);
    out.ref = place;
    return out;
  }
  return plain(Kind::unknown, place);
}

std::optional<int64_t> Walk::constant_in(PlaceId place) const {
  const Places::Node& node = places_[place];
  if (node.root != Root::global || node.depth != 0) return std::nullopt;
  return oracle_.constant(node.symbol);
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

void Walk::store(State& state, PlaceId target, const Value& value, const facts::Event& event) {
  if (target == kNoPlace) {
    if (holds(value)) doubt(state, "stored in a place that cannot be followed");
    return;
  }
  if (store_in_container(state, target, value)) return;
  Value kept = value;
  if (kept.kind == Kind::number) kept.ref = 0;
  if (kept.kind == Kind::same && places_.overlap(kept.ref, target)) kept = {};
  if (kept.kind == Kind::address && places_.within(kept.ref, target, false) &&
      !places_.part_of(kept.ref, target)) {
    kept = {};
  }
  clear(state, target);
  if (also_ == Also::leases) forget_aliases(state, target);
  if (kept.kind == Kind::object && kept.soft) {
    kept.soft = false;
    doubt(state, "read from " + words_for(target) + ", which may hold others");
  }
  // Back to where it came from is nowhere else.
  const bool outside = places_.external(target) && target != pointee_;
  if (holds(kept)) {
    if (outside) {
      if (!put_later(target) &&
          !(kept.kind == Kind::object && note_store(target, event.location))) {
        const int into = parameter_of(target);
        const bool whole = (kept.kind == Kind::object && into >= 0 && is_pointee(target, into)) ||
                           is_part_of_pointee(target, into);
        hand_over(state, event, "stored in " + words_for(target), into, member_of(target), whole);
      }
    } else if (places_[target].any && places_[target].base != kObjectMemory) {
      doubt(state, "kept in an array whose elements are not told apart");
    }
  } else if (kept.kind == Kind::address && outside &&
             (holds_under(state, kept.ref) || in_holder(state, kept.ref))) {
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

int Walk::parameter_of(PlaceId place) const {
  const Places::Node& root = places_[places_[place].base];
  if (!places_[place].derefs) return kElsewhere;
  if (root.root == Root::this_) return kInObject;
  const bool parameter = root.root == Root::local && root.index < graph_.parameter_count;
  return parameter && !prepared_.written(root.index) ? static_cast<int>(root.index) : kElsewhere;
}

// Whether the place is a part of something that holds the object in one of its parts.
bool Walk::in_holder(const State& state, PlaceId place) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return each.value.kind == Kind::contains && each.place != place &&
           places_.part_of(place, each.place);
  });
}

// Whether a part of the place points to what holds the object.
bool Walk::leads_to_holder(const State& state, PlaceId place) const {
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return each.value.kind == Kind::address && places_.part_of(each.place, place) &&
           each.value.ref != place && holds_under(state, each.value.ref);
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
