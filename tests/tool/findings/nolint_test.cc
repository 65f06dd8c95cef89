// The comments are read as clang-tidy reads them, but in comments alone.
#include "tool/findings/nolint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::findings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

inventory::Place at(uint32_t line, uint32_t column = 1) {
  return {"a.cc", line, column, line, column + 1, ""};
}

Nolint only(std::string_view text) {
  const std::vector<Nolint> all = read_nolints(text);
  EXPECT_EQ(all.size(), 1U) << text;
  return all.empty() ? Nolint{} : all.front();
}

TEST(Nolint, OfThisLine) {
  const Nolint one =
      only("int a;\nget();  // NOLINT(pool-x, pool-y-*): kept by the C side\nint b;\n");
  EXPECT_EQ(one.word, "NOLINT");
  EXPECT_THAT(one.patterns, ElementsAre("pool-x", "pool-y-*"));
  EXPECT_EQ(one.reason, "kept by the C side");
  EXPECT_EQ(one.line, 2U);
  EXPECT_EQ(one.column, 12U);
  EXPECT_TRUE(one.covers(at(2)));
  EXPECT_FALSE(one.covers(at(1)));
  EXPECT_FALSE(one.covers(at(3)));
}

TEST(Nolint, OfTheNextLine) {
  const Nolint one = only("/* NOLINTNEXTLINE(pool-x) - the kernel has it */\nget();\n");
  EXPECT_EQ(one.reason, "the kernel has it");
  EXPECT_TRUE(one.covers(at(2, 40)));
  EXPECT_FALSE(one.covers(at(1)));
  EXPECT_FALSE(one.covers(at(3)));
}

TEST(Nolint, OfEveryCheck) {
  EXPECT_THAT(only("// NOLINT\n").patterns, ElementsAre("*"));
  EXPECT_THAT(only("// NOLINT: legacy\n").reason, "legacy");
  EXPECT_THAT(only("// NOLINT (pool-x)\n").patterns, ElementsAre("*")) << "no bracket directly";
  EXPECT_THAT(only("// NOLINT(pool-x\n").patterns, ElementsAre("*")) << "the bracket is open";
  EXPECT_THAT(only("// NOLINT()\n").patterns, IsEmpty());
}

TEST(Nolint, ReasonsNeedAWord) {
  EXPECT_EQ(only("// NOLINT(pool-x)\n").reason, "");
  EXPECT_EQ(only("// NOLINT(pool-x):\n").reason, "");
  EXPECT_EQ(only("// NOLINT(pool-x) -- !\n").reason, "");
  EXPECT_EQ(only("/* NOLINT(pool-x) */").reason, "");
  EXPECT_EQ(only("/* NOLINT(pool-x)\n   not on this line */").reason, "");
  EXPECT_EQ(only("// NOLINT(pool-x): (see #12)\n").reason, "(see #12)");
  EXPECT_EQ(only("// NOLINT(pool-x): \xC3\xBC"
                 "ber C\r\n")
                .reason,
            "\xC3\xBC"
            "ber C");
}

TEST(Nolint, SeveralInOneComment) {
  const auto all = read_nolints("// NOLINT(pool-x): one NOLINTNEXTLINE(pool-y): two\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].reason, "one");
  EXPECT_EQ(all[1].reason, "two");
}

TEST(Nolint, OnlyInComments) {
  EXPECT_THAT(read_nolints("auto a = \"// NOLINT(pool-x): no\";\n"), IsEmpty());
  EXPECT_THAT(read_nolints("auto a = R\"x(\n// NOLINT(pool-x): no\n)x\";\n"), IsEmpty());
  EXPECT_THAT(read_nolints("int NOLINT = 1'000;\n"), IsEmpty());
  EXPECT_THAT(read_nolints("char c = '\"'; // NOLINTED, NOLINTNEXT(pool-x): no\n"), IsEmpty());
  EXPECT_EQ(read_nolints("char c = '\"'; // NOLINT\n").size(), 1U);
  EXPECT_EQ(read_nolints("auto a = \"//\"; /* NOLINT */\n").size(), 1U);
}

TEST(Nolint, LinesCountInLongComments) {
  const Nolint one =
      only("/* first\r\n * second\r\n * NOLINTNEXTLINE(pool-x): why\r\n */ get();\r\n");
  EXPECT_EQ(one.line, 3U);
  EXPECT_EQ(one.column, 4U);
  EXPECT_EQ(one.reason, "why");
  EXPECT_TRUE(one.covers(at(4)));
}

TEST(Nolint, BlocksSpeakOfWhatStandsBetween) {
  const Nolint one =
      only("a();\n// NOLINTBEGIN(pool-x): all of it\nb();\n/* NOLINTEND(pool-x) */ c();\n");
  EXPECT_TRUE(one.matched);
  EXPECT_EQ(one.reason, "all of it");
  EXPECT_FALSE(one.covers(at(1)));
  EXPECT_FALSE(one.covers(at(2, 1)));
  EXPECT_TRUE(one.covers(at(3)));
  EXPECT_TRUE(one.covers(at(4, 1)));
  EXPECT_FALSE(one.covers(at(4, 24)));
}

TEST(Nolint, BlocksNest) {
  const auto all = read_nolints(
      "// NOLINTBEGIN(pool-x): a\n// NOLINTBEGIN(pool-y): b\n// NOLINTEND(pool-y)\n"
      "// NOLINTEND(pool-x)\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].end_line, 4U);
  EXPECT_EQ(all[1].end_line, 3U);
}

TEST(Nolint, HalfABlockSpeaksOfNothing) {
  for (const char* text :
       {"// NOLINTBEGIN(pool-x): why\nget();\n", "get();\n// NOLINTEND(pool-x)\n",
        "// NOLINTBEGIN(pool-x): why\nget();\n// NOLINTEND(pool-y)\n",
        "// NOLINTBEGIN(pool-x): why\nget();\n// NOLINTEND\n"}) {
    for (const Nolint& each : read_nolints(text)) {
      EXPECT_FALSE(each.matched) << text;
      EXPECT_FALSE(each.covers(at(2))) << text;
    }
  }
  // Crossing: the END in the middle ends nothing, and leaves the inner block open.
  const auto crossing = read_nolints(
      "// NOLINTBEGIN(pool-x)\n// NOLINTBEGIN(pool-y)\n// NOLINTEND(pool-x)\n// "
      "NOLINTEND(pool-y)\n");
  ASSERT_EQ(crossing.size(), 3U);
  EXPECT_FALSE(crossing[0].matched);
  EXPECT_TRUE(crossing[1].matched);
  EXPECT_FALSE(crossing[2].matched);
}

TEST(Nolint, AnyBytesAreRead) {
  for (const char* text :
       {"// NOLINT(", "/* NOLINT(", "// NOLINTBEGIN", "/*/ NOLINT", "//NOLINT\\\n(",
        "/* NOLINT */ /* NOLINT", "// NOLINT(pool-x):\xff\xfe"}) {
    (void)read_nolints(text);
  }
}

}  // namespace
}  // namespace pool_audit::findings
