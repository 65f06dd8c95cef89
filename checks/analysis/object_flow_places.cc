#include "checks/analysis/object_flow_places.h"

#include <utility>

namespace pool_audit::analysis::flow {

using facts::Root;
using facts::Step;
using facts::StepKind;

namespace {

// `p = p->next` in a loop makes longer and longer paths; nobody follows an object that far.
constexpr uint16_t kMaxDepth = 12;
constexpr uint8_t kRootKey = 0x80;
constexpr size_t kFirstSlots = 64;

}  // namespace

size_t Places::hash_of(const Key& key) {
  uint64_t hash = (uint64_t{key.parent} << 32) ^ (uint64_t{key.field} << 8) ^ key.kind;
  hash ^= static_cast<uint64_t>(key.value) * 0x9e3779b97f4a7c15U;
  hash ^= hash >> 29;
  hash *= 0xbf58476d1ce4e5b9U;
  return static_cast<size_t>(hash ^ hash >> 32);
}

Places::Places(std::function<Symbol(Symbol)> storage_of) : storage_of_(std::move(storage_of)) {
  nodes_.resize(2);
  nodes_[kObjectMemory].base = kObjectMemory;
  keys_.resize(nodes_.size());
  table_.resize(kFirstSlots, kNoPlace);
}

size_t Places::slot_of(const Key& key) const {
  const size_t mask = table_.size() - 1;
  size_t slot = hash_of(key) & mask;
  while (table_[slot] != kNoPlace && keys_[table_[slot]] != key) slot = (slot + 1) & mask;
  return slot;
}

PlaceId Places::add(size_t slot, const Key& key, Node node) {
  const auto id = static_cast<PlaceId>(nodes_.size());
  if (node.parent == kNoPlace) node.base = id;
  nodes_.push_back(node);
  keys_.push_back(key);
  table_[slot] = id;
  if (2 * nodes_.size() > table_.size()) grow();
  return id;
}

void Places::grow() {
  table_.assign(2 * table_.size(), kNoPlace);
  for (PlaceId id = kObjectMemory + 1; id < nodes_.size(); ++id) table_[slot_of(keys_[id])] = id;
}

PlaceId Places::intern(const facts::Place& place) {
  switch (place.root) {
    case Root::local:
    case Root::temp:
    case Root::capture:
    case Root::this_:
    case Root::global:
      break;
    default:
      return kNoPlace;
  }
  const Key key{kNoPlace, static_cast<uint8_t>(kRootKey | static_cast<uint8_t>(place.root)),
                place.symbol.raw(), place.index};
  const size_t slot = slot_of(key);
  PlaceId out = table_[slot];
  if (out == kNoPlace) {
    Node node;
    node.root = place.root;
    node.index = place.index;
    node.symbol = place.symbol;
    out = add(slot, key, node);
  }
  for (const Step& step : place.steps) out = child(out, step);
  return out;
}

PlaceId Places::child(PlaceId parent, const Step& step) {
  if (parent == kNoPlace || nodes_[parent].depth >= kMaxDepth) return kNoPlace;
  Symbol field = step.field;
  if (step.kind == StepKind::field && storage_of_) field = storage_of_(field);
  const Key key{parent, static_cast<uint8_t>(step.kind), field.raw(),
                step.kind == StepKind::element ? step.value : 0};
  const size_t slot = slot_of(key);
  if (table_[slot] != kNoPlace) return table_[slot];
  Node node;
  node.parent = parent;
  node.base = nodes_[parent].base;
  node.step = step;
  node.step.field = field;
  node.field = step.field;
  node.root = nodes_[parent].root;
  node.index = nodes_[parent].index;
  node.symbol = nodes_[parent].symbol;
  node.depth = static_cast<uint16_t>(nodes_[parent].depth + 1);
  node.derefs = nodes_[parent].derefs || step.kind == StepKind::deref;
  node.any =
      nodes_[parent].any || (step.kind == StepKind::element && step.value == facts::kAnyElement);
  return add(slot, key, node);
}

PlaceId Places::ancestor(PlaceId id, uint16_t depth) const {
  while (nodes_[id].depth > depth) id = nodes_[id].parent;
  return id;
}

bool Places::within(PlaceId inner, PlaceId outer, bool wild) const {
  if (inner == kNoPlace || outer == kNoPlace) return false;
  if (nodes_[inner].base != nodes_[outer].base) return false;
  if (nodes_[inner].depth < nodes_[outer].depth) return false;
  inner = ancestor(inner, nodes_[outer].depth);
  if (inner == outer) return true;
  if (!wild || (!nodes_[inner].any && !nodes_[outer].any)) return false;
  for (; inner != outer; inner = nodes_[inner].parent, outer = nodes_[outer].parent) {
    const Step& a = nodes_[inner].step;
    const Step& b = nodes_[outer].step;
    if (a == b) continue;
    if (a.kind != StepKind::element || b.kind != StepKind::element) return false;
    if (a.value != facts::kAnyElement && b.value != facts::kAnyElement) return false;
  }
  return true;
}

bool Places::changed_by(PlaceId place, PlaceId written) const {
  if (within(place, written, true)) return true;
  if (!within(written, place, true)) return false;
  while (nodes_[written].depth > nodes_[place].depth) {
    if (nodes_[written].step.kind == StepKind::deref) return false;
    written = nodes_[written].parent;
  }
  return true;
}

bool Places::part_of(PlaceId inner, PlaceId outer) const {
  if (!within(inner, outer, false)) return false;
  for (; inner != outer; inner = nodes_[inner].parent) {
    if (nodes_[inner].step.kind == StepKind::deref) return false;
  }
  return true;
}

bool Places::external(PlaceId id) const {
  const Node& node = nodes_[id];
  if (id == kNoPlace || node.base == kObjectMemory) return false;
  return node.derefs || node.root == Root::global || node.root == Root::capture;
}

PlaceId Places::sibling(PlaceId element, int64_t further) {
  constexpr int64_t kMost = 1'000'000;  // of what arrays of pooled objects are indexed by
  const int64_t index = nodes_[element].step.value;
  facts::Step step{facts::StepKind::element, {}, facts::kAnyElement};
  const auto small = [](int64_t each) { return each > -kMost && each < kMost; };
  if (small(index) && small(further)) step.value = index + further;
  return child(nodes_[element].parent, step);
}

PlaceId Places::moved(PlaceId inner, PlaceId outer, PlaceId to) {
  if (inner == outer) return to;
  const Step step = nodes_[inner].step;
  const PlaceId parent = moved(nodes_[inner].parent, outer, to);
  return child(parent, step);
}

}  // namespace pool_audit::analysis::flow
