#include "tool/cli/parse.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>

#include "checks/support/files.h"
#include "checks/support/spelling.h"
#include "tool/cli/choose.h"
#include "tool/cli/settle.h"
#include "tool/cli/spec.h"
#include "tool/cli/terminal.h"
#include "tool/cli/wording.h"

namespace pool_audit::cli {
namespace {

using Words = std::vector<std::string>;
using Names = std::vector<std::string_view>;  // into the table

struct Taken {
  std::map<std::string_view, Words> values;  // by option name; one "" for each use of a flag
  Words rest;                                // operands, and options that are not known
};

// An operand that starts with a dash stands behind `--`, which CLI11 does not get to see.
Result<Taken> take_apart(const CommandSpec& command, const Words& words) {
  Taken taken;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (const OptionSpec* option : options_of(command)) {
    std::string names(option->name);
    if (option->letter != 0) names = std::string("-") + option->letter + ',' + names;
    Words& values = taken.values[option->name];
    if (option->kind == ValueKind::none && !option->value.empty()) {
      app.add_flag(names + "{*}", values);
    } else if (option->kind == ValueKind::none) {
      app.add_flag_function(names, [&values](std::int64_t) { values.assign(1, ""); })
          ->disable_flag_override();
    } else {
      app.add_option(names,
                     [&values](const CLI::results_t& given) {
                       values = given;
                       return true;
                     })
          ->type_size(1)
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
  }
  try {
    Words reversed(words.rbegin(), words.rend());
    app.parse(reversed);
    taken.rest = app.remaining();
  } catch (const CLI::ArgumentMismatch& error) {
    // "--pool: 1 required TEXT missing", "verbose was given a disallowed flag override"
    const std::string what(error.what());
    const size_t colon = what.find(':');
    if (colon == std::string::npos) {
      return fail("--" + what.substr(0, what.find(' ')) + " takes no value" + see_help(command));
    }
    const std::string name = what.substr(0, colon);
    const OptionSpec* option = find_option(name);
    return fail(name + " wants a value" +
                (option != nullptr ? ": " + std::string(option->value) : "") + see_help(command));
  } catch (const CLI::Error& error) {
    return fail(error.what() + see_help(command));
  }
  return taken;
}

std::string unknown_option(const CommandSpec& command, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  Names known;
  for (const OptionSpec* option : options_of(command)) known.push_back(option->name);
  std::string message = "unknown option " + in_quotes(name);
  if (const OptionSpec* elsewhere = find_option(name)) {
    message = in_quotes(elsewhere->name) + " is not an option of " + in_quotes(command.words);
    return message + see_help(command);
  }
  // One letter has no nearest one.
  const std::string_view near = name.starts_with("--") ? nearest_word(name, known) : "";
  return message + (near.empty() ? see_help(command) : did_you_mean(near));
}

Result<void> check_operands(const CommandSpec& command, const Words& operands) {
  const OperandSpec& operand = command.operand;
  if (operands.size() < operand.min) {
    return fail(std::string(operand.name) + " is missing: " + std::string(operand.help) +
                see_help(command));
  }
  if (operand.max == kMany || operands.size() <= operand.max) return {};
  const std::string& first = operands.front();
  if (!second_words(first).empty() || find_command(first) != nullptr) {
    return fail("the command comes first: " + std::string(kProgram) + ' ' + first + " ...");
  }
  return fail("unexpected operand " + in_quotes(operands[operand.max]) + see_help(command));
}

}  // namespace

Surroundings Surroundings::of_process() {
  Surroundings real;
  real.is_terminal = cli::is_terminal(STDOUT_FILENO);
  real.exists = [](const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
  };
  real.read = [](const std::string& path) { return read_file(path); };
  return real;
}

Result<Options> parse(const Words& arguments, const Surroundings& surroundings) {
  Draft draft;
  if (arguments.empty()) {
    draft.short_help = true;
    if (surroundings.is_terminal) return draft;
    return fail("which build? name its folder, or see " + std::string(kProgram) + " --help");
  }
  if (arguments[0] == "--help" || arguments[0] == "-h") return draft;
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    draft.command = Command::version;
    return draft;
  }

  const auto chosen = choose(arguments, surroundings);
  if (!chosen) return tl::unexpected(chosen.error());
  if (chosen->command == nullptr) {
    draft.help_topic = chosen->group;
    return draft;
  }
  const CommandSpec& command = *chosen->command;
  draft.command = command.command;

  const auto begin = arguments.begin() + static_cast<std::ptrdiff_t>(chosen->words);
  if (command.command == Command::worker) {  // its arguments are the parent's affair
    draft.inputs.assign(begin, arguments.end());
    return draft;
  }
  const auto dashes = std::find(begin, arguments.end(), "--");
  auto taken = take_apart(command, Words(begin, dashes));
  if (!taken) return tl::unexpected(taken.error());

  for (const std::string& word : taken->rest) {
    if (word.size() > 1 && word[0] == '-') return fail(unknown_option(command, word));
    draft.inputs.push_back(word);
  }
  if (dashes != arguments.end()) {
    Words& target = command.takes_command ? draft.compile_command : draft.inputs;
    target.insert(target.end(), dashes + 1, arguments.end());
  }
  for (const OptionSpec* option : options_of(command)) {
    for (const std::string& value : taken->values[option->name]) {
      if (auto applied = option->apply(draft, value); !applied) {
        return fail(std::string(option->name) + ": " + applied.error().message);
      }
    }
  }
  if (draft.asks_help) {
    Options asked;
    asked.help_topic = command.words;
    return asked;
  }
  if (auto ok = check_operands(command, draft.inputs); !ok) return tl::unexpected(ok.error());
  if (auto ok = settle(draft, command, surroundings); !ok) return tl::unexpected(ok.error());
  return draft;
}

}  // namespace pool_audit::cli
