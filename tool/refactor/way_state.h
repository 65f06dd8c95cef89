// What is known on one way through a get or a put of a hand-written pool, from event to event.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "checks/analysis/program.h"
#include "checks/analysis/structure.h"
#include "checks/analysis/survey_lists.h"
#include "checks/analysis/survey_values.h"
#include "tool/refactor/pool_ways.h"

namespace pool_audit::refactor {

// What all ways through one function have in common.
struct WayScene {
  WayScene(const analysis::Program& known, const analysis::HandWritten& pool,
           const facts::FlowGraph& body, bool put, int argument);
  WayScene(const WayScene&) = delete;
  WayScene& operator=(const WayScene&) = delete;

  // Where the spares are: the head of the list, the container, an element of it.
  [[nodiscard]] bool is_slot(const facts::Place& place) const;
  // What a get writes its object to: `*out`, or `out` that is a reference, a pointer in the facts.
  [[nodiscard]] bool is_given(const facts::Place& place) const;
  // The argument itself that a get writes its object through.
  [[nodiscard]] bool is_way_out(const facts::Place& place) const;

  const analysis::Program& program;
  const analysis::HandWritten& own;
  const analysis::Lists lists;
  const facts::FlowGraph& graph;
  const analysis::Values values;
  const bool slot_is_array;
  const bool is_put;
  const int object;  // put: the argument that is put, or -1
  const int out;     // get: the argument that the object is written through, or -1
};

// What a variable holds on the way so far.
enum class Origin { other, null, spare, made, object, link };
struct Value {
  Origin origin = Origin::other;
  bool there = false;  // known not to be null
};
using Key = std::pair<facts::Root, uint32_t>;

// A temp that says whether a variable holds an object, or that it holds none.
struct Test {
  Key variable;
  bool of_none = false;
};

struct WayState {
  std::map<Key, Value> values;
  std::map<uint32_t, Test> tests;   // by temp
  std::map<uint32_t, int> rounds;   // by block
  std::optional<Value> given;       // what an argument was given, once it was
  std::optional<bool> list_ends;    // the head is null
  std::set<inventory::Place> ends;  // calls that may destroy the object, by their names
  Way way;
};

// A local, a temp or a capture, or what it points to.
[[nodiscard]] bool is_variable(const facts::Place& place);
[[nodiscard]] inline Key key_of(const facts::Place& place) {
  return {place.root, place.index};
}

void set_value(const facts::Place& target, Value value, WayState& state);
[[nodiscard]] Value value_of(const WayScene& scene, const facts::Operand& operand,
                             const WayState& state);
// Takes down what a call says of a smart pointer: `if (p)`, `if (p == nullptr)`.
void note_test(const WayScene& scene, const facts::Event& event, std::string_view last,
               WayState& state);
// Whether the condition may hold, or not; takes into the state what that says.
[[nodiscard]] bool assume(const WayScene& scene, const facts::Condition& condition, bool holds,
                          WayState& state);

}  // namespace pool_audit::refactor
