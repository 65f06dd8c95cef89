// What a branch means in a state, and what taking it teaches.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::CompareOp;
using facts::Operand;
using facts::TypeKind;

namespace {

constexpr uint8_t kLess = 1;
constexpr uint8_t kEqual = 2;
constexpr uint8_t kGreater = 4;

CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::lt:
      return CompareOp::gt;
    case CompareOp::le:
      return CompareOp::ge;
    case CompareOp::gt:
      return CompareOp::lt;
    case CompareOp::ge:
      return CompareOp::le;
    default:
      return op;
  }
}

uint8_t mask_of(CompareOp op) {
  switch (op) {
    case CompareOp::eq:
      return kEqual;
    case CompareOp::ne:
      return kLess | kGreater;
    case CompareOp::lt:
      return kLess;
    case CompareOp::le:
      return kLess | kEqual;
    case CompareOp::gt:
      return kGreater;
    case CompareOp::ge:
      return kGreater | kEqual;
    default:
      return 0;
  }
}

bool is_pointer(const Value& value) {
  return value.kind == Kind::address || value.kind == Kind::interior || value.kind == Kind::closure;
}

}  // namespace

uint32_t Walk::predicate(Predicate what) {
  const auto [at, fresh] =
      predicate_ids_.try_emplace(std::move(what), static_cast<uint32_t>(predicates_.size()));
  if (fresh) predicates_.push_back(&at->first);
  return at->second;
}

Question Walk::opaque(const State& state, Symbol text, const std::vector<facts::Place>& reads) {
  // Without anything it reads, nothing tells when its truth changes.
  if (text.empty() || reads.empty()) return {};
  Predicate what;
  what.kind = Predicate::Kind::text;
  what.text = text;
  for (const facts::Place& each : reads) {
    const PlaceId place = resolve(state, each);
    if (place == kNoPlace) return {};
    what.reads.push_back(place);
  }
  std::ranges::sort(what.reads);
  Question out;
  out.predicate = predicate(std::move(what));
  return out;
}

// The truth value of `test` compared with a constant.
Question Walk::compare_test(const Value& test, CompareOp op, const Value& other) {
  Question out;
  const auto value = numbers_.constant(other.set);
  if (!value) return out;
  const auto yes = numbers_.comparing(op, *value);
  if (!yes) return out;
  const bool when_false = !(*yes & numbers_.zero()).empty();
  const bool when_true = !(*yes & numbers_.one()).empty();
  if (when_false == when_true) {
    out.known = when_true;
    return out;
  }
  out.predicate = test.ref;
  out.negated = test.negated != when_false;
  return out;
}

Question Walk::compare_places(PlaceId left, CompareOp op, PlaceId right) {
  Question out;
  if (left == kNoPlace || right == kNoPlace) return out;
  uint8_t mask = mask_of(op);
  if (left == right) {
    out.known = (mask & kEqual) != 0;
    return out;
  }
  if (left > right) {
    std::swap(left, right);
    mask = mask_of(mirrored(op));
  }
  Predicate what;
  what.kind = Predicate::Kind::relation;
  what.left = left;
  what.right = right;
  // One predicate per pair: its truth is the set of relations that are left.
  what.mask = 0;
  const uint32_t pair = predicate(what);
  what.mask = mask;
  what.pair = pair;
  out.predicate = predicate(std::move(what));
  return out;
}

Question Walk::ask(const State& state, uint32_t block) {
  const facts::Condition& condition = graph_.blocks[block].condition;
  return ask(state, condition.op, condition.left, condition.right, prepared_.text(block),
             condition.reads);
}

Question Walk::ask(const State& state, CompareOp op, const Operand& left, const Operand& right,
                   Symbol text, const std::vector<facts::Place>& reads) {
  if (op == CompareOp::none || left.place.root == facts::Root::none) {
    return opaque(state, text, reads);
  }
  if (oracle_.type(left.type).kind == TypeKind::floating ||
      (op != CompareOp::truth && oracle_.type(right.type).kind == TypeKind::floating)) {
    return opaque(state, text, reads);
  }
  Value a = read(state, left);
  Value b = op == CompareOp::truth ? number(0) : read(state, right);
  if (op == CompareOp::truth) op = CompareOp::ne;
  if (a.kind == Kind::number && b.kind != Kind::number && numbers_.constant(a.set)) {
    std::swap(a, b);
    op = mirrored(op);
  }
  Question out;
  const bool against_null = b.kind == Kind::number && b.set == numbers_.zero();
  if (a.kind == Kind::object && !a.soft) {
    if (b.kind == Kind::object && !b.soft) {
      out.known = (mask_of(op) & kEqual) != 0;
    } else if (is_pointer(b)) {
      out.known = op == CompareOp::ne;
    } else if (b.kind == Kind::number && numbers_.constant(b.set)) {
      // Null, or the value by which an id says that there is no object: -1, or below zero.
      Predicate what;
      what.kind = Predicate::Kind::present;
      out.negated = op == CompareOp::eq || op == CompareOp::lt || op == CompareOp::le;
      const auto yes = numbers_.comparing(op, *numbers_.constant(b.set));
      what.set = !yes ? numbers_.zero() : out.negated ? *yes : numbers_.all() - *yes;
      out.predicate = predicate(std::move(what));
    } else {
      return opaque(state, text, reads);
    }
    return out;
  }
  if (is_pointer(a) && (against_null || is_pointer(b))) {
    const bool equal = a.kind == Kind::address && b.kind == Kind::address && a.ref == b.ref;
    if (against_null || a.kind == Kind::address) out.known = equal == (op == CompareOp::eq);
    if (!against_null && (places_[a.ref].any || places_[b.ref].any)) out.known.reset();
    return out;
  }
  if (a.kind == Kind::test && b.kind == Kind::number) return compare_test(a, op, b);
  if (b.kind == Kind::number && (a.kind == Kind::number || a.kind == Kind::unknown)) {
    const auto value = numbers_.constant(b.set);
    const auto yes = value ? numbers_.comparing(op, *value) : std::nullopt;
    if (!yes) return opaque(state, text, reads);
    if (a.ref == kNoPlace) {  // a literal, or what no place is known for
      if (a.kind == Kind::unknown) return opaque(state, text, reads);
      if (a.set.inside(*yes)) out.known = true;
      if ((a.set & *yes).empty()) out.known = false;
      return out;
    }
    Predicate what;
    what.kind = Predicate::Kind::number;
    what.left = a.ref;
    what.set = *yes;
    out.predicate = predicate(std::move(what));
    return out;
  }
  if ((a.kind == Kind::unknown || a.kind == Kind::number) &&
      (b.kind == Kind::unknown || b.kind == Kind::number) && a.ref != kNoPlace &&
      b.ref != kNoPlace) {
    return compare_places(a.ref, op, b.ref);
  }
  return opaque(state, text, reads);
}

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
    if (value.kind != Kind::number || !value.soft) return false;
    if (value.block != block) blur(state, "a condition may have changed through a call");
    left = set;
  }
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
  if (!state.doubt) state.why = reason_id(reason);
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
  state.present = false;
  state.again = false;
  state.doubt = false;
  state.handed = 0;
  if (!state.blurred) state.why = 0;
}

}  // namespace pool_audit::analysis::flow
