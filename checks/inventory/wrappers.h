// Functions that take an object from a pool and pass it on to whoever calls them.
#pragma once

#include <map>
#include <set>

#include "checks/analysis/effects.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/inventory/identity.h"

namespace pool_audit::inventory {

struct Wrapper {
  std::set<PoolKey> pools;
  analysis::Role role;  // of the get behind it; `object` and `index` say where its calls give it
};

// What is passed in outlives it. Not thread-safe.
class Wrappers {
 public:
  Wrappers(const analysis::Program& program, const analysis::Roles& roles,
           analysis::Effects& effects)
      : program_(program), roles_(roles), effects_(effects) {}

  // Null for functions that are none.
  [[nodiscard]] const Wrapper* find(Symbol function) const;
  // One get of `graph` and what becomes of it. True when its function passes it on, by what it
  // returns or through a parameter, and nobody said so yet.
  bool note(const facts::FlowGraph& graph, const analysis::Origin& origin,
            const analysis::Outcome& outcome, const analysis::Role& role,
            const std::set<PoolKey>& pools);

 private:
  const analysis::Program& program_;
  const analysis::Roles& roles_;
  analysis::Effects& effects_;
  std::map<Symbol, Wrapper> wrappers_;
};

}  // namespace pool_audit::inventory
