// Fixpoint over every graph of up to four nodes, against plain iteration from the least value.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "checks/analysis/fixpoint.h"

namespace pool_audit::analysis {
namespace {

// The values are sets of two things, ordered by inclusion: 0 least, 3 greatest. A node joins or
// meets what its callees have, then adds its own.
struct Graph {
  uint32_t nodes = 0;
  uint32_t edges = 0;  // bit from * nodes + to
  uint32_t meets = 0;  // bit node: it meets rather than joins
  std::array<uint8_t, 4> own = {};

  [[nodiscard]] bool calls(uint32_t from, uint32_t to) const {
    return (edges >> (from * nodes + to) & 1U) != 0;
  }
  template <class Ask>
  [[nodiscard]] uint8_t value(uint32_t node, const Ask& ask) const {
    const bool meet = (meets >> node & 1U) != 0;
    uint8_t out = meet ? 3 : 0;
    bool any = false;
    for (uint32_t to = 0; to < nodes; ++to) {
      if (!calls(node, to)) continue;
      any = true;
      const uint8_t other = ask(to);
      out = static_cast<uint8_t>(meet ? out & other : out | other);
    }
    return static_cast<uint8_t>((any ? out : 0) | own[node]);
  }
};

std::array<uint8_t, 4> by_iteration(const Graph& graph) {
  std::array<uint8_t, 4> out = {};
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < graph.nodes; ++i) {
      const uint8_t next = graph.value(i, [&](uint32_t to) { return out[to]; });
      changed = changed || next != out[i];
      out[i] = next;
    }
  }
  return out;
}

class Solver {
 public:
  explicit Solver(const Graph& graph) : graph_(graph), table_({0, 3, 3, 12, 8}) {}
  uint8_t ask(uint32_t node) {
    return table_.get(node, [&] {
      ++computed;
      return graph_.value(node, [&](uint32_t to) { return ask(to); });
    });
  }
  size_t computed = 0;

 private:
  const Graph& graph_;
  Fixpoint<uint32_t, uint8_t> table_;
};

// Asked for in order, from each of the first `starts` nodes on.
void check(const Graph& graph, uint32_t starts) {
  const std::array<uint8_t, 4> expected = by_iteration(graph);
  for (uint32_t first = 0; first < starts; ++first) {
    Solver solver(graph);
    for (uint32_t i = 0; i < graph.nodes; ++i) {
      const uint32_t node = (first + i) % graph.nodes;
      ASSERT_EQ(solver.ask(node), expected[node])
          << "node " << node << " of " << graph.nodes << ", first " << first << ", edges "
          << graph.edges << ", meets " << graph.meets;
    }
    ASSERT_LE(solver.computed, size_t{graph.nodes} * 12 * graph.nodes);
  }
}

TEST(FixpointExhaustive, AllGraphsOfUpToThreeNodes) {
  size_t count = 0;
  for (uint32_t nodes = 1; nodes <= 3; ++nodes) {
    for (uint32_t edges = 0; edges < 1U << (nodes * nodes); ++edges) {
      for (uint32_t meets = 0; meets < 1U << nodes; ++meets) {
        for (uint32_t own = 0; own < 1U << (2 * nodes); ++own) {
          Graph graph{nodes, edges, meets, {}};
          for (uint32_t i = 0; i < nodes; ++i) graph.own[i] = own >> (2 * i) & 3U;
          check(graph, nodes);
          if (HasFatalFailure()) return;
          ++count;
        }
      }
    }
  }
  EXPECT_EQ(count, 2U * 2 * 4 + 16U * 4 * 16 + 512U * 8 * 64);
}

// With what each node owns fixed: one thing at one end, the other at the other.
TEST(FixpointExhaustive, AllGraphsOfFourNodes) {
  for (uint32_t edges = 0; edges < 1U << 16; ++edges) {
    for (const uint32_t meets : {0U, 6U}) {
      check({4, edges, meets, {1, 0, 0, 2}}, 1);
      if (HasFatalFailure()) return;
    }
  }
}

// Two functions that know no order: every pair of functions of two bits. There may be no fixpoint;
// the solver ends all the same, with one where it says so.
TEST(FixpointExhaustive, EndsWhereNothingIsMonotone) {
  constexpr uint8_t kTop = 2;
  size_t settled = 0;
  for (uint32_t tables = 0; tables < 1U << 18; ++tables) {
    // For each node, nine bits: its value for every pair of values, top included.
    const auto apply = [&](uint32_t node, uint8_t a, uint8_t b) {
      return static_cast<uint8_t>(tables >> (9 * node + 3U * a + b) & 1U);
    };
    Fixpoint<uint32_t, uint8_t> table({0, kTop, kTop, 4, 8});
    size_t computed = 0;
    const auto ask = [&](const auto& self, uint32_t node) -> uint8_t {
      return table.get(node, [&] {
        ++computed;
        const uint8_t a = self(self, 0);
        const uint8_t b = self(self, 1);
        return a == kTop || b == kTop ? kTop : apply(node, a, b);
      });
    };
    const uint8_t a = ask(ask, 0);
    const uint8_t b = ask(ask, 1);
    ASSERT_LT(computed, 40U) << tables;
    if (a == kTop || b == kTop) continue;
    ++settled;
    ASSERT_EQ(a, apply(0, a, b)) << tables;
    ASSERT_EQ(b, apply(1, a, b)) << tables;
  }
  EXPECT_GT(settled, 100000U);
}

}  // namespace
}  // namespace pool_audit::analysis
