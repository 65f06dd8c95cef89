// What a write makes untrue.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

bool Walk::reads_overlap(uint32_t predicate, PlaceId written) const {
  const Predicate& what = *predicates_[predicate];
  switch (what.kind) {
    case Predicate::Kind::present:
      return false;
    case Predicate::Kind::number:
      return places_.changed_by(what.left, written);
    case Predicate::Kind::relation:
      return places_.changed_by(what.left, written) || places_.changed_by(what.right, written);
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
    return places_.changed_by(place, target) || alias(place);
  };
  const auto tests_touched = [&](uint32_t id) {
    const Predicate& what = *predicates_[id];
    return reads_overlap(id, target) || alias(what.left) || alias(what.right);
  };
  const auto changes = [&](const Entry& each) {
    if (!is_fact(each.value)) return false;
    if (touched(each.place)) return true;
    if (each.value.kind == Kind::same) return touched(each.value.ref);
    return each.value.kind == Kind::test && tests_touched(each.value.ref);
  };
  const auto forget_truths = [&] {
    std::erase_if(state.truths,
                  [&](const Truth& each) { return reads_overlap(each.predicate, target); });
  };
  // Most writes change nothing that is known.
  if (std::ranges::none_of(state.values, changes)) return forget_truths();
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
    if (entry.value.kind == Kind::test && tests_touched(entry.value.ref)) {
      entry.value = settled(state, entry.value);
      if (entry.value.kind == Kind::unknown) continue;
    }
    kept.push_back(entry);
  }
  state.values = std::move(kept);
  forget_truths();
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
  const auto soften_truths = [&] {
    for (Truth& each : state.truths) {
      if (reads_shared(each.predicate)) each.soft = true;
    }
  };
  const auto changes = [&](const Entry& each) {
    if (!is_fact(each.value)) return false;
    if (shared(each.place)) {
      return !each.value.soft || each.value.kind != Kind::number || each.value.block == kAssigned;
    }
    if (each.value.kind == Kind::same) return shared(each.value.ref);
    return each.value.kind == Kind::test && reads_shared(each.value.ref);
  };
  // Most calls change nothing that is known.
  if (std::ranges::none_of(state.values, changes)) return soften_truths();
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
  soften_truths();
}

}  // namespace pool_audit::analysis::flow
