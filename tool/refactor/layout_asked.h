// Whether a program asks how a type lies in memory, so that no member of it can go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/analysis/program.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

struct LayoutUse {
  Stretch where;
  std::string what;  // "its members are set in their order here"
};

// The first place that does: a size that is no request for memory, an offset, a list of values by
// position, a cast from other memory, an attribute; a type that holds it by value. Text in `gone`
// does not count.
[[nodiscard]] std::optional<LayoutUse> layout_asked(Sources& sources,
                                                    const analysis::Program& program,
                                                    const facts::Record& record,
                                                    const std::vector<Stretch>& gone);

// What stands against taking `members` members from a type that stays: values in braces by position
// beside its name, and that C knows no struct without members.
[[nodiscard]] std::optional<LayoutUse> against_losing(Sources& sources,
                                                      const analysis::Program& program,
                                                      const facts::Record& record, size_t members);

}  // namespace pool_audit::refactor
