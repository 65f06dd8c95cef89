// What a pool calls itself at run time, and where it is constructed: the two by which telemetry
// knows it.
#pragma once

#include <unordered_map>
#include <vector>

#include "checks/analysis/program.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/inventory.h"

namespace pool_audit::inventory {

class Naming {
 public:
  // The program outlives it.
  explicit Naming(const analysis::Program& program);

  // Fills in `runtime_name` and `made_at`. The name is a string literal among the arguments of the
  // pool's construction, or the member `name` of a structure among them; a pool of this project's
  // runtime that is known by a tag has the name in the tag's `settings`, or the tag's own. Of
  // several names none is taken.
  void name(Pool& pool, const PoolKey& key) const;

 private:
  [[nodiscard]] std::vector<Symbol> makers_of(const PoolKey& key) const;
  void name_by_tag(Pool& pool, Symbol tag) const;

  const analysis::Program& program_;
  std::unordered_map<Symbol, std::vector<Symbol>> constructors_;  // by record
};

}  // namespace pool_audit::inventory
