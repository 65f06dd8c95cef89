// Who belongs to a pool: its own functions are no users of it.
#pragma once

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/model/model.h"

namespace pool_audit::inventory {

// Looks things up and keeps nothing. What is passed in outlives it.
class Insiders {
 public:
  Insiders(const analysis::Program& program, const model::ModelSet& models,
           const analysis::Recognised& recognised, const analysis::Roles& roles)
      : program_(program), models_(models), recognised_(recognised), roles_(roles) {}

  // Whether the function is a part of the pool, or of its handles, that an event with this role
  // speaks of.
  [[nodiscard]] bool contain(Symbol function, const analysis::Role& role) const;

  // What the macro that makes a class pooled brings along: its operators and its allocator. Of a
  // function or a variable; null is none.
  template <class Fact>
  [[nodiscard]] bool from_marker(const Fact* fact) const {
    return fact && fact->location.macro && models_.match_marker(fact->location.macro.text());
  }

 private:
  [[nodiscard]] bool of_hand_written(Symbol function, int pool) const;
  [[nodiscard]] bool of_annotated(Symbol function) const;
  [[nodiscard]] bool of_modelled(Symbol function, const model::PoolModel& model) const;

  const analysis::Program& program_;
  const model::ModelSet& models_;
  const analysis::Recognised& recognised_;
  const analysis::Roles& roles_;
};

}  // namespace pool_audit::inventory
