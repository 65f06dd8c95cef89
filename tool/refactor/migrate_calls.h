// Gets and puts of the old pool as those of the new one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/migrate_target.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct CallEdits {
  std::vector<inventory::Edit> edits;
  std::vector<Stretch> replaced;  // text in which the old pool is not named any more
};

class CallPlanner {
 public:
  // Everything outlives the planner. `old_name`: of the pool's variable. `slot_functions`: it is
  // used through functions, not through that.
  CallPlanner(const inventory::Subject& subject, size_t pool, std::string_view old_name,
              const Target& target, bool slot_functions, Sources& sources)
      : subject_(subject),
        pool_(subject.pools[pool]),
        old_name_(last_part(old_name)),
        target_(target),
        slot_functions_(slot_functions),
        sources_(sources) {}

  // One function with all its gets and puts. Nothing when one of them is not certain, with the
  // reason in `manual`. With `lease` where that is possible.
  [[nodiscard]] std::optional<CallEdits> function(const PoolUse& use,
                                                  std::vector<Manual>& manual) const;

 private:
  struct Call;

  [[nodiscard]] std::optional<Call> call(const inventory::Taken& taken, std::string& why) const;
  [[nodiscard]] bool get(const inventory::Taken& taken, CallEdits& out, std::string& why) const;
  [[nodiscard]] bool put(const inventory::Taken& taken, CallEdits& out, std::string& why) const;
  [[nodiscard]] bool rename(const Call& call, const char* method, CallEdits& out) const;
  [[nodiscard]] std::optional<CallEdits> leases(const PoolUse& use) const;
  [[nodiscard]] bool lease(const inventory::Taken& get, std::vector<const inventory::Taken*>& puts,
                           CallEdits& out) const;

  const inventory::Subject& subject_;
  const inventory::Pool& pool_;
  std::string old_name_;
  const Target& target_;
  bool slot_functions_;
  Sources& sources_;
};

}  // namespace pool_audit::refactor
