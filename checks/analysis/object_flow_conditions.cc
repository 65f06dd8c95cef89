// What a branch asks of a state.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::CompareOp;
using facts::Operand;
using facts::TypeKind;

namespace {

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

size_t PredicateHash::operator()(const Predicate& what) const noexcept {
  uint64_t hash = what.set.hash();
  const auto mix = [&hash](uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32;
  };
  mix(static_cast<uint64_t>(what.kind) << 8 | what.mask);
  mix(uint64_t{what.left} << 32 | what.right);
  mix(uint64_t{what.pair} << 32 | what.text.raw());
  for (const PlaceId each : what.reads) mix(each);
  return static_cast<size_t>(hash);
}

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

// Whether two places are one, as far as that can be told: what two unknown pointers point to may be
// the same, an element at an unknown index may be any, and a struct begins where its first member
// does.
std::optional<bool> Walk::same_address(PlaceId a, PlaceId b) const {
  if (places_[a].any || places_[b].any) return std::nullopt;
  if (a == b) return true;
  if (places_.part_of(a, b) || places_.part_of(b, a)) return std::nullopt;
  if (!places_[a].derefs && !places_[b].derefs) return false;
  // Two members of one struct are told apart, wherever that stands.
  const bool siblings = places_[a].parent == places_[b].parent &&
                        places_[a].step.kind == facts::StepKind::field &&
                        places_[b].step.kind == facts::StepKind::field;
  return siblings ? std::optional(false) : std::nullopt;
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
    } else if (b.kind == Kind::address && !places_[b.ref].derefs) {
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
  if (is_pointer(a) && against_null) {
    out.known = op != CompareOp::eq;
    return out;
  }
  if (is_pointer(a) && is_pointer(b)) {
    if (a.kind != Kind::address || b.kind != Kind::address) return opaque(state, text, reads);
    const auto equal = same_address(a.ref, b.ref);
    if (!equal) return opaque(state, text, reads);
    if (op == CompareOp::eq || op == CompareOp::ne) out.known = *equal == (op == CompareOp::eq);
    return out;
  }
  if (a.kind == Kind::test && b.kind == Kind::number) return compare_test(a, op, b);
  if (b.kind == Kind::number && (a.kind == Kind::number || a.kind == Kind::unknown)) {
    const auto value = numbers_.constant(b.set);
    const auto yes = value ? numbers_.comparing(op, *value) : std::nullopt;
    if (!yes && a.ref != kNoPlace && b.ref != kNoPlace) return compare_places(a.ref, op, b.ref);
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

}  // namespace pool_audit::analysis::flow
