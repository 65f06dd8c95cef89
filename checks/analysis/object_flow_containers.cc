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

// Whether no more than one element is ever added to it, so that any that is read is that one.
bool Walk::is_sole(PlaceId place) {
  if (!is_own_container(place)) return false;
  const uint32_t local = places_[place].index;
  const auto [at, fresh] = sole_containers_.try_emplace(local, false);
  if (!fresh) return at->second;
  size_t added = 0;
  const Operand* key = nullptr;
  for (const facts::Block& block : graph_.blocks) {
    for (const Event& event : block.events) {
      if (event.object.place.root != Root::local || event.object.place.index != local) continue;
      if (event.kind != EventKind::call) continue;
      const ContainerUse use = oracle_.container_use(event);
      if (use == ContainerUse::adds) ++added;
      if (use != ContainerUse::entry) continue;
      const Operand* asked = event.arguments.size() == 1 ? &event.arguments[0] : nullptr;
      if (!asked || asked->place.root != Root::constant) return false;
      if (key && key->place.value != asked->place.value) return false;
      key = asked;
    }
  }
  at->second = added + (key ? 1 : 0) == 1;
  return at->second;
}

// A method of a container is called: true when that is all there is to say of it.
bool Walk::use_container(State& state, const Event& event, PlaceId place, Value& result) {
  if (event.kind != EventKind::call || !is_own_container(place)) return false;
  const bool sole = is_sole(place);
  if (state.gone != 0 && !sole) return false;
  const Value* whole = state.find(place);
  const bool holder = sole ? holds_under(state, place) : whole && whole->kind == Kind::contains;
  const auto other = [&] {
    if (!holder) return;
    state.gone != 0 ? object_absent(state, {}) : doubt(state, "read out of " + words_for(place));
  };
  switch (oracle_.container_use(event)) {
    case ContainerUse::nothing:
    case ContainerUse::adds:
      break;
    case ContainerUse::element:
    case ContainerUse::entry:
      if (holder && !sole) {
        result = plain(Kind::object);
        result.soft = true;
      } else {
        result = plain(Kind::address, kept_element(place));
      }
      return true;
    case ContainerUse::first:
      if (sole) {
        result = plain(Kind::address, kept_element(place));
        return true;
      }
      other();
      break;
    case ContainerUse::other:
      other();
      break;
  }
  return holder;
}

// A method of an iterator to the only element there is. One that does not read it may go on.
bool Walk::use_iterator(State& state, const Event& event, PlaceId place, Value& result) {
  const Value* at = state.find(place);
  if (event.kind != EventKind::call || !at || at->kind != Kind::address || at->ref == kNoPlace ||
      places_[at->ref].step.value != kKeptElement) {
    return false;
  }
  if (oracle_.container_use(event) == ContainerUse::element) {
    result = *at;
    return true;
  }
  state.erase(place);
  return false;
}

PlaceId Walk::kept_element(PlaceId container) {
  return places_.child(container, {facts::StepKind::element, {}, kKeptElement});
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
      places_.external(target) || is_sole(node.parent)) {
    return false;
  }
  if (holds(value)) state.set(node.parent, plain(Kind::contains));
  return true;
}

}  // namespace pool_audit::analysis::flow
