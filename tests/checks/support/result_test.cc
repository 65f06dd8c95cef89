#include "checks/support/result.h"

#include <gtest/gtest.h>

namespace pool_audit {
namespace {

TEST(Error, SaysWhatIsKnownOfThePlace) {
  EXPECT_EQ((Error{"wrong", "a.cc", 3, 7}).to_string(), "a.cc:3:7: wrong");
  EXPECT_EQ((Error{"wrong", "a.cc", 3, 0}).to_string(), "a.cc:3: wrong");
  EXPECT_EQ((Error{"wrong", "a.cc", 0, 7}).to_string(), "a.cc: wrong");
  EXPECT_EQ((Error{"wrong", "", 3, 7}).to_string(), "wrong");
}

TEST(Error, FailMakesAResult) {
  const auto half = [](int number) -> Result<int> {
    if (number % 2 != 0) return fail("expected an even number", "input", 1);
    return number / 2;
  };
  ASSERT_TRUE(half(4));
  EXPECT_EQ(*half(4), 2);
  ASSERT_FALSE(half(3));
  EXPECT_EQ(half(3).error(), (Error{"expected an even number", "input", 1, 0}));
}

}  // namespace
}  // namespace pool_audit
