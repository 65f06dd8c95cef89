// Random flow graphs over a vocabulary small enough to run them in every possible way.
//
// run_everything() is the meaning of a graph: it visits every concrete state that any run can reach
// (variables have a handful of values each) and says how the object can end. explore() has to agree
// with it.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>

#include "checks/analysis/object_flow.h"
#include "checks/facts/facts.h"

namespace pool_audit::analysis {

// Locals of every random graph, in this order.
enum Local : uint32_t { kIn, kP, kQ, kS, kR, kI, kJ, kB, kU, kLocals };

struct RandomGraph {
  facts::TuFacts facts;  // types and names, for the oracle and for printing
  facts::FlowGraph graph;
  Origin origin;
};

// What random graphs may contain beyond assignments, branches, puts and returns.
struct Vocabulary {
  bool addresses = true;  // references to pointers, out-parameters
  bool opaque = true;     // conditions known by their text alone
  bool owners = true;
  bool exceptions = true;
  bool switches = true;
};

[[nodiscard]] RandomGraph random_graph(std::mt19937& random, const Vocabulary& vocabulary);

enum class RunEnd : uint8_t { put, leased, handed, lost };

struct AllRuns {
  std::set<RunEnd> ends;
  std::set<uint32_t> lost_at;  // lines: the return or throw passed last, else where it got lost
  size_t states = 0;
  bool complete = true;  // false: more states than anyone wants to wait for
};

[[nodiscard]] AllRuns run_everything(const RandomGraph& graph);

}  // namespace pool_audit::analysis
