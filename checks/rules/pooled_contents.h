// What rules about the contents of pooled objects share.
#pragma once

#include <optional>

#include "checks/analysis/contents.h"
#include "checks/analysis/handle_members.h"
#include "checks/rules/life.h"
#include "checks/rules/pooled_type.h"

namespace pool_audit::rules {

// Built once a rule; the subject outlives it. Not thread-safe.
class PooledContents {
 protected:
  explicit PooledContents(const Subject& subject)
      : subject_(subject),
        types_(subject),
        lives_(subject),
        contents_(subject.program, subject.models) {}

  // Drops no object, whatever its size, and constructs none anew.
  [[nodiscard]] bool keeps_everything(const inventory::Pool& pool) const {
    return pool.kind != "connection pool" && pool.kind != "arena" &&
           lives_.stay_constructed(pool) && count_of(pool, inventory::SiteKind::discard) == 0;
  }

  // What the program does with handles; read when first asked for.
  const analysis::HandleUses& uses() {
    if (!uses_) uses_ = analysis::handle_uses(subject_.program, subject_.models);
    return *uses_;
  }

  const Subject& subject_;
  const PooledTypes types_;
  const Lives lives_;
  const analysis::Contents contents_;

 private:
  std::optional<analysis::HandleUses> uses_;
};

}  // namespace pool_audit::rules
