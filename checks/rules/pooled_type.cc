#include "checks/rules/pooled_type.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

// As a recognised pool spells what makes its objects.
constexpr std::array<std::string_view, 6> kMakers = {
    "malloc()", "calloc()", "make_unique()", "make_shared()", "operator new()", "aligned_alloc()"};

}  // namespace

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

bool makes_one_by_one(const inventory::Pool& pool) {
  const std::string& text = pool.factory.text;
  return text.starts_with("new ") || std::ranges::find(kMakers, text) != kMakers.end();
}

const analysis::HandWritten* hand_written(const Subject& subject, size_t pool) {
  const inventory::PoolKey& key = subject.keys[pool];
  for (const analysis::HandWritten& found : subject.recognised.pools) {
    if (!found.owner && found.slot == key.id) return &found;
  }
  const facts::TypeId type = subject.roles.pool_behind(inventory::type_of(key, subject.program));
  const int found = type == facts::kNoType ? -1 : subject.roles.hand_written_of_type(type);
  return found < 0 ? nullptr : &subject.recognised.pools[static_cast<size_t>(found)];
}

const model::PoolModel* model_of(const Subject& subject, const inventory::Pool& pool) {
  if (pool.model.empty()) return nullptr;
  const auto& models = subject.models.models();
  const auto found = std::ranges::find(models, pool.model, &model::PoolModel::id);
  return found == models.end() ? nullptr : &*found;
}

bool makes_objects(const inventory::Pool& pool) {
  return makes_one_by_one(pool) ||
         (pool.origin != inventory::Origin::hand_written && pool.kind == "object pool");
}

bool all_uses_are_known(const inventory::Pool& pool) {
  return pool.visibility != inventory::Visibility::exported &&
         pool.storage != inventory::StorageClass::injected &&
         pool.storage != inventory::StorageClass::type_wide;
}

bool may_be_anothers(const Subject& subject, size_t pool) {
  const inventory::PoolKey& key = subject.keys[pool];
  if (key.kind != inventory::PoolKey::Kind::field || !subject.pools[pool].made_at.empty()) {
    return false;
  }
  const facts::Type& type = subject.program.type(inventory::type_of(key, subject.program));
  // The head of a list is the pool itself.
  const analysis::HandWritten* known = hand_written(subject, pool);
  if (known != nullptr && known->slot == key.id) return false;
  const std::string_view name = last_component(type.template_name.text());
  return type.kind == facts::TypeKind::pointer || type.kind == facts::TypeKind::lvalue_reference ||
         name == "shared_ptr" || name == "weak_ptr" || name == "reference_wrapper";
}

size_t count_of(const inventory::Pool& pool, inventory::SiteKind kind) {
  return static_cast<size_t>(std::ranges::count(pool.sites, kind, &inventory::Site::kind));
}

}  // namespace pool_audit::rules
