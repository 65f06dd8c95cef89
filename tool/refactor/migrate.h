// A pool of somebody else becomes one of this project's runtime: the new one beside the old one,
// its callers one by one, and the end of the old one when the last is gone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Functions that change together: one whose objects stay in it, or all that share objects.
struct Step {
  std::vector<std::string> functions;  // qualified names, sorted
  Group group;
  std::vector<Manual> manual;  // why it is left to a person; then the group has no edits

  friend bool operator==(const Step&, const Step&) = default;
};

struct Migration {
  std::string pool;              // id of the old one
  std::string pool_name;         // qualified
  std::string new_name;          // qualified
  std::string type;              // of the new one: "pool::sharded_pool<net::Buffer>"
  Group declare;                 // no edits: the new pool is there
  std::vector<Step> steps;       // of callers that use the old pool still, sorted by place
  Group mark;                    // of an earlier run's comment; no edits: it lists who is left
  bool ends_with_steps = false;  // the last step leaves nothing of the old pool
  std::vector<Group> end;        // of the old pool, when all steps are chosen and can be taken
  std::vector<Manual> manual;    // why there is no new pool, or why the old one stays
};

// `chosen` says of a step's functions whether it is to be taken.
using Chosen = std::function<bool(const std::vector<std::string>& functions)>;

[[nodiscard]] Migration plan_migration(const inventory::Subject& subject, size_t pool,
                                       Sources& sources, const Chosen& chosen);

// The groups of a migration in the order in which they are to be applied, and all manual work.
[[nodiscard]] Plan plan_of(const Migration& migration, const Chosen& chosen);

}  // namespace pool_audit::refactor
