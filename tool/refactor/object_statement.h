// A statement of a pool's own function about one object, in the words of a hook.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

struct ObjectWords {
  std::string name;              // of the object's variable in the function
  bool is_reference = false;     // or a pointer
  std::set<std::string> closed;  // names that mean something in the function alone
};

// The text in `range` with `object` in place of the variable: "b->clear()" becomes
// "object.clear()". Nothing when it names one of `closed`, or holds no such variable.
[[nodiscard]] std::optional<std::string> of_object(const Source& source, Range range,
                                                   const ObjectWords& words);

}  // namespace pool_audit::refactor
