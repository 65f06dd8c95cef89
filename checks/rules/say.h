// Words and notes that rules share.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "checks/rules/rule.h"

namespace pool_audit::rules {

// "'buffers_'", "one of 'a', 'b' and 2 more".
[[nodiscard]] std::string names_of(const Subject& subject, const inventory::Taken& get);

// "'a'", "'a' and 'b'", "'a', 'b', 'c' and 2 more".
[[nodiscard]] std::string list_of(const std::vector<std::string>& names);

// The finding at a get, without message and notes.
[[nodiscard]] Finding at(const Subject& subject, const inventory::Taken& get);

// The finding at the declaration of a pool, without message and notes.
[[nodiscard]] Finding at(const inventory::Pool& pool);

// The branches of a path as notes.
[[nodiscard]] std::vector<inventory::Note> notes_of(const std::vector<analysis::PathStep>& steps);

// The event of a get.
[[nodiscard]] const facts::Event& event_of(const facts::FlowGraph& graph,
                                           const inventory::Taken& get);

// One finding for each misuse for which `wanted` holds: the object, then what `what` says of it.
void report_misuses(const Subject& subject,
                    const std::function<bool(const analysis::Misuse&)>& wanted,
                    const std::function<std::string(const analysis::Misuse&)>& what,
                    std::vector<Finding>& out);

}  // namespace pool_audit::rules
