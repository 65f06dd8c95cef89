#include "checks/analysis/fixpoint.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace pool_audit::analysis {
namespace {

// Which of 32 things a function reaches: its own, and those of all that it calls. The least
// fixpoint is known by other means, and every order of asking has to give it.
struct Program {
  std::vector<std::vector<int>> calls;
  std::vector<uint32_t> own;
};

constexpr uint32_t kTop = UINT32_MAX;

class Solver {
 public:
  Solver(const Program& program, size_t rounds, size_t depth)
      : program_(program), table_({0, kTop, kTop, rounds, depth}) {}

  uint32_t reach(int function) {
    return table_.get(function, [&] {
      ++computed;
      uint32_t out = program_.own[static_cast<size_t>(function)];
      for (const int callee : program_.calls[static_cast<size_t>(function)]) out |= reach(callee);
      return out;
    });
  }

  size_t computed = 0;

 private:
  const Program& program_;
  Fixpoint<int, uint32_t> table_;
};

std::vector<uint32_t> by_iteration(const Program& program) {
  std::vector<uint32_t> out = program.own;
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < out.size(); ++i) {
      for (const int callee : program.calls[i]) {
        const uint32_t more = out[i] | out[static_cast<size_t>(callee)];
        changed = changed || more != out[i];
        out[i] = more;
      }
    }
  }
  return out;
}

Program random_program(std::mt19937& random, size_t functions, size_t calls) {
  Program out;
  out.calls.resize(functions);
  for (size_t i = 0; i < functions; ++i) out.own.push_back(1U << (i % 31));
  for (size_t i = 0; i < calls; ++i) {
    out.calls[random() % functions].push_back(static_cast<int>(random() % functions));
  }
  return out;
}

TEST(Fixpoint, ComputesEachOnceWithoutRecursion) {
  const Program chain{{{1, 2}, {2}, {3}, {}}, {1, 2, 4, 8}};
  Solver solver(chain, 4, 48);
  EXPECT_EQ(solver.reach(0), 15U);
  EXPECT_EQ(solver.reach(2), 12U);
  EXPECT_EQ(solver.computed, 4U);
}

TEST(Fixpoint, RepeatsARecursionUntilItStands) {
  const Program loop{{{1}, {2}, {0}}, {1, 2, 4}};
  Solver solver(loop, 4, 48);
  EXPECT_EQ(solver.reach(1), 7U);
  EXPECT_EQ(solver.reach(0), 7U);
  EXPECT_EQ(solver.reach(2), 7U);
}

TEST(Fixpoint, EqualsIterationOnRandomProgramsWhateverIsAskedFirst) {
  std::mt19937 random(20261123);
  for (int round = 0; round < 3000; ++round) {
    const Program program = random_program(random, 1 + random() % 12, random() % 30);
    const std::vector<uint32_t> expected = by_iteration(program);
    Solver solver(program, 100, 100);
    for (size_t i = 0; i < expected.size(); ++i) {
      const size_t function = (i * 7 + static_cast<size_t>(round)) % expected.size();
      ASSERT_EQ(solver.reach(static_cast<int>(function)), expected[function])
          << "program " << round << ", function " << function;
    }
  }
}

TEST(Fixpoint, WhatDoesNotSettleIsTop) {
  // Each round adds one thing: more rounds than there may be.
  int value = 0;
  Fixpoint<int, int> table({0, 1000, 1000, 3, 48});
  const auto grow = [&](const auto& self) -> int {
    return table.get(0, [&] { return self(self) == 1000 ? 1000 : ++value; });
  };
  EXPECT_EQ(grow(grow), 1000);
}

TEST(Fixpoint, StopsAtTheDepthAndSaysSo) {
  Program chain;
  for (int i = 0; i < 20; ++i) {
    chain.calls.push_back(i + 1 < 20 ? std::vector<int>{i + 1} : std::vector<int>{});
    chain.own.push_back(1U << i);
  }
  Solver solver(chain, 4, 5);
  EXPECT_EQ(solver.reach(0), kTop);
  Solver fresh(chain, 4, 5);
  EXPECT_EQ(fresh.reach(17), 7U << 17);
}

// Every function calls every other one: trees of calls would be of factorial size.
TEST(Fixpoint, StaysPolynomialWhereAllCallAll) {
  Program all;
  for (int i = 0; i < 24; ++i) {
    all.own.push_back(1U << i);
    all.calls.emplace_back();
    for (int j = 0; j < 24; ++j) all.calls.back().push_back(j);
  }
  Solver solver(all, 4, 48);
  EXPECT_EQ(solver.reach(0), (1U << 24) - 1);
  EXPECT_LT(solver.computed, 24U * 24 * 24);
}

}  // namespace
}  // namespace pool_audit::analysis
