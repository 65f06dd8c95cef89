// The command line as one table. Parsing, --help, the man page and the completions of every shell
// derive from it, so what one of them knows all of them know.
//
//   spec.h --parse.h--> Options          --help.h--> --help
//          --man.h----> pool-audit.1     --completions.h--> bash, zsh, fish
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"
#include "tool/cli/options.h"

namespace pool_audit::cli {

// What a value is: decides its check and how shells complete it.
enum class ValueKind { none, text, number, file, folder, path, choice };

// Headings of the option lists, in the order of --help.
enum class Group { input, models, rules, telemetry, comparison, refactoring, report, work, other };
inline constexpr Group kGroups[] = {Group::input,     Group::models,     Group::rules,
                                    Group::telemetry, Group::comparison, Group::refactoring,
                                    Group::report,    Group::work,       Group::other};

// Options on the way: what the parser still has to settle once every word is read.
struct Draft : Options {
  std::optional<Format> format;  // --format, which holds for outputs that do not tell their own
  std::optional<FailOn> fail_on_asked;  // --fail-on; what holds without it, a command says
  bool asks_help = false;
  bool asks_version = false;
};

// Stores a value that fits; otherwise says what was expected.
using Apply = Result<void> (*)(Draft& options, const std::string& value);

struct OptionSpec {
  std::string_view name;  // "--path-map"
  char letter = 0;        // 'p' for -p; 0: none
  // "FROM=TO"; "" for a flag. An option of ValueKind::none that has one takes it behind a `=` only,
  // and is "*" without it.
  std::string_view value;
  ValueKind kind = ValueKind::none;
  std::vector<std::string_view> choices;  // of ValueKind::choice
  bool repeatable = false;                // every value counts; otherwise the last one does
  Group group = Group::other;
  std::string_view help;    // one phrase, lower case, no full stop
  std::string_view manual;  // further sentences for the man page, or ""
  Apply apply = nullptr;
};

struct OperandSpec {
  std::string_view name;  // "BUILD"; "" for none
  ValueKind kind = ValueKind::none;
  std::vector<std::string_view> choices;
  unsigned min = 0;
  unsigned max = 0;  // kMany: no limit
  std::string_view help;
};
inline constexpr unsigned kMany = ~0U;

struct Example {
  std::string_view command;
  std::string_view text;
};

struct CommandSpec {
  Command command = Command::help;
  std::string_view words;        // "model check"
  std::string_view summary;      // one phrase, lower case, no full stop
  std::string_view description;  // paragraphs, separated by an empty line
  OperandSpec operand;
  bool takes_command = false;             // a compile command may stand behind `--`
  std::vector<std::string_view> options;  // names, without --help, which every command has
  std::vector<Example> examples;
  bool hidden = false;
};

struct Entry {
  std::string_view name;
  std::string_view text;
};

inline constexpr std::string_view kProgram = "pool-audit";

// Thread-safe; the tables live as long as the process.
[[nodiscard]] std::span<const OptionSpec> all_options();
[[nodiscard]] std::span<const CommandSpec> all_commands();
[[nodiscard]] std::span<const Entry> exit_codes();
[[nodiscard]] std::span<const Entry> files();
[[nodiscard]] std::span<const Entry> environment();
[[nodiscard]] std::string_view what_it_is();  // one paragraph
[[nodiscard]] std::string_view group_title(Group group);

// Null when there is none.
[[nodiscard]] const OptionSpec* find_option(std::string_view name);
[[nodiscard]] const CommandSpec* find_command(std::string_view words);
[[nodiscard]] const CommandSpec& spec_of(Command command);

// The options of a command with --help, in the order of the table.
[[nodiscard]] std::vector<const OptionSpec*> options_of(const CommandSpec& command);
// "pool-audit extract [OPTION]... -p BUILD --output FILE SOURCE": one line, without options
// spelled.
[[nodiscard]] std::string usage(const CommandSpec& command);

}  // namespace pool_audit::cli
