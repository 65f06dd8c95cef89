// Which blocks of a function may run more than once in one call.
#pragma once

#include <cstdint>

#include "checks/facts/facts.h"

namespace pool_audit::analysis {

// Whether a way leads from the block back to itself, exceptions left aside. Linear in the graph.
[[nodiscard]] bool on_a_cycle(const facts::FlowGraph& graph, uint32_t block);

}  // namespace pool_audit::analysis
