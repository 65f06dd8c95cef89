#include "checks/analysis/object_flow_state.h"

#include <algorithm>

namespace pool_audit::analysis::flow {

const Value* State::find(PlaceId place) const {
  const auto at = std::ranges::lower_bound(values, place, {}, &Entry::place);
  return at != values.end() && at->place == place ? &at->value : nullptr;
}

void State::set(PlaceId place, const Value& value) {
  if (place == kNoPlace) return;
  if (value.kind == Kind::unknown) {
    erase(place);
    return;
  }
  const auto at = std::ranges::lower_bound(values, place, {}, &Entry::place);
  if (at != values.end() && at->place == place) {
    at->value = value;
  } else {
    values.insert(at, {place, value});
  }
}

void State::erase(PlaceId place) {
  const auto at = std::ranges::lower_bound(values, place, {}, &Entry::place);
  if (at != values.end() && at->place == place) values.erase(at);
}

const Truth* State::truth(uint32_t predicate) const {
  const auto at = std::ranges::lower_bound(truths, predicate, {}, &Truth::predicate);
  return at != truths.end() && at->predicate == predicate ? &*at : nullptr;
}

void State::set_truth(const Truth& truth) {
  const auto at = std::ranges::lower_bound(truths, truth.predicate, {}, &Truth::predicate);
  if (at != truths.end() && at->predicate == truth.predicate) {
    *at = truth;
  } else {
    truths.insert(at, truth);
  }
}

uint64_t State::hash() const {
  uint64_t hash = uint64_t{held} | uint64_t{present} << 1 | uint64_t{again} << 2 |
                  uint64_t{doubt} << 3 | uint64_t{blurred} << 4 | uint64_t{asked} << 5 |
                  uint64_t{lent} << 6 | uint64_t{missing} << 7;
  hash ^= uint64_t{handed} << 8 ^ uint64_t { left } << 32 ^ uint64_t { gone } << 48 ^
          uint64_t { thrown } << 20 ^ uint64_t { ended } << 56 ^
          static_cast<uint64_t>(result) << 54;
  const auto mix = [&hash](uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32;
  };
  for (const Entry& each : values) {
    mix(uint64_t{each.place} << 32 | each.value.ref);
    mix(static_cast<uint64_t>(each.value.kind) << 2 | uint64_t{each.value.negated} << 1 |
        uint64_t{each.value.soft});
    mix(each.value.set.hash());
  }
  for (const Truth& each : truths) {
    mix(uint64_t{each.predicate} << 32 | uint64_t{each.block} << 8 | each.value);
  }
  return hash;
}

bool State::same_as(const State& other) const {
  return same_flags(other) && values == other.values && truths == other.truths;
}

bool State::same_flags(const State& other) const {
  return held == other.held && present == other.present && again == other.again &&
         doubt == other.doubt && lent == other.lent && missing == other.missing &&
         blurred == other.blurred && asked == other.asked && handed == other.handed &&
         left == other.left && gone == other.gone && thrown == other.thrown &&
         ended == other.ended && result == other.result;
}

}  // namespace pool_audit::analysis::flow
