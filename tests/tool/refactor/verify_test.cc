// Which groups stay: all, or those that are right on top of the ones before them.
#include "tool/refactor/verify.h"

#include <gtest/gtest.h>

#include <fstream>

#include "checks/support/scratch_folder.h"

namespace pool_audit::refactor {
namespace {

class Verify : public testing::Test {
 protected:
  void SetUp() override { std::ofstream(scratch_.path() + "/a.cc") << "0123456789\n"; }

  // Puts `text` in place of the digit.
  static Group group(uint32_t digit, std::string text) {
    Group out;
    out.title = text;
    out.edits = {{{"a.cc", 1, digit + 1, 1, digit + 2, ""}, text}};
    return out;
  }
  // Refuses content with an x in it, and a together with b.
  Result<std::string> judge(const Changes& changes) {
    ++asked_;
    const std::string& text = changes.begin()->second.after;
    if (text.find('x') != std::string::npos) return std::string("an x");
    const bool both = text.find('a') != std::string::npos && text.find('b') != std::string::npos;
    return std::string(both ? "a and b" : "");
  }
  Verified run(std::vector<Group> groups) {
    auto out = verify(scratch_.path(), std::move(groups),
                      [this](const Changes& changes) { return judge(changes); });
    EXPECT_TRUE(out);
    return std::move(*out);
  }

  ScratchFolder scratch_;
  int asked_ = 0;
};

TEST_F(Verify, WhenAllIsWellItAsksOnce) {
  const Verified out = run({group(0, "p"), group(1, "q"), group(2, "r")});
  EXPECT_EQ(out.kept.size(), 3U);
  EXPECT_TRUE(out.withdrawn.empty());
  EXPECT_EQ(out.changes.begin()->second.after, "pqr3456789\n");
  EXPECT_EQ(asked_, 1);
}

TEST_F(Verify, OneThatIsWrongGoesAloneWithItsReason) {
  const Verified out = run({group(0, "p"), group(1, "x"), group(2, "r")});
  EXPECT_EQ(out.kept.size(), 2U);
  ASSERT_EQ(out.withdrawn.size(), 1U);
  EXPECT_EQ(out.withdrawn[0].group.title, "x");
  EXPECT_EQ(out.withdrawn[0].reason, "an x");
  EXPECT_EQ(out.changes.begin()->second.after, "p1r3456789\n");
}

TEST_F(Verify, TwoThatAreWrongTogetherLoseTheLaterOne) {
  const Verified out = run({group(0, "a"), group(1, "b"), group(2, "c")});
  ASSERT_EQ(out.withdrawn.size(), 1U);
  EXPECT_EQ(out.withdrawn[0].group.title, "b");
  EXPECT_EQ(out.withdrawn[0].reason, "a and b");
}

TEST_F(Verify, AConflictIsAReason) {
  const Verified out = run({group(0, "a"), group(0, "c")});
  EXPECT_EQ(out.kept.size(), 1U);
  ASSERT_EQ(out.withdrawn.size(), 1U);
  EXPECT_EQ(out.withdrawn[0].reason, "a.cc:1:1: another change is planned for the same text");
}

TEST_F(Verify, WhatNeedsOneThatIsWithdrawnGoesUnasked) {
  std::vector<Group> groups = {group(0, "x"), group(1, "q"), group(2, "r"), group(3, "s")};
  groups[1].needs = {"x"};
  groups[2].needs = {"q"};
  const Verified out = run(groups);
  ASSERT_EQ(out.kept.size(), 1U);
  EXPECT_EQ(out.kept[0].title, "s");
  ASSERT_EQ(out.withdrawn.size(), 3U);
  EXPECT_EQ(out.withdrawn[1].reason, "it needs 'x', which was withdrawn");
  EXPECT_EQ(out.withdrawn[2].reason, "it needs 'q', which was withdrawn");
  EXPECT_EQ(asked_, 3);  // all, x, and s
}

TEST_F(Verify, WhatNeedsOneThatConflictsIsInNoTry) {
  std::vector<Group> groups = {group(0, "a"), group(0, "c"), group(1, "q")};
  groups[2].needs = {"c"};
  const Verified out = run(groups);
  EXPECT_EQ(out.kept.size(), 1U);
  EXPECT_EQ(out.withdrawn.size(), 2U);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Verify, NeedsAreThoseOfOnePoolAndOfThePlan) {
  std::vector<Group> groups = {group(0, "a"), group(1, "q")};
  groups[1].needs = {"a"};
  EXPECT_EQ(run(groups).kept.size(), 2U);
  groups[1].pool = "another";
  const Verified out = run(groups);
  ASSERT_EQ(out.withdrawn.size(), 1U);
  EXPECT_EQ(out.withdrawn[0].reason, "it needs 'a', which is not done");
}

TEST_F(Verify, NeedsCanBeThoseOfOtherPools) {
  std::vector<Group> groups = {group(0, "a"), group(1, "x"), group(2, "q")};
  groups[2].pool = "another";
  groups[2].needs_others = true;
  groups[2].needs = {"a"};
  EXPECT_EQ(run(groups).kept.size(), 2U);
  groups[2].needs = {"a", "x"};
  EXPECT_EQ(run(groups).kept.size(), 1U);
}

TEST_F(Verify, NothingIsNothing) {
  EXPECT_TRUE(run({}).changes.empty());
  EXPECT_EQ(asked_, 0);
  const Verified out = run({group(0, "x")});
  EXPECT_TRUE(out.changes.empty());
  EXPECT_EQ(out.withdrawn.size(), 1U);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Verify, AJudgeThatCannotSayIsAnError) {
  const auto out = verify(scratch_.path(), {group(0, "a")},
                          [](const Changes&) -> Result<std::string> { return fail("no disk"); });
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().message, "no disk");
}

}  // namespace
}  // namespace pool_audit::refactor
