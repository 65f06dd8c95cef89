// What a configuration file says of rules: its sections `rules` and `suppressions`, which stand
// beside the pool models in `.pool-audit.yaml`. docs/formats/model.md is the manual.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/rules/rules.h"
#include "checks/support/result.h"

namespace pool_audit::rules {

// One entry of `suppressions`: findings that are accepted.
struct Acceptance {
  std::string rule;    // pattern with `*`, matches one rule at least
  std::string path;    // glob on root-relative paths
  std::string pool;    // pattern on the pool's qualified name or its last parts; "": any
  std::string reason;  // never empty
  std::string file;    // that says so
  uint32_t line = 0;
  uint32_t column = 0;

  friend bool operator==(const Acceptance&, const Acceptance&) = default;
};

struct Config {
  Selection selection;
  std::vector<Acceptance> acceptances;
};

// The sections of one file; nothing for a file without them, whatever else stands in it. All errors
// with line and column, what was expected, and the word that was probably meant.
[[nodiscard]] tl::expected<Config, std::vector<Error>> read_config(std::string_view yaml,
                                                                   const std::string& name);

// The files in order: selections are layered, acceptances add up.
[[nodiscard]] tl::expected<Config, std::vector<Error>> read_configs(
    const std::vector<std::string>& paths);

}  // namespace pool_audit::rules
