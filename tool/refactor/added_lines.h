// New statements beside one that is there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// A statement of its own in front of, or behind, the one in `statement`: on a line of its own, or
// on the same line where it shares its lines. One that is the whole body of an `if`, `else` or loop
// is put into braces together with it. Nothing behind a statement whose comment goes on.
[[nodiscard]] std::optional<std::vector<inventory::Edit>> add_before(const Source& source,
                                                                     const std::string& file,
                                                                     const Statement& statement,
                                                                     const std::string& added);
[[nodiscard]] std::optional<std::vector<inventory::Edit>> add_behind(const Source& source,
                                                                     const std::string& file,
                                                                     const Statement& statement,
                                                                     const std::string& added);
// The `else` of the `if` whose whole body is `statement`, or the block that it stands in; nothing
// when that has one, or is none. `behind`: a statement to add behind `statement` at the same time.
[[nodiscard]] std::optional<std::vector<inventory::Edit>> add_else(const Source& source,
                                                                   const std::string& file,
                                                                   const Statement& statement,
                                                                   const std::string& behind,
                                                                   const std::string& added);

}  // namespace pool_audit::refactor
