// Pooled objects that keep the memory of the largest use that they ever had.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "checks/rules/rule.h"

namespace pool_audit::rules {

// Of one pool that drops no object.
struct GrowingObjects {
  // A member that grows and that nothing shrinks or measures.
  struct Member {
    std::string path;  // "reply.body"
    const facts::Field* field = nullptr;
    const model::TypeModel* traits = nullptr;
    facts::Location grown_at;
    std::vector<facts::Location> cleared_at;  // on the way back to the pool
  };
  size_t pool = 0;  // index into Subject::pools
  std::vector<Member> members;
  std::set<Symbol> on_the_way_back;  // functions that put, or reset before a put
};

// In the order of the pools.
[[nodiscard]] std::vector<GrowingObjects> growing_objects(const Subject& subject);

}  // namespace pool_audit::rules
