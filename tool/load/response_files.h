// Response files: "@file" in a command stands for the arguments in that file.
#pragma once

#include <string>
#include <vector>

#include "tool/load/path_map.h"

namespace pool_audit::load {

struct Expansion {
  std::vector<std::string> arguments;
  std::vector<std::string> notes;  // response files that are not there, and were left out
  std::string error;               // not empty: the command is of no use, and why
};

// Expands every "@file", also nested ones, relative to `directory` as gcc does. Paths are mapped
// before they are opened, and so is what the files hold. Files that include each other, that are
// larger than 16 MiB, that unfold to more than 200,000 arguments or to more than 1,000 files are
// errors.
[[nodiscard]] Expansion expand_response_files(const std::vector<std::string>& arguments,
                                              const std::string& directory, const PathMap& map);

}  // namespace pool_audit::load
