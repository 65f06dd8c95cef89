// Baselines and comparison: their options and commands.
#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

constexpr uint32_t kMostIssues = 1'000'000'000;

Result<void> apply_max_issues(Draft& options, Text value) {
  uint32_t number = 0;
  auto stored = store_number(number, value, 0, kMostIssues);
  if (stored) options.max_issues = number;
  return stored;
}

OptionNames with_analysis(OptionNames more) {
  OptionNames out = analysis_option_names();
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

std::vector<OptionSpec> comparison_options() {
  using enum ValueKind;
  return {
      {"--baseline",
       0,
       "FILE",
       file,
       {},
       false,
       Group::comparison,
       "findings that stand in FILE are known: neither shown nor counted",
       "pool-audit baseline create makes the file. As JSON and SARIF all findings are there, with "
       "their state.",
       store<&Draft::baseline>},
      {"--strict-baseline",
       0,
       "",
       none,
       {},
       false,
       Group::comparison,
       "exit with 1 also when the baseline has entries that nothing is found for",
       "pool-audit baseline prune removes them. Entries are left in peace while a unit failed, a "
       "part was left out or their rule did not run.",
       set<&Draft::strict_baseline, true>},
      {"--since",
       0,
       "REVISION",
       text,
       {},
       false,
       Group::comparison,
       "only findings that are not in that revision of the git repository",
       "Analyses the sources of the revision, too, with the present compile commands and "
       "configuration, and compares. Files that the build generates are those of the present.",
       store<&Draft::since>},
      {"--from",
       0,
       "REPORT",
       file,
       {},
       false,
       Group::comparison,
       "take the findings of a JSON report instead of looking for them",
       "",
       store<&Draft::from_report>},
      {"--max-issues",
       0,
       "N",
       number,
       {},
       false,
       Group::comparison,
       "exit with 1 only on more than N findings",
       "Those that are suppressed, or known by --baseline or --since, do not count. Implies "
       "--fail-on findings.",
       apply_max_issues},
      {"--exit-zero",
       0,
       "",
       none,
       {},
       false,
       Group::comparison,
       "do not exit with 1, whatever is found",
       "Errors and units that failed still show in the exit code.",
       set<&Draft::exit_zero, true>},
  };
}

std::vector<CommandSpec> comparison_commands() {
  using enum ValueKind;
  return {
      {Command::diff,
       "diff",
       "say what changed between two reports",
       "Findings that are new, that are gone and that both have, pools that came and went, and "
       "pools of another class. Both reports are JSON, as --output FILE.json writes them.\n\n"
       "A finding is the same as long as its rule, its file, its function and its tokens are: "
       "moved lines and formatting do not matter. Exits with 1 on new findings.",
       {"BEFORE AFTER", file, {}, 2, 2, "the earlier and the later report"},
       false,
       {"--format", "--output", "--verbose", "--quiet", "--color", "--fail-on", "--max-issues",
        "--exit-zero"},
       {{"pool-audit diff main.json branch.json", ""},
        {"pool-audit diff main.json branch.json --format markdown", "for a pull request"}},
       false},
      {Command::baseline_create,
       "baseline create",
       "accept the findings that there are, in a file",
       "Writes a baseline: one finding a line, sorted by file and rule, to be kept with the "
       "sources. pool-audit check --baseline FILE then speaks of new findings alone.\n\n"
       "A file that is there is replaced. Nothing is written when a unit fails.",
       {"BUILD", path, {}, 0, 1, "compile_commands.json, or the folder that holds it"},
       false,
       with_analysis({"--from", "--output", "--quiet", "--stats"}),
       {{"pool-audit baseline create build -o pools.baseline", ""},
        {"pool-audit baseline create --from report.json -o pools.baseline", "of a run's report"}},
       false},
      {Command::baseline_prune,
       "baseline prune",
       "remove what is mended from a baseline",
       "Removes the entries that nothing is found for any more. Entries of rules that did not run "
       "stay, and all do while a unit fails or a part is left out. New findings are not added.",
       {"BUILD", path, {}, 0, 1, "compile_commands.json, or the folder that holds it"},
       false,
       with_analysis({"--baseline", "--from", "--quiet", "--stats"}),
       {{"pool-audit baseline prune build --baseline pools.baseline", ""}},
       false},
      {Command::baseline_merge,
       "baseline merge",
       "merge two versions of a baseline",
       "What either side added or removed since BASE is added or removed. Writes the result to "
       "OURS, or to --output; there are no conflicts. As a merge driver of git:\n\n"
       "git config merge.pool-audit-baseline.driver 'pool-audit baseline merge %O %A %B'\n\n"
       "and in .gitattributes: *.baseline merge=pool-audit-baseline",
       {"BASE OURS THEIRS", file, {}, 3, 3, "the common ancestor and the two versions"},
       false,
       {"--output", "--quiet"},
       {{"pool-audit baseline merge base.baseline ours.baseline theirs.baseline", ""}},
       false},
  };
}

}  // namespace pool_audit::cli
