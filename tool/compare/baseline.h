// Findings that a project has accepted for now, in a file that is kept with its sources.
//
//   # pool-audit baseline 1
//   <fingerprint> <rule> <file> <message>        one a line, sorted by file, rule, fingerprint
//
// Fields stand between tabs. The fingerprint identifies a finding; the rest is for people who read
// the file or its diff. Lines that begin with # and empty ones say nothing. Docs: docs/formats/
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/compare/compare.h"

namespace pool_audit::compare {

struct BaselineEntry {
  std::string file;  // relative to the project root
  std::string rule;
  std::string fingerprint;  // 32 hexadecimal digits
  std::string message;

  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
  friend auto operator<=>(const BaselineEntry&, const BaselineEntry&) = default;
};

// Sorted, no fingerprint twice.
struct Baseline {
  std::vector<BaselineEntry> entries;

  friend bool operator==(const Baseline&, const Baseline&) = default;
};

// The open findings.
[[nodiscard]] Baseline baseline_of(const inventory::Inventory& inventory);

// Errors name the line, what was expected and what to do; one is the mark of a merge conflict.
// Entries may come in any order, and twice.
[[nodiscard]] Result<Baseline> parse_baseline(std::string_view text, const std::string& file);
[[nodiscard]] std::string print_baseline(const Baseline& baseline);

// What both sides made of `base`: an entry stands when both have it, or when one has it and the
// base did not. Commutative but for the texts of entries that both have, which are those of `ours`.
[[nodiscard]] Baseline merge(const Baseline& base, const Baseline& ours, const Baseline& theirs);

// An inventory that has the entries for findings, to compare with.
[[nodiscard]] inventory::Inventory as_inventory(const Baseline& baseline);

// The comparison with a baseline: of pools it knows nothing.
[[nodiscard]] Comparison apply(std::string_view name, const Baseline& baseline,
                               const inventory::Inventory& inventory, const Looked& looked);

// The baseline without what the comparison calls fixed.
[[nodiscard]] Baseline prune(const Baseline& baseline, const Comparison& comparison);

}  // namespace pool_audit::compare
