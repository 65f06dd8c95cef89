#include "tool/cli/choose.h"

#include <algorithm>

#include "checks/support/spelling.h"
#include "tool/cli/wording.h"

namespace pool_audit::cli {

std::vector<std::string_view> first_words() {
  std::vector<std::string_view> words;
  for (const CommandSpec& command : all_commands()) {
    const std::string_view word = command.words.substr(0, command.words.find(' '));
    if (!command.hidden && std::ranges::count(words, word) == 0) words.push_back(word);
  }
  return words;
}

std::vector<std::string_view> second_words(std::string_view first) {
  std::vector<std::string_view> words;
  for (const CommandSpec& command : all_commands()) {
    if (!command.words.starts_with(std::string(first) + ' ')) continue;
    const std::string_view rest = command.words.substr(first.size() + 1);
    if (rest.find(' ') == std::string_view::npos) words.push_back(rest);
  }
  return words;
}

Result<Chosen> choose(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  const std::string& first = arguments.front();
  if (const CommandSpec* command = find_command(first)) return Chosen{command, "", 1};

  if (const std::vector<std::string_view> seconds = second_words(first); !seconds.empty()) {
    if (arguments.size() < 2) {
      return fail(in_quotes(first) + " wants to know what to do: " + alternatives(seconds));
    }
    const std::string& second = arguments[1];
    if (second == "--help" || second == "-h") return Chosen{nullptr, first, 2};
    if (arguments.size() > 2) {
      const CommandSpec* deeper = find_command(first + ' ' + second + ' ' + arguments[2]);
      if (deeper != nullptr) return Chosen{deeper, "", 3};
    }
    if (const CommandSpec* command = find_command(first + ' ' + second)) {
      return Chosen{command, "", 2};
    }
    return fail("unknown command " + in_quotes(first + ' ' + second) + ": expected " +
                alternatives(seconds) + did_you_mean(nearest_word(second, seconds)));
  }

  // Not a command: a build folder, or a slip of the fingers.
  const CommandSpec* inventory = &spec_of(Command::inventory);
  if (first.starts_with('-') || surroundings.exists(first)) return Chosen{inventory, "", 0};
  if (first.find_first_of("/.") != std::string::npos) return Chosen{inventory, "", 0};
  const std::string_view near = nearest_word(first, first_words());
  if (!near.empty()) return fail("unknown command " + in_quotes(first) + did_you_mean(near));
  return fail(in_quotes(first) + " is neither a command nor a build folder\nsee " +
              std::string(kProgram) + " --help");
}

}  // namespace pool_audit::cli
