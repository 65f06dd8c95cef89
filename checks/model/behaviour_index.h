// The look-up tables behind ModelSet::effects_of() and traits_of().
#pragma once

#include <string_view>

#include "checks/model/behaviour.h"
#include "checks/model/pattern_table.h"
#include "checks/support/result.h"

namespace pool_audit::model {

class BehaviourIndex {
 public:
  // Errors name the pattern that is wrong.
  [[nodiscard]] Result<void> build(Behaviour behaviour);
  [[nodiscard]] const Behaviour& all() const { return behaviour_; }
  // Of several patterns that match, the one that says more wins, among equals the later one.
  [[nodiscard]] const FunctionModel* function(std::string_view name, size_t arguments) const;
  [[nodiscard]] const TypeModel* type(std::string_view spelling) const;

 private:
  Behaviour behaviour_;
  PatternTable<size_t> functions_;
  PatternTable<size_t> types_;
  PatternTable<size_t> pointers_;  // what the pointer points to
};

}  // namespace pool_audit::model
