// Stage `report`: a report becomes text. Every renderer is a pure function: the same report gives
// the same bytes, on every machine. All output is valid UTF-8 whatever bytes the names hold (what
// is not UTF-8 becomes U+FFFD), holds no control characters and ends with a line feed.
//
//   Report --render_text-----> a table for people, or findings in the style of a compiler
//          --render_json-----> docs/formats/inventory.md, and back with parse_json
//          --render_markdown-> job summaries and wikis
#pragma once

#include <string>
#include <string_view>

#include "checks/inventory/inventory.h"
#include "checks/support/result.h"
#include "tool/report/model.h"

namespace pool_audit::report {

struct TextOptions {
  unsigned width = 0;       // columns to fit into; 0: as wide as it gets. Below 60 counts as 60
  bool color = false;       // ANSI escape sequences
  bool details = false;     // a block a pool with all its sites, evidence and notes
  bool candidates = false;  // list what looked like a pool and was turned down
  bool findings = false;    // the findings instead of the table, one a line as a compiler does
  bool suppressed = false;  // with `findings`: those that are suppressed, too
  // What stopped the proof of gets, of the pools that match this pattern; "": not told.
  std::string why_unproven;
};

struct JsonOptions {
  std::string why_unproven;  // as above
};

struct MarkdownOptions {
  bool details = true;  // a folded block a pool with all its sites
  bool candidates = false;
  bool suppressed = false;   // list the findings that are suppressed, too
  std::string why_unproven;  // as above
};

// Time and memory of all three are linear in the report.
[[nodiscard]] std::string render_text(const Report& report, const TextOptions& options);
[[nodiscard]] std::string render_json(const Report& report, const JsonOptions& options = {});
[[nodiscard]] std::string render_markdown(const Report& report, const MarkdownOptions& options);

// Reads what render_json wrote; unknown members are ignored, so that reports of later 1.x versions
// can be read. An error names the member ("/pools/3/sites/0/kind"), its line, what was expected and
// what was found. `file` is the name that errors use.
[[nodiscard]] Result<Report> parse_json(const std::string& json, const std::string& file = "");

// Whether the qualified name of a pool, or its last parts, match a pattern with `*`. True for "*".
[[nodiscard]] bool has_pool(const inventory::Inventory& inventory, std::string_view pattern);

// The report with the pools alone whose qualified name is `name` or ends in "::" + `name`, their
// findings and verdicts; without candidates, and without measurements that joined no pool. An error
// names the nearest pools when there is none.
[[nodiscard]] Result<Report> only_pool(const Report& report, std::string_view name);

}  // namespace pool_audit::report
