// Initialisers of members that go, in the constructors of their class.
#pragma once

#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/remove_tidy.h"
#include "tool/refactor/sources.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

// Adds to `tidying` what goes of the constructors that name one of the members; a parameter that
// only these initialisers used loses its name.
void remove_initialisers(const analysis::Program& program, Sources& sources,
                         const std::vector<const Uses*>& members, Tidying& tidying);

}  // namespace pool_audit::refactor
