// The look-up tables behind ModelSet::effects_of(), traits_of() and kind_of_member().
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

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
  // The later of two entries wins.
  [[nodiscard]] MemberKind member(std::string_view name) const;

 private:
  Behaviour behaviour_;
  PatternTable<size_t> functions_;
  PatternTable<size_t> types_;
  PatternTable<size_t> pointers_;                        // what the pointer points to
  std::unordered_map<std::string, MemberKind> members_;  // by their plain names
};

}  // namespace pool_audit::model
