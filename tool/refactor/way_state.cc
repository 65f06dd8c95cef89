#include "tool/refactor/way_state.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "tool/refactor/pool_slot.h"

namespace pool_audit::refactor {

using facts::CompareOp;
using facts::Event;
using facts::Operand;
using facts::Root;
using facts::StepKind;

namespace {

// How many pointers a place follows, and nothing else; -1: it does more.
int dereferences(const facts::Place& place) {
  const bool only = std::ranges::all_of(
      place.steps, [](const facts::Step& step) { return step.kind == StepKind::deref; });
  return only ? static_cast<int>(place.steps.size()) : -1;
}

bool is_null(const facts::Place& place) {
  return place.root == Root::null || (place.root == Root::constant && place.value == 0);
}

// Of a value that is tested; false when it cannot be so.
bool learn(Value& value, bool is_there) {
  if (value.origin == Origin::null && is_there) return false;
  if (value.there && !is_there) return false;
  if (value.origin == Origin::other || value.origin == Origin::link) return true;
  if (is_there) {
    value.there = true;
  } else {
    value = {Origin::null, false};
  }
  return true;
}

}  // namespace

WayScene::WayScene(const analysis::Program& known, const analysis::HandWritten& pool,
                   const facts::FlowGraph& body, bool put, int argument)
    : program(known),
      own(pool),
      lists(known),
      graph(body),
      values(body, known, lists),
      slot_is_array(is_array(known, pool.slot)),
      is_put(put),
      object(put ? argument : -1),
      out(put ? -1 : argument) {}

bool WayScene::is_slot(const facts::Place& place) const {
  return values.exact_slot(place) == own.slot;
}

bool WayScene::is_way_out(const facts::Place& place) const {
  return out >= 0 && place.root == Root::local && place.index == static_cast<uint32_t>(out) &&
         place.steps.empty();
}

bool WayScene::is_given(const facts::Place& place) const {
  return out >= 0 && place.root == Root::local && place.index == static_cast<uint32_t>(out) &&
         dereferences(place) == 1;
}

bool is_variable(const facts::Place& place) {
  const bool root =
      place.root == Root::local || place.root == Root::temp || place.root == Root::capture;
  return root && dereferences(place) >= 0;
}

void set_value(const facts::Place& target, Value value, WayState& state) {
  if (target.root == Root::none || !target.steps.empty() || !is_variable(target)) return;
  state.values[key_of(target)] = value;
  if (target.root == Root::temp) state.tests.erase(target.index);
}

Value value_of(const WayScene& scene, const Operand& operand, const WayState& state) {
  const facts::Place& place = operand.place;
  if (is_null(place)) return {Origin::null, false};
  if (scene.is_given(place)) return state.given.value_or(Value{});
  if (is_variable(place)) {
    const auto found = state.values.find(key_of(place));
    return found != state.values.end() ? found->second : Value{};
  }
  if (scene.is_slot(place)) {
    if (has_element(place)) return {Origin::spare, true};
    if (state.list_ends.value_or(false)) return {Origin::null, false};
    return {Origin::spare, state.list_ends.has_value()};
  }
  if (operand.address_of) {  // what container_of() makes of a link
    for (const analysis::Atom& atom : scene.values.atoms(operand)) {
      if (atom.slot == scene.own.slot && atom.kind != analysis::AtomKind::made) {
        return {Origin::spare, false};
      }
      if (atom.kind == analysis::AtomKind::parameter && atom.index == scene.object) {
        return {Origin::object, true};
      }
    }
  }
  if (place.steps.size() >= 2 && place.steps.back().kind == StepKind::field) {
    return {Origin::link, false};
  }
  return {};
}

void note_test(const WayScene& scene, const Event& event, std::string_view last, WayState& state) {
  if (event.target.root != Root::temp) return;
  if (last == "operator conversion" || last == "operator bool") {
    if (is_variable(event.object.place)) {
      state.tests[event.target.index] = {key_of(event.object.place), false};
    }
    return;
  }
  if (last != "operator==" && last != "operator!=") return;
  std::vector<const Operand*> sides;
  if (event.object.place.root != Root::none) sides.push_back(&event.object);
  for (const Operand& argument : event.arguments) sides.push_back(&argument);
  if (sides.size() != 2) return;
  for (const size_t at : {0U, 1U}) {
    const bool none = value_of(scene, *sides[1 - at], state).origin == Origin::null;
    if (none && is_variable(sides[at]->place)) {
      state.tests[event.target.index] = {key_of(sides[at]->place), last == "operator=="};
    }
  }
}

bool assume(const WayScene& scene, const facts::Condition& condition, bool holds, WayState& state) {
  const facts::Place& left = condition.left.place;
  const bool with_null = is_null(condition.right.place);
  bool is_there = holds;
  if (condition.op == CompareOp::eq && with_null) {
    is_there = !holds;
  } else if (condition.op != CompareOp::truth && !(condition.op == CompareOp::ne && with_null)) {
    return true;
  }
  if (scene.is_slot(left) && left.root != Root::temp && !has_element(left)) {
    if (state.list_ends && *state.list_ends == is_there) return false;
    state.list_ends = !is_there;
    return true;
  }
  if (scene.is_given(left)) return !state.given || learn(*state.given, is_there);
  if (scene.is_way_out(left)) return true;
  Key variable = key_of(left);
  if (left.root == Root::temp) {
    if (const auto test = state.tests.find(left.index); test != state.tests.end()) {
      variable = test->second.variable;
      if (test->second.of_none) is_there = !is_there;
    }
  } else if (!is_variable(left)) {
    return true;
  }
  const auto found = state.values.find(variable);
  if (found == state.values.end()) return true;
  return learn(found->second, is_there);
}

}  // namespace pool_audit::refactor
