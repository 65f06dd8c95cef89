// Edits for findings of rules that see facts and no text.
#pragma once

#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// Adds to findings the edits that need the text of the sources: those that the kinds of refactoring
// make. A finding that has edits, and one for which nothing is certain, stays as it is.
void offer_edits(const inventory::Subject& subject, Sources& sources,
                 std::vector<inventory::Finding>& findings);

}  // namespace pool_audit::refactor
