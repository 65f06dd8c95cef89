// The table of commands, and the texts that belong to the program as a whole.
#include <algorithm>

#include "tool/cli/spec.h"
#include "tool/cli/spec_values.h"

namespace pool_audit::cli {
namespace {

using Names = std::vector<std::string_view>;

// What every command takes that reads a compile database.
const Names kInput = {"--build",    "--root",      "--only",  "--exclude",
                      "--path-map", "--extra-arg", "--model", "--no-user-model"};
const Names kWork = {"--jobs",      "--time-limit", "--memory-limit",
                     "--cache-dir", "--no-cache",   "--no-scan"};
const Names kRules = {"--checks", "--rule-option", "--strict-suppressions"};
const Names kComparison = {"--baseline", "--strict-baseline", "--max-issues", "--exit-zero"};
const Names kTelemetry = {"--telemetry",          "--telemetry-token",  "--telemetry-ca",
                          "--telemetry-seconds",  "--telemetry-window", "--telemetry-step",
                          "--telemetry-revision", "--previous-report"};
const Names kReport = {
    "--format", "--output",  "--pool",  "--candidates", "--verbose",         "--quiet",
    "--color",  "--fail-on", "--stats", "--dump",       "--show-suppressed", "--why-unproven"};

Names join(std::initializer_list<Names> lists) {
  Names all;
  for (const Names& names : lists) all.insert(all.end(), names.begin(), names.end());
  return all;
}

std::vector<CommandSpec> analysis_commands() {
  using enum ValueKind;
  return {
      {Command::inventory,
       "inventory",
       "list the pools of a program, with every get, put and reset",
       "Reads the compile database of a build, finds every object pool that the program uses, and "
       "reports each with its kind, its pooled type, and all its sites: who gets, who puts, who "
       "resets, and whether each object that is taken comes back.\n\n"
       "The command's name may be left out: pool-audit build is pool-audit inventory build.",
       {"BUILD", path, {}, 0, 1, "compile_commands.json, or the folder that holds it"},
       false,
       join({kInput, kRules, kTelemetry, kComparison, {"--since"}, kReport, kWork}),
       {{"pool-audit build", "the pools of the program that was configured in build/"},
        {"pool-audit build --pool buffers_", "one of them, with all its sites and evidence"},
        {"pool-audit build -o pools.json -o pools.md", "two reports in one run, for a CI job"},
        {"pool-audit build --telemetry stats.json", "with the rates of a program's exit dump"},
        {"pool-audit build --fail-on unpaired", "exit with 1 when an object does not come back"}},
       false},
      {Command::check,
       "check",
       "say what is wrong with the pools of a program",
       "Takes the inventory and runs the rules over it: objects that are lost, used after they "
       "were "
       "put back, put twice or not reset, and pools that should be none. Each finding names its "
       "place, its rule, and the path that leads to it, in the compiler's style.\n\n"
       "pool-audit rules lists the rules, pool-audit explain RULE says why and what to do. The "
       "analysis is silent where it cannot tell; the last line counts those gets as unproven.",
       {"BUILD", path, {}, 0, 1, "compile_commands.json, or the folder that holds it"},
       false,
       join({kInput, kRules, kTelemetry, kComparison, {"--since"}, kReport, kWork}),
       {{"pool-audit check build", "the rules that are on by default"},
        {"pool-audit check build --checks 'pool-*'", "all rules"},
        {"pool-audit check build --since origin/main", "what a branch brings in"},
        {"pool-audit check build --baseline pools.baseline", "what nobody has accepted"},
        {"pool-audit check build -o findings.json -o findings.md", "two reports in one run"}},
       false},
      {Command::extract,
       "extract",
       "read one translation unit into a facts file",
       "The map step for build systems that run it themselves: one source in, one facts file out. "
       "The compile command comes from a compile database, or stands behind --.\n\n"
       "pool-audit link joins the facts files of a program.",
       {"SOURCE", file, {}, 0, 1, "the source file; left out when a command stands behind --"},
       true,
       {"--build", "--root", "--path-map", "--extra-arg", "--model", "--no-user-model", "--output",
        "--depfile", "--quiet", "--stats", "--time-limit", "--memory-limit"},
       {{"pool-audit extract -p build -o server.facts src/server.cc",
         "the command is looked up in build/compile_commands.json"},
        {"pool-audit extract -o server.facts -- c++ -std=c++20 -Iinclude -c src/server.cc",
         "the command is given"}},
       false},
      {Command::link,
       "link",
       "join facts files into the inventory of a program",
       "The reduce step: reads the facts files that pool-audit extract wrote, finds out which "
       "names mean the same pool, type and function, and reports.\n\n"
       "An operand @LIST names a file with one facts file a line, for programs that do not fit "
       "on a command line.",
       {"FACTS", file, {}, 1, kMany, "facts files, or @LIST with one name a line"},
       false,
       join({{"--root", "--model", "--no-user-model"}, kRules, kTelemetry, kComparison, kReport}),
       {{"pool-audit link out/*.facts", "the inventory as text"},
        {"pool-audit link -o pools.json @facts.list", "as JSON, from a list"}},
       false},
  };
}

std::vector<CommandSpec> rule_commands() {
  using enum ValueKind;
  return {
      {Command::rules,
       "rules",
       "list the rules",
       "Each rule with what it finds, whether it runs and what its fix is worth, as far as "
       ".pool-audit.yaml above the current folder, --model and the options say.",
       {},
       false,
       {"--checks", "--rule-option", "--model", "--no-user-model", "--format"},
       {{"pool-audit rules", ""},
        {"pool-audit rules --format json", "with their options"},
        {"pool-audit rules --format markdown", "as a page with links"},
        {"pool-audit rules --checks 'pool-*-put'", "those that would run"}},
       false},
      {Command::explain,
       "explain",
       "print the page of one rule",
       "What the rule finds, why it matters, flagged and clean code, the fix, its options and its "
       "limits.",
       {"RULE", text, {}, 1, 1, "id of the rule; pool- in front may be left out"},
       false,
       {},
       {{"pool-audit explain pool-missing-put", ""}},
       false},
  };
}

std::vector<CommandSpec> model_commands() {
  using enum ValueKind;
  const Names reading = {"--model", "--no-user-model", "--quiet"};
  return {
      {Command::model_check,
       "model check",
       "check pool model files",
       "Reads each file as --model would and says what is wrong with it, with line and column.",
       {"FILE", file, {}, 1, kMany, "model files"},
       false,
       {"--quiet"},
       {{"pool-audit model check .pool-audit.yaml", ""}},
       false},
      {Command::model_list,
       "model list",
       "list the pool models that are in effect",
       "The built-in models, those of .pool-audit.yaml, and those of --model.",
       {},
       false,
       reading,
       {{"pool-audit model list", ""}},
       false},
      {Command::model_show,
       "model show",
       "print one pool model",
       "Prints the model as YAML, to read or to start a model of one's own from.",
       {"ID", text, {}, 1, 1, "id of the model, as pool-audit model list prints it"},
       false,
       reading,
       {{"pool-audit model show poco.object_pool", ""}},
       false},
      {Command::model_suggest,
       "model suggest",
       "write models for the pools that were recognised by structure",
       "Takes an inventory and writes a model for each hand-written pool in it, ready to be "
       "corrected and put into .pool-audit.yaml, which then confirms or denies the pool.",
       {"BUILD", path, {}, 0, 1, "compile_commands.json, or the folder that holds it"},
       false,
       join({kInput, {"--pool", "--output", "--quiet", "--stats"}, kWork}),
       {{"pool-audit model suggest build", "all of them, on standard output"},
        {"pool-audit model suggest build --pool buffers_", "one of them"}},
       false},
  };
}

std::vector<CommandSpec> other_commands() {
  using enum ValueKind;
  return {
      {Command::facts_print,
       "facts print",
       "print a facts file in readable form",
       "The text form of the facts of one translation unit: its pools, types, functions and flow "
       "graphs, as pool-audit extract saw them.",
       {"FILE", file, {}, 1, 1, "a facts file"},
       false,
       {},
       {{"pool-audit facts print server.facts", ""}},
       false},
      {Command::cache_clear,
       "cache clear",
       "remove everything from the cache",
       "Safe at any time, also while another pool-audit runs: what it needs, it makes again.",
       {},
       false,
       {"--cache-dir", "--quiet"},
       {{"pool-audit cache clear", ""}},
       false},
      {Command::cache_stats,
       "cache stats",
       "print the size of the cache",
       "",
       {},
       false,
       {"--cache-dir"},
       {{"pool-audit cache stats", ""}},
       false},
      {Command::cache_path,
       "cache path",
       "print the folder of the cache",
       "",
       {},
       false,
       {"--cache-dir"},
       {{"du -sh $(pool-audit cache path)", ""}},
       false},
      {Command::completions,
       "completions",
       "print the completions for a shell",
       "The shells find an installed script by themselves. Without installing:\n\n"
       "bash: source <(pool-audit completions bash)\n\n"
       "zsh: pool-audit completions zsh > a folder of $fpath, as _pool-audit\n\n"
       "fish: pool-audit completions fish | source",
       {"SHELL", choice, {"bash", "zsh", "fish"}, 1, 1, "bash, zsh or fish"},
       false,
       {},
       {{"source <(pool-audit completions bash)", "for this shell"}},
       false},
      {Command::help,
       "help",
       "print help, on a command when one is named",
       "",
       {"COMMAND", choice, {}, 0, 2, "a command"},
       false,
       {},
       {{"pool-audit help model check", ""}},
       false},
      {Command::version, "version", "print the version", "", {}, false, {}, {}, false},
      {Command::worker,
       "worker",
       "serve extraction requests over a pipe",
       "",
       {"ARGUMENT", text, {}, 0, kMany, "what the parent process hands down"},
       false,
       {},
       {},
       true},
  };
}

}  // namespace

OptionNames analysis_option_names() {
  return join({kInput, kRules, kWork});
}

OptionNames telemetry_option_names() {
  return kTelemetry;
}

std::span<const CommandSpec> all_commands() {
  static const std::vector<CommandSpec> commands = [] {
    std::vector<CommandSpec> all = analysis_commands();
    for (auto* more : {&rule_commands, &comparison_commands, &refactoring_commands,
                       &migration_commands, &model_commands, &other_commands}) {
      for (CommandSpec& command : more()) all.push_back(std::move(command));
    }
    return all;
  }();
  return commands;
}

const CommandSpec* find_command(std::string_view words) {
  // It stands alone, and whoever looks for it among the refactorings finds it as well.
  if (words == "refactor document") words = "document";
  for (const CommandSpec& command : all_commands()) {
    if (command.words == words) return &command;
  }
  return nullptr;
}

const CommandSpec& spec_of(Command command) {
  const auto commands = all_commands();
  return *std::ranges::find(commands, command, &CommandSpec::command);
}

std::vector<const OptionSpec*> options_of(const CommandSpec& command) {
  std::vector<const OptionSpec*> options;
  for (const OptionSpec& option : all_options()) {
    if (option.name == "--help" || std::ranges::count(command.options, option.name) != 0) {
      options.push_back(&option);
    }
  }
  return options;
}

std::string usage(const CommandSpec& command) {
  std::string line = std::string(kProgram) + ' ' + std::string(command.words);
  if (!command.options.empty()) line += " [OPTION]...";
  if (!command.operand.name.empty()) {
    std::string operand(command.operand.name);
    if (command.operand.max == kMany) operand += "...";
    line += command.operand.min == 0 ? " [" + operand + "]" : " " + operand;
  }
  if (command.takes_command) line += " [-- COMMAND...]";
  return line;
}

std::string_view what_it_is() {
  return "pool-audit finds every object pool in a C or C++ program, the pools of known libraries "
         "as "
         "well as hand-written ones, and shows for each of them what it hands out, who takes from "
         "it, who gives back, and which objects do not come back. It reads the compile database of "
         "a build and never writes to a source tree.";
}

std::span<const Entry> exit_codes() {
  static constexpr Entry kEntries[] = {
      {"0", "everything was analysed, and nothing was found that --fail-on names"},
      {"1", "there are findings that --fail-on names"},
      {"2", "the command line, the compile database, a model, telemetry or another input is wrong"},
      {"3", "a translation unit failed: the report names it and holds all the others"},
      {"128+N", "signal N ended the run"},
  };
  return kEntries;
}

std::span<const Entry> files() {
  static constexpr Entry kEntries[] = {
      {"compile_commands.json", "the compile database: one entry a translation unit"},
      {".pool-audit.yaml",
       "pool models, rules, suppressions and telemetry's thresholds of a project; found in the "
       "folders above the sources"},
      {"~/.cache/pool-audit", "facts of translation units, found again by content"},
  };
  return kEntries;
}

std::span<const Entry> environment() {
  static constexpr Entry kEntries[] = {
      {"NO_COLOR", "when set and not empty, --color auto means never"},
      {"POOL_AUDIT_CACHE_DIR", "the folder of the cache, unless --cache-dir names one"},
      {"XDG_CACHE_HOME", "the cache is pool-audit in this folder instead of in ~/.cache"},
      {"COLUMNS", "width of the text report when the terminal does not tell its own"},
  };
  return kEntries;
}

}  // namespace pool_audit::cli
