// What the source itself says of its types, variables and members: `pool::pool`, `pool::handle` and
// `pool::not_a_pool` (checks/model/annotation.h). Marks of functions are roles.
#pragma once

#include <unordered_set>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

// Immutable once built. A mark on a class template holds for every instance of it, a mark on a
// class for what inherits it.
class Marks {
 public:
  explicit Marks(const Program& program);

  // Variables and members by their entity id.
  [[nodiscard]] bool pool(Symbol slot) const { return pools_.contains(slot); }
  [[nodiscard]] bool not_a_pool(Symbol slot) const { return denied_.contains(slot); }
  // Classes; looked for through pointers and references.
  [[nodiscard]] bool pool_type(facts::TypeId type) const;
  [[nodiscard]] bool not_a_pool_type(facts::TypeId type) const;
  [[nodiscard]] bool handle_type(facts::TypeId type) const;
  [[nodiscard]] bool pool_record(Symbol record) const { return inherits(record, pool_types_); }
  [[nodiscard]] bool not_a_pool_record(Symbol record) const {
    return inherits(record, denied_types_);
  }
  [[nodiscard]] bool any_pool() const { return !pools_.empty() || !pool_types_.empty(); }

 private:
  using Set = std::unordered_set<Symbol>;
  bool inherits(Symbol record, const Set& marked) const;

  const Program& program_;
  Set pools_, denied_;
  Set pool_types_, denied_types_, handle_types_;
};

}  // namespace pool_audit::analysis
