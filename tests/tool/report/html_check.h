// Reads a page as a strict parser would, and says what is wrong with it.
#pragma once

#include <string>

namespace pool_audit::report {

// "" for a page that is valid UTF-8; whose elements and attributes are those that the report uses,
// balanced, every value in quotes; whose links lead to a part of the page; that holds one style and
// one script; and in whose texts every '<', '>', '"' and '&' is an entity.
[[nodiscard]] std::string problem_of(const std::string& page);

}  // namespace pool_audit::report
