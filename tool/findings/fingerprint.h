// What a finding is known by from one version of a program to the next: rule, path, qualified name
// of what encloses it, tokens of the source, and a running number among those that are equal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"

namespace pool_audit::findings {

// The tokens between two places of one text, blanks between them: without comments, line breaks and
// what else a formatter changes. Neighbouring string literals count as one, digits without their
// separators, and `const` and `volatile`, which may stand on either side, not at all. "" when the
// place is not in the text. Time is linear in the text.
[[nodiscard]] std::string normalised_tokens(std::string_view text, const inventory::Place& place);

// Sets the fingerprints of all findings; `tokens` stand in their order. No two are equal.
void set_fingerprints(inventory::Inventory& inventory, const std::vector<std::string>& tokens);

}  // namespace pool_audit::findings
