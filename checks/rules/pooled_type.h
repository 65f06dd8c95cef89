// The type that a pool hands out, for rules that look into it.
#pragma once

#include <map>
#include <string_view>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// The model of a pool; null for one without.
[[nodiscard]] const model::PoolModel* model_of(const Subject& subject, const inventory::Pool& pool);

// Built once a rule; what it is made from outlives it. Not thread-safe.
class PooledTypes {
 public:
  explicit PooledTypes(const Subject& subject);
  // kNoType for untyped memory, and for types that the program does not name.
  [[nodiscard]] facts::TypeId of(const inventory::Pool& pool) const;
  // Null for what is no class, or one whose members nobody has seen.
  [[nodiscard]] const facts::Record* record(const inventory::Pool& pool) const;

 private:
  const analysis::Program& program_;
  std::map<std::string_view, facts::TypeId> by_name_;
};

// Whether an empty pool makes its next object by itself, one at a time.
[[nodiscard]] bool makes_objects(const inventory::Pool& pool);

// The same of a hand-written pool: by new, malloc() and their like. What stands in an array, or was
// made by a constructor, is as much as there was at the start.
[[nodiscard]] bool makes_one_by_one(const inventory::Pool& pool);

// What the recogniser knows of a pool, by its index into Subject::pools; null for pools that are
// not hand-written.
[[nodiscard]] const analysis::HandWritten* hand_written(const Subject& subject, size_t pool);

// Whether nobody outside the program can reach the pool, so that its sites are all there are.
[[nodiscard]] bool all_uses_are_known(const inventory::Pool& pool);

// Whether the pool is a member that points to a pool which nobody is seen to make: it may be one of
// another class, which its own name stands for.
[[nodiscard]] bool may_be_anothers(const Subject& subject, size_t pool);

// Sites of this kind.
[[nodiscard]] size_t count_of(const inventory::Pool& pool, inventory::SiteKind kind);

}  // namespace pool_audit::rules
