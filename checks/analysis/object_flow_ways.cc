// The ways through a function: how they are found, and what it means for a caller that a function
// puts the object on some of them.
#include <algorithm>
#include <tuple>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Event;
using facts::Operand;
using facts::Root;
using facts::TypeKind;

namespace {

constexpr size_t kMostWays = 16;

auto key_of(const Way& way) {
  return std::tuple(way.object, way.into, way.member.raw(), way.result, way.given);
}

bool is_none(const Way& way) {
  return way.object == Way::Object::none || way.object == Way::Object::absent;
}

bool given_apart(const Way& a, const Way& b) {
  return std::ranges::any_of(a.given, [&](const Way::Given& each) {
    return std::ranges::find(b.given, Way::Given{each.parameter, !each.zero}) != b.given.end();
  });
}

}  // namespace
}  // namespace pool_audit::analysis::flow

namespace pool_audit::analysis {

bool tell_apart(std::vector<Way>& ways) {
  for (Way& way : ways) {
    way.told_before = true;
    for (const Way& other : ways) {
      const bool same = other.object == way.object && other.into == way.into;
      const bool none = flow::is_none(way) || flow::is_none(other);
      if (way.object == Way::Object::returned) return false;
      if (same || none || flow::given_apart(way, other)) continue;
      const bool told = way.result != Zero::unknown && other.result != Zero::unknown &&
                        way.result != other.result;
      if (!told) return false;
      way.told_before = false;
    }
  }
  return true;
}

}  // namespace pool_audit::analysis

namespace pool_audit::analysis::flow {

std::vector<Way> Walk::run_ways() {
  for (const facts::Block& block : graph_.blocks) {
    for (const Event& event : block.events) {
      if (event.kind != facts::EventKind::return_ || event.arguments.empty()) continue;
      const facts::Place& place = event.arguments[0].place;
      if (place.root == Root::local && place.steps.empty()) returned_.push_back(place.index);
    }
  }
  walk();
  if (muddled_ || overflow_ || ways_.size() > kMostWays) return {};
  std::ranges::sort(ways_, [](const Way& a, const Way& b) { return key_of(a) < key_of(b); });
  return std::move(ways_);
}

// What is returned is the outcome of a test: of either one that is possible.
void Walk::return_either(State& state, const Event& event, Where where, States& forks) {
  if (event.arguments.empty()) return;
  const Value value = read(state, event.arguments[0]);
  if (value.kind != Kind::test || evaluate(state, value.ref)) return;
  State other = state;
  const auto settle = [&](State& each, bool truth) {
    if (!assume(each, value.ref, truth != value.negated, where.block)) return false;
    each.result = truth ? Zero::no : Zero::yes;
    return true;
  };
  const bool yes = settle(state, true);
  const bool no = settle(other, false);
  if (!yes && no) state = std::move(other);
  if (!yes || !no) return;
  return_(other, event, where);
  check_lost(other, event.location);
  forks.push_back(std::move(other));
}

void Walk::note_end(State& state, End end) {
  Way way;
  switch (end) {
    case End::put:
    case End::leased:
      way.object = Way::Object::put;
      break;
    case End::handed:
      if (state.handed == 0) {
        way.object = Way::Object::returned;
        state.result = state.present ? Zero::no : Zero::unknown;
        break;
      }
      way.into = hand_overs_[state.handed - 1].into;
      way.member = hand_overs_[state.handed - 1].member;
      way.object = kept_whole(state) ? Way::Object::out : Way::Object::kept;
      break;
    case End::borrowed:
    case End::lost:
      way.object = Way::Object::left;
      break;
    case End::unproven:
      muddled_ = true;
      return;
  }
  count_end(state, way);
}

void Walk::note_absent(State& state) {
  Way way;
  way.object = Way::Object::absent;
  count_end(state, way);
}

void Walk::count_end(State& state, const Way& way) {
  const auto known = std::ranges::find(ends_seen_, way);
  state.ended = static_cast<uint32_t>(known - ends_seen_.begin()) + 1;
  if (known == ends_seen_.end()) ends_seen_.push_back(way);
}

// The function returns.
void Walk::note_way(const State& state) {
  if (also_ != Also::ways) return;
  Way way;
  way.object = Way::Object::none;
  if (state.ended != 0) way = ends_seen_[state.ended - 1];
  way.result = state.result;
  for (uint32_t i = 0; i < graph_.parameter_count && i < graph_.locals.size(); ++i) {
    facts::Place place;
    place.root = Root::local;
    place.index = i;
    const PlaceId parameter = places_.intern(place);
    const Value* value = state.find(parameter);
    if (!value || value->kind != Kind::number || value->soft || prepared_.written(i)) continue;
    const Zero zero = zeroness(state, *value);
    if (zero != Zero::unknown) way.given.push_back({i, zero == Zero::yes});
  }
  if (std::ranges::find(ways_, way) == ways_.end()) ways_.push_back(std::move(way));
}

bool Walk::tells_ways(PlaceId place) const {
  const Places::Node& node = places_[place];
  if (node.root != Root::local || node.depth != 0) return false;
  if (node.index >= graph_.parameter_count || prepared_.written(node.index)) {
    return std::ranges::find(returned_, node.index) != returned_.end();
  }
  switch (oracle_.type(graph_.locals[node.index].type).kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::enumeration:
    case TypeKind::pointer:
      return true;
    default:
      return false;
  }
}

Zero Walk::zeroness(const State& state, const Value& value) {
  switch (value.kind) {
    case Kind::number:
      if (value.soft) return Zero::unknown;
      if (value.set == numbers_.zero()) return Zero::yes;
      return (value.set & numbers_.zero()).empty() ? Zero::no : Zero::unknown;
    case Kind::test: {
      const auto known = evaluate(state, value.ref);
      if (!known) return Zero::unknown;
      return *known != value.negated ? Zero::no : Zero::yes;
    }
    case Kind::address:
    case Kind::closure:
      return Zero::no;
    default:
      return Zero::unknown;
  }
}

// ---- calls -------------------------------------------------------------------------------------

// The effect on the object of a call whose ways can be told apart; null for other calls.
const CallEffect* Walk::told_apart(const State& state, const Event& event) {
  const auto of = [&](const Operand& operand, int index) -> const CallEffect* {
    if (operand.place.root == Root::none) return nullptr;
    const Value value = read(state, operand);
    const bool object = value.kind == Kind::object && !value.soft;
    const bool address = value.kind == Kind::address && holds_under(state, value.ref);
    if (!object && !address) return nullptr;
    const auto [at, fresh] = apart_.try_emplace({&event, index * 2 + (address ? 1 : 0)});
    if (fresh) at->second = oracle_.effect(graph_, event, index, address);
    const bool apart = at->second.effect == Effect::puts_some && !at->second.ways.empty();
    return apart ? &at->second : nullptr;
  };
  if (const CallEffect* found = of(event.object, -1)) return found;
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    if (const CallEffect* found = of(event.arguments[i], static_cast<int>(i))) return found;
  }
  return nullptr;
}

// `if (send(item))`, `if (send(item) == 0)`: nobody else sees the result.
bool Walk::asked_for_zero_alone(const Event& call, Where where) const {
  const facts::Block& block = graph_.blocks[where.block];
  const facts::Condition& condition = block.condition;
  if (block.terminator != facts::Terminator::branch || call.target.root != Root::temp ||
      condition.left.place != call.target || condition.left.address_of ||
      prepared_.temp_crosses(call.target.index)) {
    return false;
  }
  const bool used = std::any_of(
      block.events.begin() + where.event + 1, block.events.end(), [&](const Event& event) {
        return event.object.place == call.target ||
               std::ranges::any_of(event.arguments,
                                   [&](const Operand& each) { return each.place == call.target; });
      });
  const facts::Place& right = condition.right.place;
  const bool zero =
      (condition.op == facts::CompareOp::eq || condition.op == facts::CompareOp::ne) &&
      (right.root == Root::null || (right.root == Root::constant && right.value == 0));
  return !used && (zero || condition.op == facts::CompareOp::truth);
}

// Whether the caller can know which way the call goes. With a result that nobody asks for it may
// have given up one of several references; what is computed in an argument may be asked again.
bool Walk::told_here(const State& state, const Event& event, const std::vector<Way>& ways,
                     Where where) {
  const bool unasked = std::ranges::any_of(prepared_.last_uses(where.block), [&](const auto& last) {
    return last.event == where.event && last.temp == event.target.index;
  });
  const facts::Root result = event.target.root;
  const bool asked = result != Root::none && (result != Root::temp || !unasked);
  // Of a number it is only known that it is not zero, which is all there is to a truth.
  const bool truth =
      oracle_.type(event.type).kind == TypeKind::boolean || asked_for_zero_alone(event, where);
  return std::ranges::all_of(ways, [&](const Way& way) {
    const bool follows = !is_none(way) && (way.object != Way::Object::left || way.told_before);
    if (asked && !truth && way.result == Zero::no && follows) return false;
    const bool tied = std::ranges::all_of(way.given, [&](const Way::Given& each) {
      if (each.parameter >= event.arguments.size()) return true;
      const Value value = read(state, event.arguments[each.parameter]);
      return value.kind != Kind::unknown || value.ref != kNoPlace;
    });
    return tied && (asked || way.told_before);
  });
}

// A call that puts the object on some of its ways is followed on each of them.
bool Walk::call_apart(State& state, const Event& event, bool result_wanted, Where where,
                      States& forks) {
  if (!state.held || state.gone != 0 || state.handed != 0) return false;
  const CallEffect* effect = told_apart(state, event);
  if (!effect || !told_here(state, event, effect->ways, where)) return false;
  States taken;
  for (const Way& way : effect->ways) {
    State next = state;
    if (!assume_way(next, event, way, where)) continue;
    way_ = &way;
    call(next, event, result_wanted);
    way_ = nullptr;
    if (std::exchange(diverged_, false)) continue;
    const PlaceId target = resolve(next, event.target);
    if (target != kNoPlace && way.result != Zero::unknown) {
      Value value = plain(Kind::number);
      value.set = way.result == Zero::yes ? numbers_.zero() : numbers_.nonzero();
      store(next, target, value, event);
    }
    if (also_ == Also::leases) forget_stored(next, event);
    check_lost(next, event.location);
    taken.push_back(std::move(next));
  }
  if (taken.empty()) return false;
  state = std::move(taken.back());
  taken.pop_back();
  for (State& each : taken) forks.push_back(std::move(each));
  return true;
}

// Makes the call one that goes this way; false when it cannot.
bool Walk::assume_way(State& state, const Event& event, const Way& way, Where where) {
  if (is_none(way)) {
    if (state.present) return false;
    object_absent(state, numbers_.zero());
  }
  for (const Way::Given& each : way.given) {
    if (each.parameter >= event.arguments.size()) continue;
    const Value value = read(state, event.arguments[each.parameter]);
    const NumberSet set = each.zero ? numbers_.zero() : numbers_.nonzero();
    if (value.kind == Kind::test) {
      if (!assume(state, value.ref, each.zero == value.negated, where.block)) return false;
    } else if (value.kind == Kind::number && (value.set & set).empty() && !value.soft) {
      return false;
    } else if ((value.kind == Kind::number || value.kind == Kind::unknown) &&
               value.ref != kNoPlace) {
      if (!restrict_numbers(state, value.ref, set, where.block)) return false;
    } else if (each.zero && (value.kind == Kind::address || value.kind == Kind::closure)) {
      return false;
    }
  }
  return true;
}

void Walk::apply_way(State& state, const Event& event, Kind what, PlaceId holder, Value& result,
                     PlaceId& result_from) {
  switch (way_->object) {
    case Way::Object::put:
      put(state, event, what, holder);
      break;
    case Way::Object::kept:
    case Way::Object::out:
      apply(state, event, {Effect::keeps, "", way_->into, way_->member, {}}, what, holder, result,
            result_from);
      break;
    case Way::Object::left:
      // What comes back tells that it was not put, but not who answers for it: as often as not
      // others still refer to it.
      if (!way_->told_before) lend(state, callee_words(event) + " puts it on some paths only");
      break;
    case Way::Object::returned:
    case Way::Object::absent:
    case Way::Object::none:
      break;
  }
}

}  // namespace pool_audit::analysis::flow
