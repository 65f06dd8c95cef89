// Whether a changed program still links, as far as facts tell: what was defined and is no more, and
// who names it all the same.
#pragma once

#include <map>
#include <string>

#include "checks/analysis/program.h"
#include "tool/refactor/edits.h"

namespace pool_audit::refactor {

struct Definition {
  std::string name;  // qualified
  std::string file;  // relative to the root
};

// Functions and variables that other units can name, by the ids of the facts.
using Definitions = std::map<std::string, Definition>;
[[nodiscard]] Definitions definitions_of(const analysis::Program& program);

// The first function, in words, that names what `before` defines in one of the changed files and
// `program`, which has the changes, does not: "other() needs 'node_get', which nothing defines any
// more". "" when there is none. What the changed file still names counts as defined. A constant
// initialiser is in no facts: what only it names is not seen. `root`: of the project, absolute.
[[nodiscard]] std::string missing_definition(const Definitions& before,
                                             const analysis::Program& program,
                                             const Changes& changes, const std::string& root);

}  // namespace pool_audit::refactor
