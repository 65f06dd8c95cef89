// The manual page, in the man(7) macros that every formatter knows.
#include "tool/cli/help.h"

namespace pool_audit::cli {
namespace {

// Text of a page: no letter of it is a request or an escape, and dashes stay dashes, so that an
// option can be copied out of a terminal.
std::string roff(std::string_view text) {
  std::string out;
  bool at_line_start = true;
  for (const char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    at_line_start = c == '\n';
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '\'':
        out += "\\(aq";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}
std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

// "print the version" -> "Print the version."; a first word that is a name keeps its letters.
std::string sentence(std::string_view phrase) {
  std::string out(phrase);
  const size_t end = out.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  const bool is_word =
      end == std::string::npos || out[end] == ' ' || out[end] == ',' || out[end] == ':';
  if (is_word) out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + '.';
}

// Paragraphs that an empty line separates.
std::string paragraphs(std::string_view text) {
  std::string out = roff(text);
  for (size_t at = out.find("\n\n"); at != std::string::npos; at = out.find("\n\n", at)) {
    out.replace(at, 2, "\n.PP\n");
  }
  return out + '\n';
}

std::string tagged(const std::string& tag, const std::string& text) {
  return ".TP\n" + tag + '\n' + text + '\n';
}

std::string option_entry(const OptionSpec& option) {
  std::string tag;
  std::string value;
  if (!option.value.empty()) {
    const std::string name = italic(option.value);
    value = option.kind == ValueKind::none ? "[=" + name + "]" : ' ' + name;
  }
  if (option.letter != 0) tag = bold(std::string("-") + option.letter) + value + ", ";
  tag += bold(option.name) + value;
  std::string text = roff(sentence(option.help));
  if (!option.manual.empty()) text += '\n' + roff(option.manual);
  if (option.repeatable) text += "\nMay be given several times.";
  return tagged(tag, text);
}

std::string options_section() {
  std::string out = ".SH OPTIONS\n";
  for (const Group group : kGroups) {
    out += ".SS " + roff(group_title(group)) + '\n';
    for (const OptionSpec& option : all_options()) {
      if (option.group == group) out += option_entry(option);
    }
  }
  return out;
}

// "-" of "[OPTION]..." and the dots are plain text here.
std::string synopsis() {
  std::string out = ".SH SYNOPSIS\n" + bold(kProgram) + " " + italic("BUILD") + '\n';
  for (const CommandSpec& command : all_commands()) {
    if (command.hidden) continue;
    const std::string line = usage(command);
    const std::string head = std::string(kProgram) + ' ' + std::string(command.words);
    out += ".br\n" + bold(head) + roff(line.substr(head.size())) + '\n';
  }
  return out;
}

std::string commands_section() {
  std::string out = ".SH COMMANDS\n";
  for (const CommandSpec& command : all_commands()) {
    if (command.hidden) continue;
    out += ".SS " + roff(command.words) + '\n';
    out += command.description.empty() ? roff(sentence(command.summary)) + '\n'
                                       : paragraphs(command.description);
    if (!command.operand.name.empty()) {
      out += tagged(italic(command.operand.name), roff(sentence(command.operand.help)));
    }
    if (command.options.empty()) continue;
    out += ".PP\nOptions:";
    for (size_t i = 0; i < command.options.size(); ++i) {
      out += (i == 0 ? "\n" : ",\n") + bold(command.options[i]);
    }
    out += ".\n";
  }
  return out;
}

std::string entries(std::string_view title, std::span<const Entry> list) {
  std::string out = ".SH " + std::string(title) + '\n';
  for (const Entry& entry : list) out += tagged(bold(entry.name), roff(sentence(entry.text)));
  return out;
}

std::string examples_section() {
  std::string out = ".SH EXAMPLES\n";
  for (const CommandSpec& command : all_commands()) {
    if (command.hidden) continue;
    for (const Example& example : command.examples) {
      const std::string_view text = example.text.empty() ? command.summary : example.text;
      out += tagged(bold(example.command), roff(sentence(text)));
    }
  }
  return out;
}

}  // namespace

std::string man_page() {
  return ".\\\" Generated from the table of commands in tool/cli; change it there.\n"
         ".TH POOL\\-AUDIT 1 \"\" \"pool\\-audit\" \"User Commands\"\n"
         ".nh\n"
         ".ad l\n"
         ".SH NAME\n"
         "pool\\-audit \\- find the object pools of a C or C++ program and audit their use\n" +
         synopsis() + ".SH DESCRIPTION\n" + paragraphs(what_it_is()) + commands_section() +
         options_section() + entries("EXIT STATUS", exit_codes()) + entries("FILES", files()) +
         entries("ENVIRONMENT", environment()) + examples_section();
}

}  // namespace pool_audit::cli
