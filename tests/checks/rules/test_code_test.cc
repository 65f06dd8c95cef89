#include "checks/rules/test_code.h"

#include <gtest/gtest.h>

namespace pool_audit::rules {
namespace {

facts::Function function(const char* name, const char* file, const char* macro = "") {
  facts::Function out;
  out.name = Symbol(name);
  out.location.file = Symbol(file);
  out.location.macro = Symbol(macro);
  return out;
}

TEST(TestCode, FilesAreKnownByTheirNames) {
  for (const char* path : {"src/pool_test.cc", "PoolTest.cpp", "tests/a.cc", "test/pool/a.c",
                           "Foundation/testsuite/src/Pool.cpp", "a/test-pool.c", "unit.test.cc"}) {
    EXPECT_TRUE(is_test_file(path)) << path;
  }
  for (const char* path :
       {"src/pool.cc", "contest/a.cc", "src/attestation.cc", "latest.cc", "testament.cc"}) {
    EXPECT_FALSE(is_test_file(path)) << path;
  }
}

TEST(TestCode, BodiesComeOutOfMacros) {
  EXPECT_EQ(test_name(function("net::Pool_Works_Test::TestBody", "a.cc", "TEST")),
            "Pool_Works_Test");
  EXPECT_EQ(test_name(function("CATCH2_INTERNAL_TEST_0", "a.cc", "TEST_CASE")),
            "CATCH2_INTERNAL_TEST_0");
  EXPECT_EQ(test_name(function("works::test_method", "a.cc", "BOOST_AUTO_TEST_CASE")),
            "works::test_method");
  EXPECT_EQ(test_name(function("works", "a.cc", "DEFINE")), "");
}

TEST(TestCode, OthersAreNamedForIt) {
  EXPECT_EQ(test_name(function("PoolTest::testGet", "PoolTest.cpp")), "PoolTest::testGet");
  EXPECT_EQ(test_name(function("test_get", "tests/a.c")), "test_get");
  EXPECT_EQ(test_name(function("test_get", "src/a.c")), "") << "asks whether something holds";
  EXPECT_EQ(test_name(function("helper", "tests/a.c")), "");
  EXPECT_EQ(test_name(function("main", "tests/a.c")), "");
}

}  // namespace
}  // namespace pool_audit::rules
