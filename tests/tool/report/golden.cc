#include "tests/tool/report/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "checks/support/files.h"

namespace pool_audit::report {

void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = "tests/tool/report/golden/" + name;
  if (std::getenv("POOL_AUDIT_RECORD") != nullptr) {
    const auto written = write_file_atomically(path, actual);
    ASSERT_TRUE(written) << written.error().to_string();
  }
  const auto recorded = read_file(path);
  ASSERT_TRUE(recorded) << recorded.error().to_string();
  EXPECT_EQ(*recorded, actual) << "POOL_AUDIT_RECORD=1 records it anew";
}

}  // namespace pool_audit::report
