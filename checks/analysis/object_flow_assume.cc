// What is known of predicates, and what it takes to make one hold.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::TypeKind;

NumberSet Walk::numbers_in(const State& state, PlaceId place) {
  const Value value = read(state, place);
  if (value.kind == Kind::number) return value.set;
  const Places::Node& node = places_[place];
  if (node.depth == 0 && node.root == facts::Root::local && node.index < graph_.locals.size()) {
    const facts::Type& type = oracle_.type(graph_.locals[node.index].type);
    if (type.kind == TypeKind::boolean) return numbers_.boolean();
    if (type.kind == TypeKind::integer && type.spelling.text().starts_with("unsigned")) {
      return numbers_.unsigned_();
    }
  }
  return numbers_.all();
}

std::optional<bool> Walk::evaluate(const State& state, uint32_t id) {
  const Predicate& what = *predicates_[id];
  switch (what.kind) {
    case Predicate::Kind::present:
      if (state.present) return true;
      return std::nullopt;
    case Predicate::Kind::number: {
      if (const Value* value = state.find(what.left); value && value->soft) return std::nullopt;
      const NumberSet set = numbers_in(state, what.left);
      if (set.inside(what.set)) return true;
      if ((set & what.set).empty()) return false;
      return std::nullopt;
    }
    case Predicate::Kind::relation: {
      const Truth* truth = state.truth(what.pair);
      if (!truth || truth->soft) return std::nullopt;
      if ((truth->value & ~what.mask) == 0) return true;
      if ((truth->value & what.mask) == 0) return false;
      return std::nullopt;
    }
    case Predicate::Kind::text: {
      const Truth* truth = state.truth(id);
      if (!truth || truth->soft || truth->value == 3) return std::nullopt;
      return truth->value == 2;
    }
  }
  return std::nullopt;
}

bool Walk::assume(State& state, uint32_t id, bool truth, uint32_t block) {
  const Predicate& what = *predicates_[id];
  switch (what.kind) {
    case Predicate::Kind::present:
      if (!state.held) return true;
      if (truth) {
        state.present = true;
        return true;
      }
      if (state.present) return false;
      object_absent(state, what.set);
      if (also_ == Also::ways) note_absent(state);
      return true;
    case Predicate::Kind::number:
      return assume_number(state, what, truth, block);
    case Predicate::Kind::relation:
    case Predicate::Kind::text:
      return assume_truth(state, id, truth, block);
  }
  return true;
}

bool Walk::assume_number(State& state, const Predicate& what, bool truth, uint32_t block) {
  return restrict_numbers(state, what.left, truth ? what.set : numbers_.all() - what.set, block);
}

// A number that may have changed through a call since it was learnt still decides nothing: it only
// takes the proof away from paths that contradict it. A loop that asks again expects the change.
bool Walk::restrict_numbers(State& state, PlaceId place, const NumberSet& set, uint32_t block) {
  Value value = read(state, place);
  if (value.kind == Kind::test) {
    const bool zero = !(set & numbers_.zero()).empty();
    const bool one = !(set & numbers_.one()).empty();
    if (zero && one) return true;
    if (!zero && !one) return false;
    return assume(state, value.ref, one != value.negated, block);
  }
  if (value.kind != Kind::number && value.kind != Kind::unknown) return true;
  const PlaceId known_by = value.ref;
  NumberSet left = numbers_in(state, place) & set;
  if (left.empty()) {
    if (value.kind != Kind::number || !value.soft || constant_in(known_by)) return false;
    if (value.block != block) blur(state, "a condition may have changed through a call");
    left = set;
  }
  if (constant_in(known_by)) return true;
  if (value.kind == Kind::number && value.joined && left != value.set) note_asked(state);
  Value kept = plain(Kind::number);
  kept.set = left;
  kept.block = value.kind == Kind::number && !value.soft && left == value.set ? value.block : block;
  if (left == numbers_.all()) kept = {};
  state.set(known_by, kept);
  limit_facts(state);
  return true;
}

bool Walk::assume_truth(State& state, uint32_t id, bool truth, uint32_t block) {
  const Predicate& what = *predicates_[id];
  const bool relation = what.kind == Predicate::Kind::relation;
  const uint32_t key = relation ? what.pair : id;
  const uint8_t all = relation ? (kLess | kEqual | kGreater) : 3;
  const uint8_t yes = relation ? what.mask : 2;
  const uint8_t want = truth ? yes : static_cast<uint8_t>(all & ~yes);
  uint8_t left = want;
  // A condition with a call in it is no fact about what it reads.
  bool soft = !relation && what.text.text().find('(') != std::string_view::npos;
  if (const Truth* known = state.truth(key)) {
    left &= known->value;
    if (left == 0) {
      if (!known->soft) return false;
      if (known->block != block) blur(state, "a condition may have changed through a call");
      left = want;
    } else if (left == known->value) {
      soft = soft || (known->soft && known->block != block);
    } else if (known->joined) {
      note_asked(state);
    }
  }
  state.set_truth({key, left, soft, false, block});
  limit_facts(state);
  return true;
}

void Walk::blur(State& state, std::string_view reason) {
  if (state.blurred) return;
  if (!state.doubt && !state.lent) state.why = reason_id(reason);
  state.blurred = true;
}

// What merged paths knew of one place is exact; what they knew of two, taken together, is not.
void Walk::note_asked(State& state) {
  if (state.asked) blur(state, "too many paths to tell apart");
  state.asked = true;
}

// The object is gone, or never was. What pointed to it holds `instead`, if that is anything.
void Walk::object_absent(State& state, const NumberSet& instead) {
  std::vector<Entry> kept;
  for (const Entry& each : state.values) {
    Entry entry = each;
    if (entry.value.kind == Kind::object) {
      if (instead.empty()) continue;
      entry.value = plain(Kind::number);
      entry.value.set = instead;
    } else if (holds(entry.value) || places_[entry.place].base == kObjectMemory) {
      continue;
    } else if (entry.value.kind == Kind::address &&
               places_[entry.value.ref].base == kObjectMemory) {
      continue;
    } else if (entry.value.kind == Kind::same && places_[entry.value.ref].base == kObjectMemory) {
      continue;
    } else if (entry.value.kind == Kind::test &&
               predicates_[entry.value.ref]->kind == Predicate::Kind::present) {
      if (instead.empty()) continue;
      const bool present = (instead & numbers_.zero()).empty() && state.present;
      entry.value = number(present != entry.value.negated ? 1 : 0);
    }
    kept.push_back(entry);
  }
  state.values = std::move(kept);
  state.held = false;
  state.gone = 0;
  state.present = false;
  state.again = false;
  state.doubt = false;
  state.lent = false;
  state.missing = false;
  state.handed = 0;
  if (!state.blurred) state.why = 0;
}

}  // namespace pool_audit::analysis::flow
