// What functions do besides computing their result: start threads, open files, log and so on, by
// themselves or through what they call, in any unit. Known of libraries by their models.
//
//   roots --graphs--> calls and direct effects --for each effect, backwards--> shortest ways
//
// Linear in the size of the reachable functions for each kind of effect.
#pragma once

#include <functional>
#include <set>
#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/model/model.h"

namespace pool_audit::analysis {

// Bits: those of model::Does, and this one for what opens a handle of any kind.
using EffectBits = uint32_t;
inline constexpr EffectBits kOpensHandle = 1U << 31;

// One step of the way to an effect: a call; the last one is the function or variable that a model
// speaks of, or the variable that is written.
struct EffectStep {
  facts::Location at;
  Symbol entity;
};

class FunctionEffects {
 public:
  // Looks at `roots` and what they call, but into none of those that `is_opaque` holds for.
  FunctionEffects(const Program& program, const model::ModelSet& models,
                  const std::set<Symbol>& roots, const std::function<bool(Symbol)>& is_opaque);

  // What a function that the roots reach can do. On paths that succeed only: what happens before
  // null, a negative number or false is returned, or before an exception or the end of the process,
  // counts for nothing. All but threads, processes, handles and handlers count where every such
  // path does it. A virtual
  // call does what all its candidates do; a call through a pointer does nothing. Written globals
  // are those of the whole process; counting up or down is no write. 0 for functions not reached.
  [[nodiscard]] EffectBits of(Symbol function) const;
  // A shortest way from the function to one of its effects; empty when it has not got it.
  [[nodiscard]] std::vector<EffectStep> path(Symbol function, EffectBits effect) const;

  // Functions of the program within kNear calls of a root whose body nobody has seen, and of which
  // no model speaks.
  [[nodiscard]] const std::set<Symbol>& missing_bodies() const { return missing_bodies_; }

  static constexpr size_t kNear = 3;
  static constexpr size_t kMostCandidates = 16;  // of a virtual call

 private:
  struct Source {  // a direct effect
    EffectBits bits = 0;
    EffectStep step;
    bool always = false;
  };
  struct Call {
    EffectStep step;
    bool always = false;
    std::vector<size_t> candidates;  // nodes, all of which have to have an effect
  };
  struct Node {
    Symbol function;
    size_t depth = 0;  // calls from the nearest root
    std::vector<Source> sources;
    std::vector<Call> calls;
  };
  // How a node comes to an effect: by a source, or by a call and a candidate of it.
  struct Way {
    int source = -1;
    int call = -1;
    size_t next = 0;
    [[nodiscard]] bool is_known() const { return source >= 0 || call >= 0; }
  };
  class Reader;

  size_t node_of(Symbol function, size_t depth);
  void solve(EffectBits effect);

  const Program& program_;
  const model::ModelSet& models_;
  std::unordered_map<Symbol, size_t> index_;
  std::vector<Node> nodes_;
  std::set<Symbol> missing_bodies_;
  std::unordered_map<EffectBits, std::vector<Way>> ways_;  // by effect, then by node
};

}  // namespace pool_audit::analysis
