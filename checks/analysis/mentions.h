// Which functions name a variable or a member: the places of their events and conditions say.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "checks/analysis/program.h"

namespace pool_audit::analysis {

[[nodiscard]] bool names(const facts::Place& place, Symbol entity);
[[nodiscard]] bool names(const facts::Event& event, Symbol entity);

// For each of `entities`, variables and members by their ids, the functions whose flow graphs name
// it, sorted. One pass over the graphs of the program, none when there is nothing to look for.
[[nodiscard]] std::map<Symbol, std::vector<Symbol>> functions_that_name(
    const Program& program, const std::set<Symbol>& entities);

}  // namespace pool_audit::analysis
