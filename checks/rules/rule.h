// A rule: one record with one page. Whatever shows rules (the tool's findings, `pool-audit rules`
// and `explain`, clang-tidy, the docs) reads these records and nothing else.
//
//   checks/rules/<name>/rule.cc   the record and its check
//   checks/rules/<name>/rule.md   the page: what, why, flagged, clean, fix, limits
//
// The id of the rule is "pool-<name>". scripts/new-rule makes the two files.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/inventory/inventory.h"
#include "checks/inventory/subject.h"
#include "checks/rules/measured.h"

namespace pool_audit::rules {

using inventory::Finding;
using inventory::Subject;

// What a rule has to see.
enum class Scope {
  function,   // one function, with what is known of those that it calls
  pool,       // the declaration of a pool and its sites
  program,    // every translation unit
  telemetry,  // what production measured of a pool; runs when telemetry is given, in the tool alone
};

enum class Fix {
  none,
  review,  // offered, for somebody to look at
  safe,    // provably keeps what the program does
};

// Why an object pool is asked about at all; rules of one category stand together in lists.
enum class Category { checkout, design, telemetry };
inline constexpr Category kCategories[] = {Category::checkout, Category::design,
                                           Category::telemetry};

// A number that a user can set, with the same name in YAML and in clang-tidy's CheckOptions.
struct Option {
  std::string_view name;  // "MinimumBytes"
  long value = 0;         // unless the user says otherwise
  std::string_view help;  // with its unit
};

// The values of one rule's options.
class Settings {
 public:
  explicit Settings(std::span<const Option> options);
  // The value of an option of the rule; zero for one that it does not have.
  [[nodiscard]] long get(std::string_view name) const;
  // False when the rule has no such option.
  bool set(std::string_view name, long value);

 private:
  std::vector<Option> options_;
};

struct Rule {
  std::string_view id;       // "pool-missing-put"
  std::string_view summary;  // one line, for lists
  Category category = Category::checkout;
  Scope scope = Scope::function;
  Fix fix = Fix::none;
  bool on_by_default = true;
  bool doubts_pool = false;  // a finding says that the pool should be none, whatever its rate
  std::vector<Option> options;
  // Appends what it finds; `rule` of a finding is filled in by the caller. Must not depend on
  // anything but its arguments.
  void (*check)(const Subject& subject, const Settings& settings,
                std::vector<Finding>& out) = nullptr;
  // The same of one pool, for Scope::telemetry; other rules have none, and those no `check`.
  void (*judge)(const MeasuredPool& measured, const Settings& settings,
                std::vector<Finding>& out) = nullptr;
};

}  // namespace pool_audit::rules
