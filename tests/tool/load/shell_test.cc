#include "tool/load/shell.h"

#include <gmock/gmock.h>

namespace pool_audit::load {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SplitShell, BlanksSeparateAndRunsOfThemCountOnce) {
  EXPECT_THAT(split_shell("  cc\t-c \n a.c ").words, ElementsAre("cc", "-c", "a.c"));
  EXPECT_THAT(split_shell("").words, IsEmpty());
  EXPECT_THAT(split_shell(" \t ").words, IsEmpty());
}

TEST(SplitShell, QuotesGroupAndVanish) {
  EXPECT_THAT(split_shell(R"(cc "a b".c 'c d'"e"f)").words, ElementsAre("cc", "a b.c", "c def"));
  EXPECT_THAT(split_shell(R"(cc "" '')").words, ElementsAre("cc", "", ""));
}

TEST(SplitShell, BackslashEscapesAnyCharacterOutsideQuotes) {
  EXPECT_THAT(split_shell(R"(cc -DX=\"foo\ bar\" a\\b \'c)").words,
              ElementsAre("cc", R"(-DX="foo bar")", R"(a\b)", "'c"));
}

TEST(SplitShell, BackslashInDoubleQuotesEscapesOnlyWhatPosixSays) {
  EXPECT_THAT(split_shell(R"("-DX=\"a\\b\"" "\n\$\`")").words,
              ElementsAre(R"(-DX="a\b")", R"(\n$`)"));
}

TEST(SplitShell, BackslashInSingleQuotesIsPlain) {
  EXPECT_THAT(split_shell(R"('-DX="a\n"')").words, ElementsAre(R"(-DX="a\n")"));
}

TEST(SplitShell, EscapedNewlineJoinsLines) {
  EXPECT_THAT(split_shell("cc -DA\\\nB \"x\\\ny\"").words, ElementsAre("cc", "-DAB", "xy"));
}

TEST(SplitShell, NothingIsExpanded) {
  EXPECT_THAT(split_shell("cc $HOME ~ *.c `x`").words,
              ElementsAre("cc", "$HOME", "~", "*.c", "`x`"));
}

TEST(SplitShell, OpenQuoteEndsWithTheTextAndIsReported) {
  const ShellWords open = split_shell("cc 'a b");
  EXPECT_THAT(open.words, ElementsAre("cc", "a b"));
  EXPECT_TRUE(open.unterminated);
  EXPECT_FALSE(split_shell("cc 'a b'").unterminated);
  EXPECT_THAT(split_shell("cc \\").words, ElementsAre("cc", "\\"));
}

TEST(SplitResponseFile, BackslashEscapesEvenWithinSingleQuotes) {
  EXPECT_THAT(split_response_file("-Ia\\ b\n'c\\'d' \"e\\nf\"").words,
              ElementsAre("-Ia b", "c'd", "enf"));
}

}  // namespace
}  // namespace pool_audit::load
