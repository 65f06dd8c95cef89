// Which groups of a plan may be shown to a person.
//
//   Groups --all together; if that fails, one by one--> kept and withdrawn
//
// A group that needs one that is not kept is withdrawn as well, and nobody is asked about it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/support/result.h"
#include "tool/refactor/edits.h"
#include "tool/refactor/plan.h"

namespace pool_audit::refactor {

struct Withdrawn {
  Group group;
  std::string reason;  // "src/a.cc does not compile any more: ..."

  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

struct Verified {
  std::vector<Group> kept;  // in the order of the plan
  Changes changes;          // of all that are kept
  std::vector<Withdrawn> withdrawn;
};

// What is wrong with the program when it has these changes; "" when nothing is. An error when
// nobody can say.
using Judge = std::function<Result<std::string>(const Changes&)>;

// Asks the judge once when all is well, and once more a group otherwise. What a group needs stands
// in front of it. `root` as in EditSet.
[[nodiscard]] Result<Verified> verify(const std::string& root, std::vector<Group> groups,
                                      const Judge& judge);

}  // namespace pool_audit::refactor
