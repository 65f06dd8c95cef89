// The pools that one meter counts: those whose gets and puts are the same code.
#pragma once

#include <string>
#include <vector>

#include "checks/inventory/subject.h"

namespace pool_audit::refactor {

struct Family {
  std::vector<size_t>
      pools;  // indices into Subject::pools, sorted; the one asked for is among them
  // The meter is called as their class is, and not as the pool: there may be more of it.
  bool by_class = false;
  bool is_template = false;  // of the class, and there is a meter for each specialization
  inventory::Place place;    // why no meter can say whose counts it has
  std::string reason;        // "" when it can
};

[[nodiscard]] Family family_of(const inventory::Subject& subject, const analysis::HandWritten& own,
                               size_t pool);

// Names of those pools that a meter cannot tell from another, "received and sent"; "" when it
// counts each of them by itself.
[[nodiscard]] std::string counted_as_one(const inventory::Subject& subject, const Family& family);

}  // namespace pool_audit::refactor
