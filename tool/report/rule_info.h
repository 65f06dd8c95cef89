// What reports say of a rule. Copied out of its record, so that reports know no rules.
#pragma once

#include <string>
#include <vector>

namespace pool_audit::report {

enum class Level { note, warning, error };

struct RuleInfo {
  std::string id;        // "pool-missing-put"
  std::string summary;   // one line without a full stop
  std::string page;      // Markdown
  std::string category;  // "checkout", "design"
  Level level = Level::warning;
  bool on_by_default = true;

  friend bool operator==(const RuleInfo&, const RuleInfo&) = default;
};

// Sorted by id.
using RuleInfos = std::vector<RuleInfo>;

}  // namespace pool_audit::report
