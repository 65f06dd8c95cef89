#include "tool/refactor/style.h"

#include <gtest/gtest.h>

namespace pool_audit::refactor {
namespace {

std::string step(const std::string& text, const std::string& own = "") {
  return indentation_step(Source(text), own);
}

TEST(Style, AStepIsWhatTheLinesOfABlockHaveMore) {
  EXPECT_EQ(step("void f() {\n    g();\n}\n"), "    ");
  EXPECT_EQ(step("void f()\n{\n  g();\n}\n"), "  ");
  EXPECT_EQ(step("namespace a {\nvoid f() {\n   g();\n}\n}\n"), "   ");
  EXPECT_EQ(step("int x;\n"), "  ");
  EXPECT_EQ(step("void f() {\n  g();\n}\n", "\t"), "\t");
}

TEST(Style, WhoMaySeeMembersIsNoStep) {
  EXPECT_EQ(step("class A {\n public:\n    int x;\n};\n"), "    ");
  EXPECT_EQ(step("class A {\n public:\n private:\n    int x;\n};\n"), "    ");
  EXPECT_EQ(step("class A {\n public:"), "  ");
}

}  // namespace
}  // namespace pool_audit::refactor
