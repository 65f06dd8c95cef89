// Which command a command line means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/support/result.h"
#include "tool/cli/parse.h"
#include "tool/cli/spec.h"

namespace pool_audit::cli {

struct Chosen {
  const CommandSpec* command = nullptr;  // null: help on the group of commands named by `group`
  std::string group;
  size_t words = 0;  // how many arguments the name takes
};

// `arguments` is not empty.
[[nodiscard]] Result<Chosen> choose(const std::vector<std::string>& arguments,
                                    const Surroundings& surroundings);

// First words of the commands that are not hidden; second words of those that start with `first`.
[[nodiscard]] std::vector<std::string_view> first_words();
[[nodiscard]] std::vector<std::string_view> second_words(std::string_view first);

}  // namespace pool_audit::cli
