// Exceptions out of calls, and what becomes of the object when one comes.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Root;

std::vector<Misuse> Walk::run_exceptions() {
  walk();
  return sorted_misuses();
}

// One exception a path: what throws while the first is handled is another story.
void Walk::throw_from(uint32_t block, const Event& call, const State& state) {
  if (!state.held || state.thrown != 0 || state.handed != 0 || state.doubt || state.lent ||
      state.blurred || state.again || call.kind != EventKind::call ||
      !call.has(EventFlag::may_throw)) {
    return;
  }
  if (constructs_origin(call)) return;
  const std::vector<Thrown> thrown = oracle_.thrown_by(call);
  if (thrown.empty() || !only_borrows(state, call)) return;
  for (const Thrown& each : thrown) {
    const bool known = std::ranges::any_of(throwing_, [&](const Throwing& other) {
      return other.call == &call && other.thrown.type == each.type;
    });
    if (!known) throwing_.push_back({&call, each});
    State next = state;
    for (uint32_t i = 0; i < throwing_.size(); ++i) {
      if (throwing_[i].call == &call && throwing_[i].thrown.type == each.type) next.thrown = i + 1;
    }
    forget_shared(next);
    unwind(block, call.region, each.type, call.location, std::move(next));
  }
}

// What a new expression took for an object whose constructor throws, the language gives back.
bool Walk::constructs_origin(const Event& call) const {
  if (origin_.kind != Origin::Kind::event) return false;
  const Event& made = graph_.blocks[origin_.block].events[origin_.event];
  return made.kind == EventKind::new_ && made.target.root == Root::temp &&
         !call.object.address_of && call.object.place == made.target;
}

// Whoever puts the object, or keeps it, may have done so before it throws.
bool Walk::only_borrows(const State& state, const Event& call) {
  const auto borrowed = [&](const Operand& operand, int index) {
    if (operand.place.root == Root::none) return true;
    const Value value = read(state, operand);
    const bool address = value.kind == Kind::address;
    const PlaceId place = address              ? value.ref
                          : operand.address_of ? kNoPlace
                                               : resolve(state, operand.place);
    const bool around =
        place != kNoPlace &&
        (holds_under(state, place) || in_holder(state, place) || leads_to_holder(state, place));
    if (!holds(value) && value.kind != Kind::closure && !around) return true;
    switch (oracle_.effect(graph_, call, index, address).effect) {
      case Effect::borrows:
      case Effect::resets:
      case Effect::returns:
      case Effect::points_in:
      case Effect::is_null:
        return value.kind != Kind::closure;
      default:
        return false;
    }
  };
  if (!borrowed(call.object, -1)) return false;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    if (!borrowed(call.arguments[i], static_cast<int>(i))) return false;
  }
  return true;
}

void Walk::note_unguarded(const State& state) {
  const Throwing& from = throwing_[state.thrown - 1];
  const bool known = std::ranges::any_of(misuses_, [&](const Misuse& each) {
    return each.kind == Misuse::Kind::unguarded && each.at == from.call->location;
  });
  if (known) return;
  misuses_.push_back({Misuse::Kind::unguarded,
                      from.call->location,
                      {},
                      way_of(state),
                      from.thrown,
                      from.call->callee,
                      false,
                      {}});
}

}  // namespace pool_audit::analysis::flow
