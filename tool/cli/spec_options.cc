// The table of options, but for those of rules and reports. The order is that of --help within each
// group.
#include <utility>

#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Text = const std::string&;

Result<void> apply_path_map(Draft& options, Text value) {
  const size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0) {
    return fail("expected FROM=TO, found '" + value + "'");
  }
  options.path_map.emplace_back(value.substr(0, equals), value.substr(equals + 1));
  return {};
}

std::vector<OptionSpec> input_options() {
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
  };
}

std::vector<OptionSpec> work_options() {
  using enum ValueKind;
  return {
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
  static const std::vector<OptionSpec> options = [] {
    std::vector<OptionSpec> all;
    for (auto* part : {&input_options, &rule_options, &telemetry_options, &comparison_options,
                       &refactoring_options, &migration_options, &report_options, &work_options}) {
      for (OptionSpec& option : part()) all.push_back(std::move(option));
    }
    return all;
  }();
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
    case Group::comparison:
      return "Comparison";
    case Group::refactoring:
      return "Refactoring";
    case Group::telemetry:
      return "Telemetry";
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
