#include "tool/console.h"

#include <iostream>

#include "tool/cli/exit_code.h"

namespace pool_audit {

void complain(const std::string& message) {
  std::cerr << "pool-audit: " << message << "\n";
}

int fail_with(const Error& error) {
  complain(error.to_string());
  return to_int(cli::ExitCode::usage);
}

}  // namespace pool_audit
