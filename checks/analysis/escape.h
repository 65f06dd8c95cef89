// A quick look that ignores the order of things: is a pointer to an object, or into it, stored
// anywhere outside the function's own variables? Where it is, "lost" cannot be said of the object:
// intrusive lists hold nothing but the address of a link.
#pragma once

#include <optional>

#include "checks/facts/facts.h"

namespace pool_audit::analysis {

// The first such store of what `object` holds, or nothing. Linear in the graph, times the number of
// variables that the pointer is copied to.
[[nodiscard]] std::optional<facts::Location> stored_at(const facts::FlowGraph& graph,
                                                       const facts::Place& object);

}  // namespace pool_audit::analysis
