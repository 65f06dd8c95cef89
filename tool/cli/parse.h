// Reads a command line into Options. CLI11 takes the words apart; the table in spec.h says what
// they mean.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/support/result.h"
#include "tool/cli/options.h"

namespace pool_audit::cli {

// What the parser asks of its surroundings; tests put their own in.
struct Surroundings {
  bool is_terminal = false;                             // standard output
  std::function<bool(const std::string& path)> exists;  // tells a build folder from a command
  std::function<Result<std::string>(const std::string& path)> read;  // `@list` of link

  // The real ones.
  [[nodiscard]] static Surroundings of_process();
};

// `arguments` without the program's name. An error is ready to print behind "pool-audit: " and
// means ExitCode::usage; its message may have a second line with what to do. Has no side effects
// but reading the lists that `@list` operands name.
[[nodiscard]] Result<Options> parse(const std::vector<std::string>& arguments,
                                    const Surroundings& surroundings);

}  // namespace pool_audit::cli
