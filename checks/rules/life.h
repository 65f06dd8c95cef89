// What becomes of an object between two users, for rules on what objects hold.
#pragma once

#include <map>
#include <set>
#include <string_view>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// Built once a rule; what it is made from outlives it. Not thread-safe.
class Lives {
 public:
  explicit Lives(const Subject& subject);
  // Whether an object stays constructed from its put to its next get. False for what hands out
  // memory, and for pools that construct or destroy at each use.
  [[nodiscard]] bool stay_constructed(const inventory::Pool& pool) const;
  // Whether destructors never run, by the pool's model.
  [[nodiscard]] bool never_destroyed(size_t pool) const;
  // Functions that put into the pool with index `pool`, those that clean for it, those that stand
  // in its declaration, and what they call, over three calls.
  [[nodiscard]] std::set<Symbol> on_the_way_back(size_t pool) const;

 private:
  void add_calls(Symbol function, std::set<Symbol>& out) const;
  void add_told(size_t pool, std::set<Symbol>& out) const;

  const Subject& subject_;
  std::map<std::string_view, std::vector<Symbol>> by_name_;  // functions with bodies
};

}  // namespace pool_audit::rules
