// Which pools a get or put speaks of, and what type of object it moves.
#pragma once

#include <map>
#include <set>
#include <string>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/inventory.h"

namespace pool_audit::inventory {

// Looks things up and keeps nothing. What is passed in outlives it; `pools` may grow meanwhile.
class Attribution {
 public:
  Attribution(const analysis::Program& program, const analysis::Roles& roles,
              const analysis::Recognised& recognised, const Identity& identity,
              const std::map<PoolKey, Pool>& pools)
      : program_(program),
        roles_(roles),
        recognised_(recognised),
        identity_(identity),
        pools_(pools) {}

  // The pools that an event with a role speaks of; empty when the object alone knows.
  [[nodiscard]] std::set<PoolKey> pools_of(const facts::FlowGraph& graph, const facts::Event& event,
                                           const analysis::Role& role) const;
  // The type of the object: what the API says, or, where that is `void *`, the type of the variable
  // that the caller keeps it in. 0 when neither tells.
  [[nodiscard]] facts::TypeId object_type(const facts::FlowGraph& graph, const facts::Event& event,
                                          const analysis::Role& role) const;
  // A pool of which nothing but its type, or its model, is known.
  [[nodiscard]] PoolKey type_key(const analysis::Role& role, std::string text, Symbol record) const;
  [[nodiscard]] PoolKey slot_key(const analysis::HandWritten& found) const;

 private:
  std::set<PoolKey> instances_or_type(const analysis::Role& role, const std::string& name,
                                      Symbol record) const;
  std::set<PoolKey> pools_of_marked(const facts::FlowGraph& graph, const facts::Event& event,
                                    const analysis::Role& role) const;
  std::set<PoolKey> template_argument(const facts::FlowGraph& graph, const facts::Event& event,
                                      const analysis::Role& role, size_t index) const;
  std::set<PoolKey> marked_slots(Symbol function) const;
  bool holds(facts::TypeId container, facts::TypeId object) const;
  [[nodiscard]] const facts::Operand& pool_of(const facts::Event& event,
                                              const analysis::Role& role) const;
  std::set<PoolKey> usable(std::set<PoolKey> keys, const analysis::Role& role) const;
  facts::TypeId owned_type(facts::TypeId owner) const;
  facts::TypeId target_type(const facts::FlowGraph& graph, const facts::Place& place) const;

  const analysis::Program& program_;
  const analysis::Roles& roles_;
  const analysis::Recognised& recognised_;
  const Identity& identity_;
  const std::map<PoolKey, Pool>& pools_;
};

}  // namespace pool_audit::inventory
