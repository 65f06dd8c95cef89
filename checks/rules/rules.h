// All rules, and running them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/rules/rule.h"
#include "checks/support/result.h"

namespace pool_audit::rules {

struct Entry {
  const Rule* rule = nullptr;
  std::string_view page;  // rule.md
};

// Sorted by id. Valid for the life of the process.
[[nodiscard]] std::span<const Entry> all();

// Null when there is none of this id.
[[nodiscard]] const Entry* find(std::string_view id);

// The id that a user could have meant, "" when none is near; "pool-" may be left out.
[[nodiscard]] std::string nearest(std::string_view id);

// Whether any rule, of whatever selection, matches a pattern with `*`.
[[nodiscard]] bool any_matches(std::string_view pattern);

// "; did you mean pool-x?" when one is near.
[[nodiscard]] std::string did_you_mean(std::string_view id);

// Which rules run, and with which options.
struct Selection {
  // As clang-tidy reads `-checks`: patterns with `*`, a `-` in front takes away, the last match
  // counts. A list that begins by taking away, or an empty one, starts from the rules that are on
  // by default; any other one starts from none.
  std::vector<std::string> patterns;
  std::map<std::string, std::map<std::string, long>> options;  // by rule id, then option

  [[nodiscard]] bool runs(const Rule& rule) const;
  // What an option of the rule is set to.
  [[nodiscard]] long value_of(const Rule& rule, const Option& option) const;
};

// What `over` leaves of `base`: its patterns stand in place of those of `base`, or behind them when
// they begin by taking away, and its options win.
[[nodiscard]] Selection layered(Selection base, const Selection& over);

// Equal texts for equal selections; for keys, not for people.
[[nodiscard]] std::string to_text(const Selection& selection);

// An error for a pattern that matches no rule, and for unknown rules and options.
[[nodiscard]] Result<void> validate(const Selection& selection);

// Findings sorted by place, rule, pool and message, each once.
[[nodiscard]] std::vector<Finding> run(const Subject& subject, const Selection& selection);

// The same of the rules that judge telemetry, which run() leaves out.
[[nodiscard]] std::vector<Finding> run_measured(std::span<const MeasuredPool> pools,
                                                const Selection& selection);

// A selection that runs none of those.
[[nodiscard]] Selection without_telemetry(Selection selection);

}  // namespace pool_audit::rules
