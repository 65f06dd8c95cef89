// Access paths as small numbers. Equal paths have equal numbers, so that a state is a list of
// numbers and comparing two of them costs nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checks/facts/facts.h"

namespace pool_audit::analysis::flow {

using PlaceId = uint32_t;
inline constexpr PlaceId kNoPlace = 0;       // none, or a path too long to follow
inline constexpr PlaceId kObjectMemory = 1;  // the memory of the object that is followed

// Every place has a place that it is a part of, up to its root. Not thread-safe.
class Places {
 public:
  struct Node {
    PlaceId parent = kNoPlace;  // none for roots
    PlaceId base = kNoPlace;    // the root of the path
    facts::Step step;           // from the parent; of a union, a member that stands for all
    Symbol field;               // the member as it was written when this was first seen
    facts::Root root = facts::Root::none;
    uint32_t index = 0;
    Symbol symbol;
    uint16_t depth = 0;
    bool derefs = false;  // reached through a pointer
    bool any = false;     // goes through an array element that is not told from the others
  };

  // `storage_of`: one member for all that share their storage.
  explicit Places(std::function<Symbol(Symbol)> storage_of = {});

  // The path as it is written; kNoPlace for what is no place (constants, functions, text).
  PlaceId intern(const facts::Place& place);
  PlaceId child(PlaceId parent, const facts::Step& step);
  PlaceId deref(PlaceId parent) { return child(parent, {}); }
  [[nodiscard]] bool is_element(PlaceId id) const {
    return nodes_[id].parent != kNoPlace && nodes_[id].step.kind == facts::StepKind::element;
  }
  // The element of the same array that is so many further, or any of them.
  PlaceId sibling(PlaceId element, int64_t further = facts::kAnyElement);

  [[nodiscard]] const Node& operator[](PlaceId id) const { return nodes_[id]; }
  // Whether `inner` is `outer`, a part of it or reached through it. With `wild`, an element at an
  // unknown index is any element.
  [[nodiscard]] bool within(PlaceId inner, PlaceId outer, bool wild) const;
  [[nodiscard]] bool overlap(PlaceId a, PlaceId b) const {
    return within(a, b, true) || within(b, a, true);
  }
  // Whether a write to `written` may change what `place` holds. A write through the pointer in
  // `place` does not.
  [[nodiscard]] bool changed_by(PlaceId place, PlaceId written) const;
  // `inner` is stored in `outer` itself: no pointer lies between them.
  [[nodiscard]] bool part_of(PlaceId inner, PlaceId outer) const;
  // Storage that outlives the function or that others can see: globals, members, captures, and
  // whatever an unknown pointer points to. Not the object's own memory.
  [[nodiscard]] bool external(PlaceId id) const;
  // The place that stands to `to` as `inner` to `outer`.
  PlaceId moved(PlaceId inner, PlaceId outer, PlaceId to);

 private:
  struct Key {
    PlaceId parent;
    uint8_t kind;
    uint32_t field;
    int64_t value;
    bool operator==(const Key&) const = default;
  };
  static size_t hash_of(const Key& key);
  // Where in `table_` the key stands, or where it would go.
  [[nodiscard]] size_t slot_of(const Key& key) const;
  PlaceId add(size_t slot, const Key& key, Node node);
  void grow();
  PlaceId ancestor(PlaceId id, uint16_t depth) const;

  std::function<Symbol(Symbol)> storage_of_;
  std::vector<Node> nodes_;
  std::vector<Key> keys_;  // of the nodes
  // Open addressing, a power of two and at most half full; kNoPlace is free. It is asked for every
  // place of every event in every state.
  std::vector<PlaceId> table_;
};

}  // namespace pool_audit::analysis::flow
