#include "tool/cli/help.h"

#include <algorithm>

#include "tool/cli/layout.h"

namespace pool_audit::cli {
namespace {

constexpr size_t kOptionColumn = 26;
constexpr size_t kCommandColumn = 18;
constexpr size_t kFileColumn = 26;

std::string heading(std::string_view title) {
  return '\n' + std::string(title) + ":\n";
}

std::string option_term(const OptionSpec& option) {
  std::string term = option.letter != 0 ? std::string("-") + option.letter + ", " : "    ";
  term += option.name;
  const std::string value(option.value);
  if (!value.empty()) term += option.kind == ValueKind::none ? "[=" + value + "]" : ' ' + value;
  return term;
}

std::string option_lists(const std::vector<const OptionSpec*>& options) {
  std::string out;
  for (const Group group : kGroups) {
    std::string items;
    for (const OptionSpec* option : options) {
      if (option->group != group) continue;
      items += item(option_term(*option), option->help, kOptionColumn);
    }
    if (items.empty()) continue;
    out += heading(options.size() == 1 ? "Options" : group_title(group)) + items;
  }
  return out;
}

std::string entries(std::span<const Entry> list, size_t column) {
  std::string out;
  for (const Entry& entry : list) out += item(entry.name, entry.text, column);
  return out;
}

std::string examples_of(const CommandSpec& command, size_t count) {
  std::string out;
  for (size_t i = 0; i < std::min(count, command.examples.size()); ++i) {
    const Example& example = command.examples[i];
    out += "  " + std::string(example.command) + '\n';
    if (!example.text.empty()) out += filled(example.text, 6);
  }
  return out;
}

std::string command_list(std::string_view prefix) {
  std::string out;
  for (const CommandSpec& command : all_commands()) {
    if (command.hidden || !command.words.starts_with(prefix)) continue;
    out += item(command.words, command.summary, kCommandColumn);
  }
  return out;
}

std::string group_help(const std::string& group) {
  return "usage: " + std::string(kProgram) + ' ' + group + " COMMAND\n" + heading("Commands") +
         command_list(group + ' ') + "\nsee " + std::string(kProgram) + ' ' + group +
         " COMMAND --help for each of them\n";
}

}  // namespace

std::string help(const Options& options) {
  if (options.short_help) return short_help();
  if (options.help_topic.empty()) return overview_help();
  if (const CommandSpec* command = find_command(options.help_topic)) return command_help(*command);
  return group_help(options.help_topic);
}

std::string short_help() {
  const auto& examples = spec_of(Command::inventory).examples;
  std::string out =
      "usage: " + std::string(kProgram) + " BUILD\n\n" + filled(what_it_is(), 0) + '\n';
  for (size_t i = 0; i < 2; ++i) out += item(examples[i].command, examples[i].text, 38);
  return out + "\nsee " + std::string(kProgram) + " --help for everything else\n";
}

std::string overview_help() {
  const CommandSpec& inventory = spec_of(Command::inventory);
  std::string out = "usage: " + std::string(kProgram) + " BUILD\n       " + std::string(kProgram) +
                    " COMMAND [OPTION]... [OPERAND]...\n\n";
  out += filled(what_it_is(), 0);
  out += heading("Start with") + examples_of(inventory, 2);
  out += heading("Commands") + command_list("");
  out += option_lists(options_of(inventory));
  out += item("-V, --version", find_option("--version")->help, kOptionColumn);
  out += heading("Exit codes") + entries(exit_codes(), 11);
  out += heading("Files") + entries(files(), kFileColumn);
  out += heading("Environment") + entries(environment(), kFileColumn);
  out += "\nThe options are those of inventory; see " + std::string(kProgram) +
         " COMMAND --help for the others.\n";
  return out;
}

std::string command_help(const CommandSpec& command) {
  std::string out = "usage: " + usage(command) + "\n\n";
  std::string summary(command.summary);
  if (command.description.empty()) {
    summary[0] = static_cast<char>(summary[0] - 'a' + 'A');
    out += filled(summary + '.', 0);
  } else {
    out += filled(command.description, 0);
  }
  if (!command.operand.name.empty()) {
    out += heading("Operand") + item(command.operand.name, command.operand.help, kOptionColumn);
  }
  if (!command.examples.empty())
    out += heading("Examples") + examples_of(command, command.examples.size());
  out += option_lists(options_of(command));
  if (command.command == Command::inventory) {
    out += heading("Exit codes") + entries(exit_codes(), 11);
  }
  return out;
}

}  // namespace pool_audit::cli
