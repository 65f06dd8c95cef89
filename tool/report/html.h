// The report as one HTML file: it asks the network for nothing, runs no script but its own, whose
// hash its content security policy names, and is all there without scripts.
//
//   Report, rules, sources --render_html--> one page: numbers, rates, changes, table, a part a pool
//
// The same bytes for the same report and sources; valid UTF-8 whatever bytes the names hold. Time
// and memory are linear in the report.
#pragma once

#include <cstdint>
#include <string>

#include "tool/report/ci_formats.h"
#include "tool/report/model.h"
#include "tool/report/rule_info.h"

namespace pool_audit::report {

struct HtmlOptions {
  uint32_t context_lines = 3;  // of the source, above and below the line of a finding
  bool candidates = false;     // list what looked like a pool and was turned down
};

// `rules`: those that ran. `source` may be empty or know nothing: the page then shows places alone.
// Verdicts that are not one a pool are left out.
[[nodiscard]] std::string render_html(const Report& report, const RuleInfos& rules,
                                      const SourceLine& source, const HtmlOptions& options = {});

}  // namespace pool_audit::report
