// Random flow graphs in which objects are used, put and put again, and all the runs that they have.
//
// The meaning of such a graph comes from the words of object_flow.h, not from the walk: memory is a
// handful of cells, a run goes through the graph one event after the other, and what it does to an
// object that it must not do is written down. misuses() has to report exactly that.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "checks/analysis/object_flow.h"
#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {

// What the graphs may contain beyond assignments, branches, uses, puts and returns.
struct MisuseVocabulary {
  bool addresses = true;  // pointers to pointers, out-parameters
  bool parts = true;      // members, array elements, copies of structs
  bool inside = true;     // pointers into the object
  bool owners = true;
  bool exceptions = true;
  bool opaque = true;  // conditions known by their text alone
  bool numbers = true;
};

struct MisuseGraph {
  Program program;
  Origin origin;
};

[[nodiscard]] MisuseGraph random_misuse_graph(std::mt19937& random,
                                              const MisuseVocabulary& vocabulary);

// Names say what calls do, as NamedOracle has it; a callee that starts with `reads_` also reads
// what its arguments and its object point to.
class MisuseOracle : public NamedOracle {
 public:
  using NamedOracle::NamedOracle;
  [[nodiscard]] bool may_give_null(const facts::Event& event) const override;
  [[nodiscard]] bool dereferences(const facts::FlowGraph& graph, const facts::Event& call,
                                  int index) const override;
};

// What went wrong: the kind, the line, and the line of the put before it, or 0.
using Happened = std::tuple<Misuse::Kind, uint32_t, uint32_t>;

struct MisuseRuns {
  std::set<Happened> happened;
  std::set<Happened> certain;  // of those, what has to be found
  bool complete = true;        // false: more states than anyone wants to wait for
};

[[nodiscard]] MisuseRuns run_misuses(const MisuseGraph& graph);

}  // namespace pool_audit::analysis
