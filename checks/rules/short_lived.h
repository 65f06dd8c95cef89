// Pools that end with the computation that they serve.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// Built once a rule; the subject outlives it. Not thread-safe. The first question that is not about
// a local costs one pass over the graphs of the program.
class ShortLived {
 public:
  explicit ShortLived(const Subject& subject) : subject_(subject) {}

  // Whether every instance of the pool is a local of a function, or a part of such a local, but for
  // those of main(), which live as long as the program. False where that cannot be told.
  [[nodiscard]] bool is_short_lived(size_t pool);

 private:
  void survey();
  void note(std::set<Symbol>& records, facts::TypeId type) const;
  void note_parts(const facts::Record& record);
  bool ends_with_a_call(Symbol record, std::set<Symbol>& on_the_way) const;

  const Subject& subject_;
  bool surveyed_ = false;
  std::set<Symbol> local_;                       // records of which there is a local
  std::set<Symbol> lasting_;                     // that something else may hold, or makes
  std::map<Symbol, std::set<Symbol>> parts_of_;  // records, by that of a member or a base
};

}  // namespace pool_audit::rules
