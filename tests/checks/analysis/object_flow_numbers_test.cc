// The sets of integers against integers, exhaustively over a small universe.
#include "checks/analysis/object_flow_numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace pool_audit::analysis::flow {
namespace {

using facts::CompareOp;

constexpr int64_t kLow = -5;
constexpr int64_t kHigh = 6;
constexpr int64_t kFirstConstant = -2;
constexpr uint32_t kConstants = 6;  // -2..3

std::vector<int64_t> constants_of(uint32_t bits) {
  std::vector<int64_t> out;
  for (uint32_t i = 0; i < kConstants; ++i) {
    if ((bits >> i & 1U) != 0) out.push_back(kFirstConstant + i);
  }
  return out;
}

bool has(const Numbers& numbers, const NumberSet& set, int64_t value) {
  return !(numbers.of(value) & set).empty();
}

bool compare(int64_t a, CompareOp op, int64_t b) {
  switch (op) {
    case CompareOp::eq:
      return a == b;
    case CompareOp::ne:
      return a != b;
    case CompareOp::lt:
      return a < b;
    case CompareOp::le:
      return a <= b;
    case CompareOp::gt:
      return a > b;
    default:
      return a >= b;
  }
}

constexpr std::array kOps = {CompareOp::eq, CompareOp::ne, CompareOp::lt,
                             CompareOp::le, CompareOp::gt, CompareOp::ge};

// Every choice of constants, every comparison and every integer.
TEST(Numbers, ComparisonsHoldTheIntegersThatCompareSo) {
  for (uint32_t bits = 0; bits < 1U << kConstants; ++bits) {
    const Numbers numbers(constants_of(bits));
    for (int64_t constant = kLow; constant <= kHigh; ++constant) {
      for (const CompareOp op : kOps) {
        const auto set = numbers.comparing(op, constant);
        const uint32_t at = static_cast<uint32_t>(constant - kFirstConstant);
        const bool told = constant == 0 || constant == 1 ||
                          (constant >= kFirstConstant && at < kConstants && (bits >> at & 1U) != 0);
        ASSERT_EQ(set.has_value(), told) << constant;
        if (!set) continue;
        EXPECT_TRUE(set->inside(numbers.all()));
        for (int64_t value = kLow; value <= kHigh; ++value) {
          ASSERT_EQ(has(numbers, *set, value), compare(value, op, constant))
              << value << " and " << constant << " with constants " << bits;
        }
      }
    }
  }
}

TEST(Numbers, RangesHoldTheIntegersBetween) {
  const Numbers numbers({-2, -1, 2, 3});
  for (int64_t low = -2; low <= 3; ++low) {
    for (int64_t high = -2; high <= 3; ++high) {
      const auto set = numbers.range(low, high);
      ASSERT_TRUE(set);
      EXPECT_EQ(set->empty(), low > high);
      for (int64_t value = kLow; value <= kHigh; ++value) {
        EXPECT_EQ(has(numbers, *set, value), value >= low && value <= high);
      }
    }
  }
  EXPECT_FALSE(numbers.range(-3, 2));
  EXPECT_FALSE(numbers.range(0, 4));
}

TEST(Numbers, EveryIntegerHasOnePieceOfItsOwnKind) {
  for (uint32_t bits = 0; bits < 1U << kConstants; ++bits) {
    const Numbers numbers(constants_of(bits));
    for (int64_t value = kLow; value <= kHigh; ++value) {
      const NumberSet piece = numbers.of(value);
      EXPECT_TRUE(piece.inside(numbers.all())) << value << " with constants " << bits;
      EXPECT_EQ(has(numbers, numbers.zero(), value), value == 0);
      EXPECT_EQ(has(numbers, numbers.one(), value), value == 1);
      EXPECT_EQ(has(numbers, numbers.nonzero(), value), value != 0);
      EXPECT_EQ(has(numbers, numbers.boolean(), value), value == 0 || value == 1);
      EXPECT_EQ(has(numbers, numbers.unsigned_(), value), value >= 0);
      const auto constant = numbers.constant(piece);
      EXPECT_TRUE(!constant || *constant == value);
      if (value == 0 || value == 1) EXPECT_EQ(constant, value);
    }
  }
}

TEST(Numbers, TheEndsOfTheIntegers) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  const Numbers numbers({kMin, kMax});
  EXPECT_TRUE(numbers.comparing(CompareOp::lt, kMin)->empty());
  EXPECT_TRUE(numbers.comparing(CompareOp::gt, kMax)->empty());
  EXPECT_EQ(*numbers.comparing(CompareOp::ge, kMin), numbers.all());
  EXPECT_EQ(*numbers.range(kMin, kMax), numbers.all());
  EXPECT_EQ(numbers.constant(numbers.of(kMax)), kMax);
}

// With more constants than can be told apart the frequent ones are exact, the others are refused.
TEST(Numbers, TooManyConstants) {
  std::vector<int64_t> constants;
  for (int64_t i = 0; i < 200; ++i) {
    constants.push_back(10 * i);
    if (i % 8 == 0) constants.push_back(10 * i);
  }
  const Numbers numbers(constants);
  size_t told = 0;
  for (int64_t i = 0; i < 200; ++i) {
    const auto below = numbers.comparing(CompareOp::lt, 10 * i);
    if (i % 8 == 0) EXPECT_TRUE(below) << i;
    if (!below) continue;
    ++told;
    for (int64_t j = 0; j < 200; ++j) {
      if (i == j) EXPECT_FALSE(has(numbers, *below, 10 * j));
      if (j < i) EXPECT_TRUE(has(numbers, *below, 10 * j));
    }
  }
  EXPECT_GT(told, 50U);
  EXPECT_LT(told, 64U);
}

// All sets of five pieces: the laws of a lattice, with difference.
TEST(NumberSet, IsABooleanAlgebra) {
  const Numbers numbers({0, 1, 3});
  std::vector<size_t> pieces;
  for (size_t bit = 0; bit < NumberSet::kBits; ++bit) {
    if (numbers.all().has(bit)) pieces.push_back(bit);
  }
  ASSERT_EQ(pieces.size(), 6U);  // none lies between 0 and 1
  std::vector<NumberSet> sets(size_t{1} << pieces.size());
  for (size_t i = 0; i < sets.size(); ++i) {
    for (size_t j = 0; j < pieces.size(); ++j) {
      if ((i >> j & 1U) != 0) sets[i].add(pieces[j]);
    }
  }
  for (size_t i = 0; i < sets.size(); ++i) {
    const NumberSet& a = sets[i];
    EXPECT_EQ(a | a, a);
    EXPECT_EQ(a & a, a);
    EXPECT_TRUE((a - a).empty());
    EXPECT_EQ(numbers.all() - (numbers.all() - a), a);
    EXPECT_EQ(a.empty(), i == 0);
    for (size_t j = 0; j < sets.size(); ++j) {
      const NumberSet& b = sets[j];
      ASSERT_EQ(a | b, sets[i | j]);
      ASSERT_EQ(a & b, sets[i & j]);
      ASSERT_EQ(a - b, sets[i & ~j]);
      ASSERT_EQ(a.inside(b), (i & ~j) == 0);
      ASSERT_EQ(a == b, i == j);
      ASSERT_EQ(a == b, a.hash() == b.hash());
    }
  }
  // Bits are laws of words: both words behave alike.
  NumberSet high;
  high.add(NumberSet::kBits - 1);
  EXPECT_FALSE(high.empty());
  EXPECT_TRUE((high & numbers.all()).empty());
  EXPECT_EQ((high | numbers.all()) - numbers.all(), high);
}

}  // namespace
}  // namespace pool_audit::analysis::flow
