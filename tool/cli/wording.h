// Phrases that the refusals of the command line share.
#pragma once

#include <string>
#include <string_view>

#include "tool/cli/spec.h"

namespace pool_audit::cli {

[[nodiscard]] inline std::string in_quotes(std::string_view word) {
  return "'" + std::string(word) + "'";
}

// "; did you mean 'near'?", or "" for "".
[[nodiscard]] inline std::string did_you_mean(std::string_view near) {
  return near.empty() ? "" : "; did you mean " + in_quotes(near) + "?";
}

// A second line for a message: where to read on.
[[nodiscard]] inline std::string see_help(const CommandSpec& command) {
  return "\nsee " + std::string(kProgram) + ' ' + std::string(command.words) + " --help";
}

}  // namespace pool_audit::cli
