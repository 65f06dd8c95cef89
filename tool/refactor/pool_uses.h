// Who takes objects out of a pool and puts them back, function by function, as far as a source can
// be changed there.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"

namespace pool_audit::refactor {

// What one function does with a pool.
struct PoolUse {
  std::string function;  // qualified name, "" outside of any
  std::vector<const inventory::Taken*> gets;
  std::vector<const inventory::Taken*> puts;
  // Every object that is taken is put here or lost, and every object that is put was taken here.
  bool alone = false;
  std::vector<Manual> troubles;  // why nobody but a person changes it
};

class PoolUses {
 public:
  // `subject` outlives it.
  PoolUses(const inventory::Subject& subject, size_t pool);
  PoolUses(const PoolUses&) = delete;
  PoolUses& operator=(const PoolUses&) = delete;

  // Sorted by the functions' ids.
  [[nodiscard]] const std::map<std::string, PoolUse>& functions() const { return functions_; }
  // The structure that the pool is, when it is hand-written; null otherwise.
  [[nodiscard]] const analysis::HandWritten* hand_written() const { return own_; }
  // The variable or member that is the pool for its callers. For a class around one free list it is
  // the only one of that class; of kind `unknown` when there are several, or none.
  [[nodiscard]] const inventory::PoolKey& instance() const { return instance_; }
  // Makes the spares of a hand-written pool its instance; false when they are none of a member or a
  // variable.
  bool sit_at_spares();
  // Its qualified name.
  [[nodiscard]] const std::string& instance_name() const { return instance_name_; }

 private:
  void collect(const inventory::Site& site);
  void settle(PoolUse& use) const;
  [[nodiscard]] const inventory::Taken* locate(const inventory::Site& site);
  [[nodiscard]] const inventory::Taken* locate_in(const facts::Function& function,
                                                  const inventory::Site& site);
  [[nodiscard]] bool is_shared(const inventory::Site& site) const;
  void find_hand_written();
  void find_instance();

  const inventory::Subject& subject_;
  size_t index_;
  const inventory::Pool& pool_;
  std::map<std::string, PoolUse> functions_;
  std::deque<inventory::Taken> located_;  // stay where they are
  const analysis::HandWritten* own_ = nullptr;
  inventory::PoolKey instance_;
  std::string instance_name_;
};

}  // namespace pool_audit::refactor
