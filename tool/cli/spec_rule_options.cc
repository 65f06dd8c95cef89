// The options that say which rules run, and what is accepted.
#include <charconv>

#include "checks/support/words.h"
#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

// As clang-tidy takes them.
Result<void> apply_checks(Draft& options, Text value) {
  for (std::string& pattern : split_at_commas(value)) options.checks.push_back(std::move(pattern));
  if (options.checks.empty()) return fail("expected patterns such as 'pool-*,-pool-tiny-type'");
  return {};
}

Result<void> apply_rule_option(Draft& options, Text value) {
  const size_t dot = value.find('.');
  const size_t equals = value.find('=');
  RuleOption option;
  bool good = dot != std::string::npos && equals != std::string::npos && 0 < dot &&
              dot + 1 < equals && equals + 1 < value.size();
  if (good) {
    option.rule = value.substr(0, dot);
    option.name = value.substr(dot + 1, equals - dot - 1);
    const char* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data() + equals + 1, end, option.value);
    good = read.ec == std::errc() && read.ptr == end;
  }
  if (!good) return fail("expected RULE.OPTION=NUMBER, found '" + value + "'");
  options.rule_options.push_back(std::move(option));
  return {};
}

}  // namespace

std::vector<OptionSpec> rule_options() {
  using enum ValueKind;
  return {
      {"--checks",
       0,
       "PATTERNS",
       text,
       {},
       true,
       Group::rules,
       "rules to run, as for clang-tidy: pool-*,-pool-tiny-type",
       "Patterns between commas; * stands for any text, a - in front takes rules away, and the "
       "last "
       "pattern that matches a rule counts. The list stands in place of that of .pool-audit.yaml; "
       "one "
       "that begins with a - changes it instead. Without any list the rules run that are on by "
       "default.",
       apply_checks},
      {"--rule-option",
       0,
       "RULE.OPTION=N",
       text,
       {},
       true,
       Group::rules,
       "set an option of a rule",
       "pool-audit explain RULE lists the options of a rule. Wins over .pool-audit.yaml.",
       apply_rule_option},
      {"--strict-suppressions",
       0,
       "",
       none,
       {},
       false,
       Group::rules,
       "exit with 1 also on suppressions that are unused, unexplained or wrong",
       "They are reported in any case. See the guide on suppressions.",
       set<&Draft::strict_suppressions, true>},
  };
}

}  // namespace pool_audit::cli
