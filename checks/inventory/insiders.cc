#include "checks/inventory/insiders.h"

#include <algorithm>

namespace pool_audit::inventory {

bool Insiders::contain(Symbol function, const analysis::Role& role) const {
  if (from_marker(program_.function(function))) return true;
  return (role.hand_written >= 0 && of_hand_written(function, role.hand_written)) ||
         (role.annotated && of_annotated(function)) ||
         (role.model && of_modelled(function, *role.model));
}

bool Insiders::of_hand_written(Symbol function, int pool) const {
  if (roles_.of_function(function).hand_written == pool) return true;
  if (std::ranges::count(roles_.pools_of(function), pool) > 0) return true;
  const analysis::HandWritten& found = recognised_.pools[static_cast<size_t>(pool)];
  const facts::Function* fact = program_.function(function);
  return found.owner && fact && fact->record && program_.inherits(fact->record, found.owner);
}

bool Insiders::of_annotated(Symbol function) const {
  if (roles_.of_function(function).annotated) return true;
  const facts::Function* fact = program_.function(function);
  return fact && fact->record_type && roles_.marked_type(fact->record_type);
}

bool Insiders::of_modelled(Symbol function, const model::PoolModel& model) const {
  if (roles_.of_function(function).model == &model) return true;
  const facts::Function* fact = program_.function(function);
  if (!fact) return false;
  const bool method = fact->record_type && roles_.model_of_type(fact->record_type) == &model;
  if (method && !model.type.empty()) return true;
  return roles_.handle_of_type(fact->record_type, "").model == &model;
}

}  // namespace pool_audit::inventory
