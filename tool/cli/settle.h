// What is left when every word of a command line is read: what hangs together is checked together.
#pragma once

#include "checks/support/result.h"
#include "tool/cli/parse.h"
#include "tool/cli/spec.h"

namespace pool_audit::cli {

// Operands move to where they belong, outputs get their formats, contradictions are refused.
[[nodiscard]] Result<void> settle(Draft& draft, const CommandSpec& command,
                                  const Surroundings& surroundings);

}  // namespace pool_audit::cli
