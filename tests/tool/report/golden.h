// Recorded output. POOL_AUDIT_RECORD=1 in the environment writes it anew; look at the diff then.
#pragma once

#include <string>

namespace pool_audit::report {

// Compares `actual` with tests/tool/report/golden/`name`.
void expect_golden(const std::string& name, const std::string& actual);

}  // namespace pool_audit::report
