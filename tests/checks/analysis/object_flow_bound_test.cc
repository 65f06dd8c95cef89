// All walks through one function share what may be spent on it, and say so when it is spent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

class Bounded final : public NamedOracle {
 public:
  Bounded(const facts::TuFacts& facts, uint64_t work) : NamedOracle(facts), left(work) {}
  [[nodiscard]] uint64_t* work_left(Symbol) const override { return &left; }

  mutable uint64_t left;
};

// Takes `objects` objects, then swaps two of them or does not, `branches` times, and puts all.
std::string swaps(int objects, int branches) {
  const auto pointer = [&](int i) { return "p" + std::to_string(i % objects); };
  std::string out;
  for (int i = 0; i < objects; ++i) out += "  local " + pointer(i) + ": Obj*\n";
  int temp = 0;
  const auto fresh = [&] { return "t" + std::to_string(temp++); };
  out += "  block 0:\n";
  for (int i = 0; i < objects; ++i) {
    const std::string got = fresh();
    out += "    " + got + " = call get_one(): Obj*\n    " + pointer(i) + " = " + got + "\n";
  }
  out += "    -> 1\n";
  for (int i = 0; i < branches; ++i) {
    const std::string test = fresh();
    const std::string next = std::to_string(2 * i + 3);
    out += "  block " + std::to_string(2 * i + 1) + ":\n    " + test +
           " = call borrows_nothing(): bool\n    if " + test + " -> " + std::to_string(2 * i + 2) +
           " else " + next + "\n  block " + std::to_string(2 * i + 2) + ":\n    o = " + pointer(i) +
           "\n    " + pointer(i) + " = " + pointer(7 * i + 1) + "\n    " + pointer(7 * i + 1) +
           " = o\n    -> " + next + "\n";
  }
  out += "  block " + std::to_string(2 * branches + 1) + ":\n";
  for (int i = 0; i < objects; ++i) out += "    call puts_back(" + pointer(i) + ")\n";
  return out + "    return\n";
}

// What becomes of each get in the entry block, in order.
std::vector<Outcome> outcomes(const Program& parsed, const Oracle& oracle) {
  std::vector<Outcome> out;
  const facts::Block& entry = parsed.graph.blocks.front();
  for (uint32_t i = 0; i < entry.events.size(); ++i) {
    if (entry.events[i].kind != facts::EventKind::call) continue;
    Origin origin;
    origin.event = i;
    out.push_back(explore(parsed.graph, origin, oracle));
  }
  return out;
}

TEST(ObjectFlowWork, WithinTheBoundNothingChanges) {
  const Program parsed = program(swaps(3, 4));
  const Bounded bounded(parsed.facts, kMostWork);
  EXPECT_EQ(outcomes(parsed, bounded), outcomes(parsed, NamedOracle(parsed.facts)));
  EXPECT_LT(bounded.left, kMostWork);
}

TEST(ObjectFlowWork, WalksOfOneFunctionShareTheBound) {
  const Program parsed = program(swaps(6, 0));
  const Bounded whole(parsed.facts, kMostWork);
  for (const Outcome& each : outcomes(parsed, whole)) EXPECT_EQ(each.fate, Fate::all_paths);
  const uint64_t all = kMostWork - whole.left;

  const Bounded half(parsed.facts, all / 2);
  const std::vector<Outcome> cut = outcomes(parsed, half);
  ASSERT_EQ(cut.size(), 6U);
  EXPECT_EQ(half.left, 0U);
  EXPECT_EQ(cut[0].fate, Fate::all_paths);
  for (size_t i = 3; i < cut.size(); ++i) {
    EXPECT_EQ(cut[i].fate, Fate::unproven) << i;
    EXPECT_EQ(cut[i].reason, "too much work for one function") << i;
    EXPECT_TRUE(cut[i].misses.empty()) << i;
  }
  // The same everywhere, whenever it is asked again.
  const Bounded again(parsed.facts, all / 2);
  EXPECT_EQ(outcomes(parsed, again), cut);
}

TEST(ObjectFlowWork, WhatIsSpentSilencesAllWalks) {
  const Program parsed = program(R"(
  block 0:
    o = call get_one(): Obj*
    call puts_back(o)
    call puts_back(o)
    return
)");
  Origin origin;
  EXPECT_EQ(all_misuses(parsed.graph, origin, NamedOracle(parsed.facts)).size(), 1U);
  const Bounded spent(parsed.facts, 0);
  EXPECT_TRUE(all_misuses(parsed.graph, origin, spent).empty());
  EXPECT_TRUE(misuses(parsed.graph, origin, spent).unsure);
  EXPECT_TRUE(ways(parsed.graph, origin, spent).empty());
  EXPECT_TRUE(unguarded(parsed.graph, origin, spent).empty());
  EXPECT_TRUE(moved(parsed.graph, origin, {}, spent).empty());
}

// Thousands of blocks and many objects in every order: without a bound this would go on for many
// minutes.
TEST(ObjectFlowWork, DeepBranchingWithManyObjectsComesToAnEnd) {
  const Program parsed = program(swaps(40, 1500));
  const Bounded bounded(parsed.facts, kMostWork / 10);
  const std::vector<Outcome> found = outcomes(parsed, bounded);
  ASSERT_EQ(found.size(), 40U);
  EXPECT_EQ(bounded.left, 0U);
  for (const Outcome& each : found) EXPECT_EQ(each.fate, Fate::unproven);
  EXPECT_EQ(found.back().reason, "too much work for one function");
}

}  // namespace
}  // namespace pool_audit::analysis
