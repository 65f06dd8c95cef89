// Local containers of the library that hold the object among others.
//
// One that is used through its own methods alone, and in no loop, holds what it was handed until
// something is read out of it. Which element that is cannot be told: it may be the object. What one
// loop fills another one empties, as often as not, without anything here that says so.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::EventKind;
using facts::Operand;
using facts::Root;

// Whether the place is a local container of pointers that goes nowhere.
bool Walk::is_own_container(PlaceId place) {
  const Places::Node& node = places_[place];
  if (node.root != Root::local || node.depth != 0 || node.index >= graph_.locals.size() ||
      !oracle_.keeps_pointers(graph_.locals[node.index].type)) {
    return false;
  }
  const auto [at, fresh] = own_containers_.try_emplace(node.index, true);
  if (!fresh) return at->second;
  const auto names = [&](const Operand& operand) {
    return operand.place.root == Root::local && operand.place.index == node.index;
  };
  // A reference to an element outlives the call that gave it.
  std::vector<uint32_t> given;
  const auto refers = [&](const Event& event) {
    const facts::Place& to = event.target;
    return event.kind == EventKind::assign && to.root == Root::local && to.steps.empty() &&
           to.index < graph_.locals.size() &&
           oracle_.type(graph_.locals[to.index].type).kind == facts::TypeKind::lvalue_reference &&
           std::ranges::any_of(
               event.arguments,
               [&](const Operand& each) {
                 return each.place.root == Root::temp &&
                        std::ranges::find(given, each.place.index) != given.end();
               });
  };
  for (uint32_t i = 0; i < graph_.blocks.size(); ++i) {
    bool used = false;
    for (const Event& event : graph_.blocks[i].events) {
      const bool method = event.kind == EventKind::call && event.object.address_of;
      if (std::ranges::any_of(event.arguments, names) || (names(event.object) && !method)) {
        at->second = false;
      }
      if (method && names(event.object)) given.push_back(event.target.index);
      if (refers(event)) at->second = false;
      used = used || names(event.object);
    }
    if (used && at->second && prepared_.repeats(i)) at->second = false;
  }
  return at->second;
}

// A method of a container is called: true when that is all there is to say of it.
bool Walk::use_container(State& state, const Event& event, PlaceId place, Value& result) {
  if (state.gone != 0 || event.kind != EventKind::call || !is_own_container(place)) return false;
  const Value* whole = state.find(place);
  const bool holder = whole && whole->kind == Kind::contains;
  switch (oracle_.container_use(event)) {
    case ContainerUse::nothing:
      break;
    case ContainerUse::element:
      if (holder) {
        result = plain(Kind::object);
        result.soft = true;
      } else {
        const PlaceId element = places_.child(place, {facts::StepKind::element, {}, kKeptElement});
        result = plain(Kind::address, element);
      }
      return true;
    case ContainerUse::other:
      if (holder) doubt(state, "read out of " + words_for(place));
      break;
  }
  return holder;
}

bool Walk::is_element(const Entry& entry) const {
  const Places::Node& node = places_[entry.place];
  return node.root == Root::temp && node.depth == 1 && node.derefs &&
         entry.value.kind == Kind::object && entry.value.soft;
}

// Into an element of such a container: it holds the object from here on.
bool Walk::store_in_container(State& state, PlaceId target, const Value& value) {
  const Places::Node& node = places_[target];
  if (node.step.kind != facts::StepKind::element || node.step.value != kKeptElement ||
      places_.external(target)) {
    return false;
  }
  if (holds(value)) state.set(node.parent, plain(Kind::contains));
  return true;
}

}  // namespace pool_audit::analysis::flow
