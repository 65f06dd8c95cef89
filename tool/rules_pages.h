// Pages about the rules, from their records: what `explain` and `rules --format markdown` print,
// and what stands in docs/rules.
#pragma once

#include <string>
#include <string_view>

#include "checks/rules/rules.h"

namespace pool_audit {

// Words for the enumerators of a record.
[[nodiscard]] std::string_view text_of(rules::Fix fix);
[[nodiscard]] std::string_view text_of(rules::Scope scope);
[[nodiscard]] std::string_view text_of(rules::Category category);
// The heading of a list of its rules: "Checkout discipline".
[[nodiscard]] std::string_view title_of(rules::Category category);

// The page of a rule, with its options.
[[nodiscard]] std::string rule_page(const rules::Entry& entry);

// A table of the rules of each category, with links to their pages in the folder `rules`.
[[nodiscard]] std::string rules_index(const rules::Selection& selection);

}  // namespace pool_audit
