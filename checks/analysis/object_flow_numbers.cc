#include "checks/analysis/object_flow_numbers.h"

#include <algorithm>
#include <limits>
#include <map>

namespace pool_audit::analysis::flow {

using facts::CompareOp;

namespace {

constexpr size_t kMaxConstants = NumberSet::kBits / 2 - 1;

}  // namespace

Numbers::Numbers(std::vector<int64_t> constants) {
  std::map<int64_t, size_t> often;
  for (const int64_t each : constants) ++often[each];
  constexpr size_t kAlways = std::numeric_limits<size_t>::max();
  often[0] = kAlways;
  often[1] = kAlways;
  std::vector<std::pair<int64_t, size_t>> ranked(often.begin(), often.end());
  std::ranges::sort(ranked, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (ranked.size() > kMaxConstants) ranked.resize(kMaxConstants);
  for (const auto& each : ranked) constants_.push_back(each.first);
  std::ranges::sort(constants_);

  constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
  constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
  for (size_t i = 0; i < constants_.size(); ++i) {
    all_.add(2 * i + 1);
    const bool hollow = i == 0 ? constants_[i] == kLowest : constants_[i] - 1 == constants_[i - 1];
    if (!hollow) all_.add(2 * i);
  }
  if (constants_.back() != kHighest) all_.add(2 * constants_.size());
  zero_ = of(0);
  one_ = of(1);
}

NumberSet Numbers::of(int64_t value) const {
  const auto at = std::ranges::lower_bound(constants_, value);
  const auto i = static_cast<size_t>(at - constants_.begin());
  NumberSet out;
  out.add(at != constants_.end() && *at == value ? 2 * i + 1 : 2 * i);
  return out;
}

NumberSet Numbers::boolean() const {
  NumberSet out = zero_;
  for (size_t bit = 0; bit < NumberSet::kBits; ++bit) {
    if (one_.has(bit)) out.add(bit);
  }
  return out;
}

NumberSet Numbers::unsigned_() const {
  NumberSet out;
  size_t bit = 0;
  while (!zero_.has(bit)) ++bit;
  for (; bit < NumberSet::kBits; ++bit) {
    if (all_.has(bit)) out.add(bit);
  }
  return out;
}

std::optional<size_t> Numbers::bit_of(int64_t value) const {
  const auto at = std::ranges::lower_bound(constants_, value);
  if (at == constants_.end() || *at != value) return std::nullopt;
  return 2 * static_cast<size_t>(at - constants_.begin()) + 1;
}

std::optional<int64_t> Numbers::constant(const NumberSet& set) const {
  for (size_t i = 0; i < constants_.size(); ++i) {
    if (!set.has(2 * i + 1)) continue;
    NumberSet only;
    only.add(2 * i + 1);
    if (set == only) return constants_[i];
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<NumberSet> Numbers::comparing(CompareOp op, int64_t value) const {
  const auto at = bit_of(value);
  if (!at) return std::nullopt;
  NumberSet out;
  for (size_t bit = 0; bit <= 2 * constants_.size(); ++bit) {
    if (!all_.has(bit)) continue;
    bool in = false;
    switch (op) {
      case CompareOp::eq:
        in = bit == *at;
        break;
      case CompareOp::ne:
        in = bit != *at;
        break;
      case CompareOp::lt:
        in = bit < *at;
        break;
      case CompareOp::le:
        in = bit <= *at;
        break;
      case CompareOp::gt:
        in = bit > *at;
        break;
      case CompareOp::ge:
        in = bit >= *at;
        break;
      default:
        return std::nullopt;
    }
    if (in) out.add(bit);
  }
  return out;
}

std::optional<NumberSet> Numbers::range(int64_t low, int64_t high) const {
  const auto above = comparing(CompareOp::ge, low);
  const auto below = comparing(CompareOp::le, high);
  if (!above || !below) return std::nullopt;
  return *above & *below;
}

}  // namespace pool_audit::analysis::flow
