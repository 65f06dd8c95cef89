// The text of --help and the generated documents, from the table in spec.h.
#pragma once

#include <string>
#include <string_view>

#include "tool/cli/options.h"
#include "tool/cli/spec.h"

namespace pool_audit::cli {

// What Command::help asks for: options.short_help, or options.help_topic. Ends with a line feed.
[[nodiscard]] std::string help(const Options& options);

[[nodiscard]] std::string short_help();
[[nodiscard]] std::string overview_help();
[[nodiscard]] std::string command_help(const CommandSpec& command);

// docs/cli/pool-audit.1, in man(7) macros.
[[nodiscard]] std::string man_page();

// A script that completes pool-audit in this shell.
[[nodiscard]] std::string completions(Shell shell);
[[nodiscard]] std::string bash_completions();
[[nodiscard]] std::string zsh_completions();
[[nodiscard]] std::string fish_completions();

}  // namespace pool_audit::cli
