// The table of options. The order here is that of --help within each group.
#include <algorithm>
#include <charconv>

#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

constexpr std::string_view kFormats[] = {"text", "json", "markdown"};
constexpr std::string_view kColors[] = {"auto", "always", "never"};
constexpr std::string_view kFailOns[] = {"never", "unpaired", "findings"};
constexpr std::string_view kStages[] = {"load", "scan", "extract", "link", "inventory"};

Result<void> apply_path_map(Draft& options, Text value) {
  const size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0) {
    return fail("expected FROM=TO, found '" + value + "'");
  }
  options.path_map.emplace_back(value.substr(0, equals), value.substr(equals + 1));
  return {};
}

// As clang-tidy takes them: patterns between commas, blanks around them ignored.
Result<void> apply_checks(Draft& options, Text value) {
  size_t from = 0;
  while (from <= value.size()) {
    const size_t to = std::min(value.find(',', from), value.size());
    const size_t first = value.find_first_not_of(" \t\n", from);
    if (first < to) {
      const size_t last = value.find_last_not_of(" \t\n", to - 1);
      options.checks.push_back(value.substr(first, last - first + 1));
    }
    from = to + 1;
  }
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

// Formats are settled once all options are known; until then a file's format is a placeholder.
Result<void> apply_output(Draft& options, Text value) {
  if (value.empty()) return fail("expected a file name, or - for standard output");
  options.outputs.push_back({value, Format::text});
  return {};
}

Result<void> apply_format(Draft& options, Text value) {
  Format format = Format::text;
  if (auto stored = store_choice(format, value, kFormats); !stored) return stored;
  options.format = format;
  return {};
}

template <auto kMember>
Result<void> store(Draft& options, Text value) {
  options.*kMember = value;
  return {};
}

template <auto kMember>
Result<void> append(Draft& options, Text value) {
  (options.*kMember).push_back(value);
  return {};
}

template <auto kMember, bool kValue>
Result<void> set(Draft& options, Text) {
  options.*kMember = kValue;
  return {};
}

std::vector<OptionSpec> make_options() {
  using enum ValueKind;
  return {
      // ---- input
      {"--build",
       'p',
       "PATH",
       path,
       {},
       false,
       Group::input,
       "compile_commands.json, or the folder that holds it",
       "CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, meson and GN always; bear "
       "records "
       "one for any other build.",
       store<&Draft::build>},
      {"--root",
       0,
       "FOLDER",
       folder,
       {},
       false,
       Group::input,
       "project root, to which paths in reports are relative",
       "By default the nearest folder around the build, or else around the sources, that holds "
       ".git "
       "or .pool-audit.yaml; without one, the deepest folder that holds all sources.",
       store<&Draft::root>},
      {"--only",
       0,
       "GLOB",
       text,
       {},
       true,
       Group::input,
       "analyse only the translation units that match",
       "Globs are those of .gitignore, relative to the root: * and ? stay within one name, ** does "
       "not, and a pattern without a slash fits at any depth. It is an error when no unit is left.",
       append<&Draft::only>},
      {"--exclude",
       0,
       "GLOB",
       text,
       {},
       true,
       Group::input,
       "leave out the translation units that match",
       "",
       append<&Draft::exclude>},
      {"--path-map",
       0,
       "FROM=TO",
       text,
       {},
       true,
       Group::input,
       "read paths that start with FROM as TO",
       "For a compile database that was written on another machine or in a container. The first "
       "FROM that matches a path wins.",
       apply_path_map},
      {"--extra-arg",
       0,
       "ARG",
       text,
       {},
       true,
       Group::input,
       "append ARG to every compile command",
       "",
       append<&Draft::extra_arguments>},

      // ---- models
      {"--model",
       0,
       "FILE",
       file,
       {},
       true,
       Group::models,
       "read further pool models from FILE",
       "They add to the built-in models and to those of .pool-audit.yaml; a model with the id of "
       "another one replaces it.",
       append<&Draft::models>},
      {"--no-user-model",
       0,
       "",
       none,
       {},
       false,
       Group::models,
       "do not look for .pool-audit.yaml above the sources",
       "",
       set<&Draft::user_model, false>},

      // ---- rules
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
       "pattern that matches a rule counts. Without --checks the rules run that are on by default.",
       apply_checks},
      {"--rule-option",
       0,
       "RULE.OPTION=N",
       text,
       {},
       true,
       Group::rules,
       "set an option of a rule",
       "pool-audit explain RULE lists the options of a rule.",
       apply_rule_option},

      // ---- report
      {"--format", 0, "FORMAT", choice, list(kFormats), false, Group::report,
       "format of the report: text, json or markdown (default: text)",
       "Names the format of standard output, and of files whose extension does not tell.",
       apply_format},
      {"--output",
       'o',
       "FILE",
       file,
       {},
       true,
       Group::report,
       "write to FILE; its extension (.txt, .json, .md) tells the format",
       "May be given several times to write several formats in one run; - is standard output. A "
       "file is replaced at once when it is complete, so that no reader sees half of it.",
       apply_output},
      {"--depfile",
       0,
       "FILE",
       file,
       {},
       false,
       Group::report,
       "write the files that were read to FILE, as a rule for make or Ninja",
       "The target of the rule is the file that --output names.",
       store<&Draft::depfile>},
      {"--pool",
       0,
       "NAME",
       text,
       {},
       false,
       Group::report,
       "show one pool, with all its sites and evidence",
       "NAME is the qualified name or its last parts: Server::buffers_ finds "
       "net::Server::buffers_.",
       store<&Draft::pool>},
      {"--candidates",
       0,
       "",
       none,
       {},
       false,
       Group::report,
       "also list what looked like a pool, and why it is none",
       "",
       set<&Draft::candidates, true>},
      {"--verbose",
       'v',
       "",
       none,
       {},
       false,
       Group::report,
       "every site, evidence and note of every pool",
       "",
       set<&Draft::verbose, true>},
      {"--quiet",
       'q',
       "",
       none,
       {},
       false,
       Group::report,
       "no progress and no warnings on standard error, only errors",
       "",
       set<&Draft::quiet, true>},
      {"--color", 0, "WHEN", choice, list(kColors), false, Group::report,
       "colour the text report: auto, always or never (default: auto)",
       "auto colours a terminal unless NO_COLOR is set.",
       [](Draft& o, Text v) { return store_choice(o.color, v, kColors); }},
      {"--fail-on", 0, "WHAT", choice, list(kFailOns), false, Group::report,
       "exit with 1 on: never, unpaired, findings",
       "unpaired: an object that is put back on some paths only, or on none. findings: a finding "
       "of "
       "any rule that runs. Without it, check exits with 1 on findings, and the others do not.",
       [](Draft& o, Text v) {
         FailOn what = FailOn::never;
         auto stored = store_choice(what, v, kFailOns);
         if (stored) o.fail_on_asked = what;
         return stored;
       }},
      {"--stats",
       0,
       "",
       none,
       {},
       false,
       Group::report,
       "print times, cache hits and memory on standard error",
       "",
       set<&Draft::stats, true>},
      {"--dump", 0, "STAGE", choice, list(kStages), false, Group::report,
       "print what a stage hands on, as JSON: load, scan, extract, link, inventory",
       "For looking into the tool itself; the form of it may change with any version.",
       [](Draft& o, Text v) { return store_choice(o.dump, v, kStages, 1); }},

      // ---- work
      {"--jobs",
       'j',
       "N",
       number,
       {},
       false,
       Group::work,
       "worker processes (default: one a processor)",
       "",
       [](Draft& o, Text v) { return store_number(o.jobs, v, 1, 1024); }},
      {"--time-limit",
       0,
       "SECONDS",
       number,
       {},
       false,
       Group::work,
       "give up on a translation unit after SECONDS (default: 120, 0: never)",
       "The unit counts as failed and is named in the report; the others go on.",
       [](Draft& o, Text v) { return store_number(o.time_limit_seconds, v, 0, 86400); }},
      {"--memory-limit",
       0,
       "MIB",
       number,
       {},
       false,
       Group::work,
       "give up on a translation unit beyond MIB mebibytes (default: 4096, 0: never)",
       "",
       [](Draft& o, Text v) { return store_number(o.memory_limit_mib, v, 0, 1U << 24); }},
      {"--cache-dir",
       0,
       "FOLDER",
       folder,
       {},
       false,
       Group::work,
       "keep the cache in FOLDER (default: ~/.cache/pool-audit)",
       "",
       store<&Draft::cache_dir>},
      {"--no-cache",
       0,
       "",
       none,
       {},
       false,
       Group::work,
       "neither read nor write the cache",
       "",
       set<&Draft::cache, false>},
      {"--no-scan",
       0,
       "",
       none,
       {},
       false,
       Group::work,
       "parse every translation unit, also those that cannot matter",
       "The result is the same, later. It exists to show that.",
       set<&Draft::scan, false>},

      // ---- other
      {"--help",
       'h',
       "",
       none,
       {},
       false,
       Group::other,
       "print this help",
       "",
       set<&Draft::asks_help, true>},
      {"--version",
       'V',
       "",
       none,
       {},
       false,
       Group::other,
       "print the version",
       "",
       set<&Draft::asks_version, true>},
  };
}

}  // namespace

std::span<const OptionSpec> all_options() {
  static const std::vector<OptionSpec> options = make_options();
  return options;
}

const OptionSpec* find_option(std::string_view name) {
  for (const OptionSpec& option : all_options()) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

std::string_view group_title(Group group) {
  switch (group) {
    case Group::input:
      return "What to analyse";
    case Group::models:
      return "Pool models";
    case Group::rules:
      return "Rules";
    case Group::report:
      return "Report";
    case Group::work:
      return "Work and cache";
    case Group::other:
      return "Other";
  }
  return "";
}

}  // namespace pool_audit::cli
