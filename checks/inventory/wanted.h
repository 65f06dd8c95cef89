// The names by which sources outside of the program could reach one of its pools. The scan looks
// for them in the units that it skipped.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/inventory.h"
#include "checks/model/model.h"

namespace pool_audit::inventory {

// Collects names: the last components of qualified ones. What is passed in outlives it. Not
// thread-safe.
class Wanted {
 public:
  Wanted(const analysis::Program& program, const analysis::Roles& roles)
      : program_(program), roles_(roles) {}

  void add(Symbol function);
  void add(const std::set<Symbol>& functions);
  // A variable or member that is a pool; others have no name that another source could know.
  void add(const PoolKey& key, const Pool& pool);
  void add(const PoolKey& key);
  // The gets and puts of hand-written pools, and halves of pools.
  void add(const analysis::Recognised& recognised);
  // What is called behind the beginning of a block and has a body that nobody has seen: it may put
  // an object that was taken there, or never come back.
  void add_unseen_callees(const facts::FlowGraph& graph, uint32_t block);

  [[nodiscard]] const std::set<std::string>& names() const { return names_; }

 private:
  [[nodiscard]] bool is_unseen(const facts::Event& event) const;

  const analysis::Program& program_;
  const analysis::Roles& roles_;
  std::set<std::string> names_;
  std::set<std::pair<Symbol, uint32_t>> behind_;  // blocks that were looked at, with what follows
};

// What the gets and puts of models alone make wanted: it shows before any pool is recognised.
[[nodiscard]] std::set<std::string> names_of_models(const analysis::Program& program,
                                                    const model::ModelSet& models);

}  // namespace pool_audit::inventory
