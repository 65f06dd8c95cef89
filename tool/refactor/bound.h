// Bounds for pools that have none: on what an object may keep, and on how many spares there are.
#pragma once

#include <cstdint>

#include "checks/inventory/subject.h"
#include "tool/refactor/plan.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct Bounds {
  uint32_t object_bytes = 65536;  // that a member may keep while the object waits
  uint32_t spares = 64;           // that a hand-written pool keeps
};

// A member that grows is shrunk above the limit: where it is cleared on the way back, else in the
// put of a hand-written pool, else before each put. The put of a hand-written pool with a container
// of spares keeps as many as `bounds` says and destroys the others. What is not certain goes to the
// manual work.
void plan_bounds(const inventory::Subject& subject, size_t pool, Sources& sources,
                 const Bounds& bounds, Plan& plan);

}  // namespace pool_audit::refactor
