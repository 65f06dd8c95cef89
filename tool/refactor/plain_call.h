// Statements that are a call and nothing else, which can be left out when the call does nothing.
#pragma once

#include <optional>
#include <string>

#include "tool/refactor/source.h"

namespace pool_audit::refactor {

struct PlainCall {
  Range range;         // what goes: the statement, with an `if` that has nothing else to do
  std::string reason;  // why it cannot be left out; "" when it can
};

// Of the call whose callee is the token at `index`: `pool->trim();`, `ns::trim(pool, 0);`. Nothing
// in it may do anything but name things.
[[nodiscard]] PlainCall plain_call(const Source& source, size_t index);

}  // namespace pool_audit::refactor
