// `#include` lines that new text wants.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checks/inventory/inventory.h"
#include "tool/refactor/source.h"

namespace pool_audit::refactor {

// The edit that gives a file a header: "<memory>" or "\"pool/lease.h\"". Beside its first include
// of the same kind that no condition but an include guard holds, else in front of its first
// include, else behind the comment that the file begins with. Nothing when it has the line already.
[[nodiscard]] std::optional<inventory::Edit> include_line(const Source& source,
                                                          const std::string& file,
                                                          std::string_view header);

}  // namespace pool_audit::refactor
