#include "checks/support/build_id.h"

#include <gtest/gtest.h>

#include "checks/support/files.h"

namespace pool_audit {
namespace {

TEST(BuildId, IsTheOneInTheFile) {
  const std::string id = build_id();
  ASSERT_EQ(id.size(), 20U) << "sha1";
  const auto file = read_file("/proc/self/exe");
  ASSERT_TRUE(file);
  EXPECT_NE(file->find(std::string("GNU\0", 4) + id), std::string::npos);
}

}  // namespace
}  // namespace pool_audit
