// The second form of a removal: the pool's functions stay, and keep no spares.
//
// A get that takes arguments, or sets up the object, is more than a place to take one from: it is
// how the object is made. So its callers stay as they are, and what goes is the keeping: the list
// of spares, what counts and guards it, and every line that only a spare would reach.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Appends groups for the hand-written pool with this index, or manual work with the reason why it
// cannot be done. `all_instances`: other pools of the same class lose their spares as well.
void plan_hollow(const inventory::Subject& subject, size_t pool, Sources& sources,
                 bool all_instances, Plan& plan);

// A pool of the runtime that keeps the spares from now on, in the place of what kept them.
struct InPlace {
  std::string name;   // of its variable
  std::string bound;  // the member that is its capacity, "" for none: it stays
  std::string title;
  std::string evidence;
  // Edits that declare it. `made`: the expression that made an object, "new T(1)"; `ending`: how
  // one is ended, "delete %". Nothing, with the reason in `manual`, where there is no place for it.
  std::function<std::optional<std::vector<inventory::Edit>>(
      const std::string& made, const std::string& ending, std::vector<Manual>& manual)>
      declare;
};

// The same functions, when the pool is moved: they take from the new pool, put into it and trim it,
// and what they do besides stays. Functions of callers stay as they are. Appends groups, or manual
// work; what is changed of them is in `functions`.
void plan_in_place(const inventory::Subject& subject, size_t pool, Sources& sources,
                   const InPlace& in_place, Plan& plan, std::vector<std::string>& functions);

}  // namespace pool_audit::refactor
