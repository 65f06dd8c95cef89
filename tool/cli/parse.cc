#include "tool/cli/parse.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>

#include "checks/support/files.h"
#include "checks/support/spelling.h"
#include "tool/cli/spec.h"
#include "tool/cli/terminal.h"

namespace pool_audit::cli {
namespace {

using Words = std::vector<std::string>;
using Names = std::vector<std::string_view>;  // into the table

std::string in_quotes(std::string_view word) {
  return "'" + std::string(word) + "'";
}

std::string did_you_mean(std::string_view near) {
  return near.empty() ? "" : "; did you mean " + in_quotes(near) + "?";
}

std::string see_help(const CommandSpec& command) {
  return "\nsee " + std::string(kProgram) + ' ' + std::string(command.words) + " --help";
}

// ---- which command -----------------------------------------------------------------------------

// First words of all commands, and second words of those that start with `first`.
Names first_words() {
  Names words;
  for (const CommandSpec& command : all_commands()) {
    const std::string_view word = command.words.substr(0, command.words.find(' '));
    if (!command.hidden && std::ranges::count(words, word) == 0) words.push_back(word);
  }
  return words;
}

Names second_words(const std::string& first) {
  Names words;
  for (const CommandSpec& command : all_commands()) {
    if (command.words.starts_with(first + ' ')) {
      words.push_back(command.words.substr(first.size() + 1));
    }
  }
  return words;
}

struct Chosen {
  const CommandSpec* command = nullptr;  // null: help on the group of commands named by `group`
  std::string group;
  size_t words = 0;  // how many arguments the name takes
};

Result<Chosen> choose(const Words& arguments, const Surroundings& surroundings) {
  const std::string& first = arguments.front();
  if (const CommandSpec* command = find_command(first)) return Chosen{command, "", 1};

  if (const Names seconds = second_words(first); !seconds.empty()) {
    if (arguments.size() < 2) {
      return fail(in_quotes(first) + " wants to know what to do: " + alternatives(seconds));
    }
    const std::string& second = arguments[1];
    if (second == "--help" || second == "-h") return Chosen{nullptr, first, 2};
    if (const CommandSpec* command = find_command(first + ' ' + second)) {
      return Chosen{command, "", 2};
    }
    return fail("unknown command " + in_quotes(first + ' ' + second) + ": expected " +
                alternatives(seconds) + did_you_mean(nearest_word(second, seconds)));
  }

  // Not a command: a build folder, or a slip of the fingers.
  const CommandSpec* inventory = &spec_of(Command::inventory);
  if (first.starts_with('-') || surroundings.exists(first)) return Chosen{inventory, "", 0};
  const std::string_view near = nearest_word(first, first_words());
  if (!near.empty()) return fail("unknown command " + in_quotes(first) + did_you_mean(near));
  if (first.find_first_of("/.") != std::string::npos) return Chosen{inventory, "", 0};
  return fail(in_quotes(first) + " is neither a command nor a build folder\nsee " +
              std::string(kProgram) + " --help");
}

// ---- taking the words apart --------------------------------------------------------------------

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
    if (option->kind == ValueKind::none) {
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

// ---- settling what hangs together --------------------------------------------------------------

std::optional<Format> format_of(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".json") return Format::json;
  if (extension == ".md" || extension == ".markdown") return Format::markdown;
  if (extension == ".txt" || extension == ".text") return Format::text;
  return std::nullopt;
}

std::string_view format_name(Format format) {
  return find_option("--format")->choices[static_cast<size_t>(format)];
}

Result<void> settle_outputs(Draft& draft) {
  if (draft.outputs.empty()) draft.outputs.emplace_back();
  for (size_t i = 0; i < draft.outputs.size(); ++i) {
    Output& output = draft.outputs[i];
    for (size_t j = 0; j < i; ++j) {
      if (draft.outputs[j].path == output.path) {
        return fail("--output " + output.path + " is given twice");
      }
    }
    const std::optional<Format> told = output.path == "-" ? std::nullopt : format_of(output.path);
    if (told && draft.format && *told != *draft.format) {
      return fail("--format " + std::string(format_name(*draft.format)) +
                  " contradicts the extension of " + in_quotes(output.path) +
                  "; leave out --format or rename the file");
    }
    if (!told && !draft.format && output.path != "-") {
      return fail("cannot tell the format of " + in_quotes(output.path) +
                  " from its name; use .txt, .json or .md, or add --format");
    }
    output.format = told ? *told : draft.format.value_or(Format::text);
  }
  return {};
}

Result<void> settle_single_output(Draft& draft, bool required, const CommandSpec& command) {
  if (draft.outputs.size() > 1) return fail("--output is given twice" + see_help(command));
  if (draft.outputs.empty() && required) {
    return fail("where to? add --output FILE" + see_help(command));
  }
  if (!draft.outputs.empty() && draft.outputs[0].path != "-") draft.output = draft.outputs[0].path;
  draft.outputs.clear();
  return {};
}

Result<void> take_build(Draft& draft, const CommandSpec& command) {
  if (!draft.inputs.empty()) {
    if (!draft.build.empty() && draft.build != draft.inputs[0]) {
      return fail("two builds are given: " + in_quotes(draft.build) + " and " +
                  in_quotes(draft.inputs[0]));
    }
    draft.build = draft.inputs[0];
    draft.inputs.clear();
  }
  if (draft.build.empty()) return fail("which build? name its folder" + see_help(command));
  return {};
}

// One name a line; empty lines do not count.
Result<void> expand_lists(Draft& draft, const Surroundings& surroundings) {
  Words expanded;
  for (const std::string& input : draft.inputs) {
    if (!input.starts_with('@')) {
      expanded.push_back(input);
      continue;
    }
    auto text = surroundings.read(input.substr(1));
    if (!text) return tl::unexpected(text.error());
    size_t from = 0;
    while (from < text->size()) {
      const size_t to = std::min(text->find('\n', from), text->size());
      std::string line = text->substr(from, to - from);
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty()) expanded.push_back(std::move(line));
      from = to + 1;
    }
  }
  if (expanded.empty()) return fail("the lists name no facts files");
  draft.inputs = std::move(expanded);
  return {};
}

Result<void> settle_extract(Draft& draft, const CommandSpec& command) {
  if (draft.compile_command.empty()) {
    if (draft.inputs.empty()) {
      return fail("what to read? name a source file, or a compile command behind --" +
                  see_help(command));
    }
    if (draft.build.empty()) {
      return fail("how is " + in_quotes(draft.inputs[0]) +
                  " compiled? add --build PATH, or a compile command behind --" +
                  see_help(command));
    }
  } else if (!draft.build.empty() || !draft.inputs.empty()) {
    return fail("the compile command behind -- says it all; leave out " +
                (draft.build.empty() ? in_quotes(draft.inputs[0]) : "--build") + see_help(command));
  }
  return settle_single_output(draft, true, command);
}

Result<void> settle_shell(Draft& draft, const CommandSpec& command) {
  const Names& known = command.operand.choices;
  const auto found = std::ranges::find(known, draft.inputs[0]);
  if (found == known.end()) {
    return fail("no completions for " + in_quotes(draft.inputs[0]) + ": expected " +
                alternatives(known) + did_you_mean(nearest_word(draft.inputs[0], known)));
  }
  draft.shell = static_cast<Shell>(found - known.begin());
  draft.inputs.clear();
  return {};
}

Result<void> settle_topic(Draft& draft) {
  for (const std::string& word : draft.inputs) {
    draft.help_topic += (draft.help_topic.empty() ? "" : " ") + word;
  }
  draft.inputs.clear();
  const std::string& topic = draft.help_topic;
  if (topic.empty() || find_command(topic) != nullptr || !second_words(topic).empty()) return {};
  Names known = first_words();
  for (const CommandSpec& command : all_commands()) {
    if (!command.hidden) known.push_back(command.words);
  }
  return fail("no help on " + in_quotes(topic) + ": it is not a command" +
              did_you_mean(nearest_word(topic, known)));
}

Result<void> settle(Draft& draft, const CommandSpec& command, const Surroundings& surroundings) {
  switch (draft.command) {
    case Command::inventory:
      if (auto ok = take_build(draft, command); !ok) return ok;
      return settle_outputs(draft);
    case Command::model_suggest:
      if (auto ok = take_build(draft, command); !ok) return ok;
      return settle_single_output(draft, false, command);
    case Command::link:
      if (auto ok = expand_lists(draft, surroundings); !ok) return ok;
      return settle_outputs(draft);
    case Command::extract:
      return settle_extract(draft, command);
    case Command::completions:
      return settle_shell(draft, command);
    case Command::help:
      return settle_topic(draft);
    default:
      return {};
  }
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
