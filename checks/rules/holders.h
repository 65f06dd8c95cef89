// The locals that an object goes through inside one function.
#pragma once

#include <set>

#include "checks/facts/facts.h"
#include "checks/rules/rule.h"

namespace pool_audit::rules {

// `first` and every local and temporary that it is copied or moved to, whatever the order of
// things.
[[nodiscard]] std::set<facts::Place> holders_of(const Subject& subject,
                                                const facts::FlowGraph& graph,
                                                const facts::Place& first);

}  // namespace pool_audit::rules
