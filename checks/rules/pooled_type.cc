#include "checks/rules/pooled_type.h"

#include <algorithm>

namespace pool_audit::rules {

PooledTypes::PooledTypes(const Subject& subject) : program_(subject.program) {
  for (size_t i = 1; i < program_.type_count(); ++i) {
    const auto id = static_cast<facts::TypeId>(i);
    by_name_.emplace(program_.type(id).spelling.text(), id);
  }
}

facts::TypeId PooledTypes::of(const inventory::Pool& pool) const {
  const auto found = by_name_.find(pool.pooled.name);
  return found == by_name_.end() ? facts::kNoType : found->second;
}

const facts::Record* PooledTypes::record(const inventory::Pool& pool) const {
  const facts::TypeId type = of(pool);
  if (type == facts::kNoType || program_.type(type).kind != facts::TypeKind::record) return nullptr;
  const facts::Record* record = program_.record_of(type);
  const bool seen = record && record->is_complete && !record->is_system;
  return seen && !record->is_template_pattern ? record : nullptr;
}

bool makes_objects(const inventory::Pool& pool) {
  return pool.factory.text.starts_with("new ") ||
         (pool.origin == inventory::Origin::modelled && pool.kind == "object pool");
}

size_t count_of(const inventory::Pool& pool, inventory::SiteKind kind) {
  return static_cast<size_t>(std::ranges::count(pool.sites, kind, &inventory::Site::kind));
}

}  // namespace pool_audit::rules
