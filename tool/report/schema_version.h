// The version of the report's JSON form, described in docs/formats/inventory.md. The minor number
// grows when members are added, the major one when members go or change their meaning.
#pragma once

#include <string_view>

namespace pool_audit::report {

inline constexpr std::string_view kSchemaVersion = "1.3";

}  // namespace pool_audit::report
