// What facts say of the slot of a hand-written pool, for those who follow its events.
#pragma once

#include <set>
#include <string_view>

#include "checks/analysis/program.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/inventory.h"

namespace pool_audit::refactor {

// Whether a function of this name destroys what it is called for.
[[nodiscard]] bool speaks_of_an_end(std::string_view name);

[[nodiscard]] bool has_element(const facts::Place& place);

// T** spares: what is assigned to it is another array.
[[nodiscard]] bool is_array(const analysis::Program& program, Symbol slot);

// What a function that is neither get nor put does to the spares.
struct OtherUse {
  std::set<inventory::Place> fills;  // fresh objects are stored
  std::set<inventory::Place> takes;  // spares are taken out, or all thrown away
};
[[nodiscard]] OtherUse other_use_of(const analysis::Program& program,
                                    const analysis::HandWritten& own, Symbol function);

}  // namespace pool_audit::refactor
