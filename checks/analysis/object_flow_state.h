// What the walk knows at one point of one path.
//
// Invariants: `values` is sorted by place and holds each place once; no value is `unknown`;
// `truths` is sorted by predicate. A state in which nothing is held has no value of an object kind.
#pragma once

#include <cstdint>
#include <vector>

#include "checks/analysis/object_flow.h"
#include "checks/analysis/object_flow_numbers.h"
#include "checks/analysis/object_flow_places.h"

namespace pool_audit::analysis::flow {

enum class Kind : uint8_t {
  unknown,
  number,    // one of `set`; null is zero
  test,      // the truth of predicate `ref`, or with `negated` its opposite
  same,      // what place `ref` holds
  address,   // a pointer to place `ref`
  closure,   // a lambda object made by lambda event `ref`; its captures are its elements
  object,    // a pointer to the object, or its id
  interior,  // a pointer into the object
  owner,     // a value that puts the object when it dies
  contains,  // a struct or container that holds the object somewhere
};

// `ref` of an owner of any type that calls a lambda, which puts the object, when it dies.
inline constexpr uint32_t kGuard = 1;

// `ref` of what contains the object and destroys it when it dies, where its type does not tell.
inline constexpr uint32_t kDeleter = 1;

inline constexpr uint32_t kAssigned = 0xffffffff;

struct Value {
  Kind kind = Kind::unknown;
  bool negated = false;  // test
  bool soft = false;     // number: may have changed since, through a call. object: perhaps. owner:
                         // may have been told not to put it
  bool joined = false;   // number: of paths that were merged, so nothing ties it to others
  uint32_t ref = 0;
  uint32_t block = kAssigned;  // number: the block whose branch taught it
  NumberSet set;

  friend bool operator==(const Value&, const Value&) = default;
};

// What branches and assignments teach, as opposed to where the object is.
[[nodiscard]] inline bool is_fact(const Value& value) {
  return value.kind == Kind::number || value.kind == Kind::test || value.kind == Kind::same;
}
[[nodiscard]] inline bool holds(const Value& value) {
  return value.kind >= Kind::object;
}

struct Entry {
  PlaceId place = kNoPlace;
  Value value;

  friend bool operator==(const Entry&, const Entry&) = default;
};

// A predicate without a place of its own: an opaque condition, or how two places compare.
struct Truth {
  uint32_t predicate = 0;
  uint8_t value = 0;  // opaque: 1 false, 2 true, 3 either; comparison of places: which of <, ==, >
                      // are left, as bits 1, 2 and 4
  bool soft = false;
  bool joined = false;
  uint32_t block = 0;

  friend bool operator==(const Truth&, const Truth&) = default;
};

struct State {
  bool held = false;     // the object is out and followed
  bool present = false;  // and is known not to be null
  bool missing = false;  // the get failed, and nobody has asked yet; only for all_misuses()
  bool again = false;    // and another one was taken at the same place since
  bool doubt = false;    // losing this object proves nothing
  bool lent = false;     // nor does this: somebody was handed it who may have kept it, or put it;
                         // what becomes of those who point to it is known all the same
  bool blurred = false;  // nor does losing any object: the path itself may not exist
  bool asked = false;    // a joined fact was asked for: with a second one, the path is blurred
  uint32_t handed = 0;   // 1 + index of the hand-over, 0: none
  uint32_t left = 0;     // 1 + number of the return event passed, 0: none
  uint32_t gone = 0;     // 1 + index of the put that it went with and is followed beyond, 0: none
  uint32_t thrown = 0;   // 1 + index of the call out of which an exception came, 0: none
  uint32_t ended = 0;    // for ways(): 1 + index of how its way ended, 0: it has not
  Zero result = Zero::unknown;  // for ways(): what is returned
  uint32_t why = 0;    // reason of the first doubt; the first path's stands for all that are
                       // otherwise equal, so it is not compared
  uint32_t trail = 0;  // 1 + index of the last branch since the object came; not compared either
  std::vector<Entry> values;
  std::vector<Truth> truths;

  // The value at exactly this place, null when there is none.
  [[nodiscard]] const Value* find(PlaceId place) const;
  void set(PlaceId place, const Value& value);
  void erase(PlaceId place);
  [[nodiscard]] const Truth* truth(uint32_t predicate) const;
  void set_truth(const Truth& truth);
  [[nodiscard]] uint64_t hash() const;
  [[nodiscard]] bool same_as(const State& other) const;
  // Equal but for values and truths.
  [[nodiscard]] bool same_flags(const State& other) const;
};

}  // namespace pool_audit::analysis::flow
