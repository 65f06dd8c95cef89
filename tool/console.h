// What a command says to the person who typed it.
#pragma once

#include <string>

#include "checks/support/result.h"

namespace pool_audit {

// A line on standard error.
void complain(const std::string& message);
// The same, and the exit code for it.
[[nodiscard]] int fail_with(const Error& error);

}  // namespace pool_audit
