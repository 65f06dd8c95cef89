// Sets of integers, as exact as the comparisons of one function need them.
//
// All constants that a function compares with, c1 < c2 < ..., cut the integers into
//   (.., c1) {c1} (c1, c2) {c2} ... (cn, ..)
// and no comparison of that function can tell two integers of one piece apart. So a set of integers
// is a set of pieces, one bit each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "checks/facts/facts.h"

namespace pool_audit::analysis::flow {

class NumberSet {
 public:
  static constexpr size_t kBits = 128;

  void add(size_t bit) { words_[bit / 64] |= uint64_t{1} << (bit % 64); }
  [[nodiscard]] bool has(size_t bit) const { return (words_[bit / 64] >> (bit % 64) & 1U) != 0; }
  [[nodiscard]] bool empty() const { return words_[0] == 0 && words_[1] == 0; }
  [[nodiscard]] uint64_t hash() const { return words_[0] * 31 + words_[1]; }
  [[nodiscard]] bool inside(const NumberSet& other) const { return (*this - other).empty(); }

  friend NumberSet operator&(NumberSet a, const NumberSet& b) {
    for (size_t i = 0; i < a.words_.size(); ++i) a.words_[i] &= b.words_[i];
    return a;
  }
  friend NumberSet operator|(NumberSet a, const NumberSet& b) {
    for (size_t i = 0; i < a.words_.size(); ++i) a.words_[i] |= b.words_[i];
    return a;
  }
  friend NumberSet operator-(NumberSet a, const NumberSet& b) {
    for (size_t i = 0; i < a.words_.size(); ++i) a.words_[i] &= ~b.words_[i];
    return a;
  }
  friend auto operator<=>(const NumberSet&, const NumberSet&) = default;

 private:
  std::array<uint64_t, kBits / 64> words_ = {};
};

// The pieces of one function. 0 and 1 are always among the constants.
class Numbers {
 public:
  // One entry per comparison. When there are too many constants to tell all of them apart, the
  // frequent ones are kept.
  explicit Numbers(std::vector<int64_t> constants);

  [[nodiscard]] const NumberSet& all() const { return all_; }
  [[nodiscard]] const NumberSet& zero() const { return zero_; }
  [[nodiscard]] const NumberSet& one() const { return one_; }
  [[nodiscard]] NumberSet nonzero() const { return all_ - zero_; }
  [[nodiscard]] NumberSet boolean() const;
  [[nodiscard]] NumberSet unsigned_() const;
  [[nodiscard]] NumberSet of(int64_t value) const;
  // The constant when the set is that and nothing else.
  [[nodiscard]] std::optional<int64_t> constant(const NumberSet& set) const;
  // All integers that compare so with `value`; none when `value` is not told apart.
  [[nodiscard]] std::optional<NumberSet> comparing(facts::CompareOp op, int64_t value) const;
  // All integers low..high, as above.
  [[nodiscard]] std::optional<NumberSet> range(int64_t low, int64_t high) const;

 private:
  [[nodiscard]] std::optional<size_t> bit_of(int64_t value) const;

  std::vector<int64_t> constants_;
  NumberSet all_;
  NumberSet zero_;
  NumberSet one_;
};

}  // namespace pool_audit::analysis::flow
