// Branches that cannot happen, and loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

// ---- null tests --------------------------------------------------------------------------------

TEST(ObjectFlowNull, NoObjectNeedsNoPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    if o == null -> 1 else 2
  block 1:
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowNull, WrongSideOfTheTest) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    if o == null -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "never misses 201: left without being put back");
}

TEST(ObjectFlowNull, PutBehindATest) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    call borrows_it(o)
    if o -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowNull, TestOfAnotherAlias) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    p = o
    if p -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowNull, TestOfAnotherPointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    if obj -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowNull, TestKeptInAVariable) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    ok = o != null
    if ok -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowNull, NegatedTestKeptInAnInteger) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    rc = o == null
    if rc == 0 -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowNull, VariableOverwrittenSinceTheTest) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    ok = o != null
    ok = c
    if ok -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowNull, GetThatNeverFailsIsNeverNull) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if o == null -> 1 else 2
  block 1:
    @cache = o
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowNull, UseAfterTestOnBothSides) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): Obj*
    o = t0
    if o -> 1 else 3
  block 1:
    call borrows_it(o)
    -> 2
  block 2:
    if o != null -> 4 else 3
  block 3:
    return
  block 4:
    call puts_back(o)
    return
)"),
            "all_paths puts 401: put on every path");
}

TEST(ObjectFlowNull, IdBelowZeroIsNone) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): int
    rc = t0
    if rc < 0 -> 1 else 2
  block 1:
    return
  block 2:
    call puts_back(rc)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowNull, IdMinusOneIsNone) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call try_one(): int
    rc = t0
    if rc != -1 -> 1 else 2
  block 1:
    call puts_back(rc)
    return
  block 2:
    if rc == -1 -> 3 else 4
  block 3:
    return
  block 4:
    @level = rc
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowNull, ComparedWithAnotherPointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = o
    if o == p -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

// ---- status codes ------------------------------------------------------------------------------

TEST(ObjectFlowStatus, ConstantDecides) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    rc = -1
    if c -> 1 else 2
  block 1:
    rc = 0
    -> 2
  block 2:
    if rc < 0 -> 3 else 4
  block 3:
    call puts_back(o)
    return
  block 4:
    if rc == 0 -> 5 else 6
  block 5:
    return o
  block 6:
    return
)"),
            "mixed puts 301 handed 501 returned: put on some paths, returned to the caller on "
            "others");
}

TEST(ObjectFlowStatus, GotoErrorWithACode) {
  EXPECT_EQ(flow(R"(
  block 0:
    rc = -1
    t0 = call try_one(): Obj*
    o = t0
    if o == null -> 3 else 1
  block 1:
    rc = 0
    if c -> 3 else 2
  block 2:
    rc = 2
    -> 3
  block 3:
    if rc == 0 -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return rc
)"),
            "some_paths puts 401 misses 501: put on some paths only");
}

TEST(ObjectFlowStatus, GotoErrorWithACodeThatCoversAll) {
  EXPECT_EQ(flow(R"(
  block 0:
    rc = -1
    t0 = call try_one(): Obj*
    o = t0
    if o == null -> 3 else 1
  block 1:
    rc = 0
    if c -> 3 else 2
  block 2:
    rc = 2
    -> 3
  block 3:
    if rc >= 0 -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return rc
)"),
            "all_paths puts 401: put on every path");
}

TEST(ObjectFlowStatus, UnknownNumberTestedTwice) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if n > 0 -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    if n <= 0 -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "all_paths puts 101 301: put on every path");
}

TEST(ObjectFlowStatus, UnsignedIsNeverNegative) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if m > 0 -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    if m == 0 -> 3 else 4
  block 3:
    @cache = o
    return
  block 4:
    return
)"),
            "mixed puts 101 handed 301: put on some paths, stored in cache on others");
}

TEST(ObjectFlowStatus, NumberChangedBetweenTheTests) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if n > 0 -> 1 else 2
  block 1:
    call puts_back(o)
    -> 3
  block 2:
    n = assign() arithmetic
    if n <= 0 -> 4 else 3
  block 3:
    return
  block 4:
    call puts_back(o)
    return
)"),
            "some_paths puts 101 401 misses 301: put on some paths only");
}

TEST(ObjectFlowStatus, CopyOfTheNumber) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    rc = n
    if n == 3 -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    if rc != 3 -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "all_paths puts 101 301: put on every path");
}

TEST(ObjectFlowStatus, CopyKeepsItsValueWhenTheOriginalChanges) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    rc = n
    if n == 3 -> 1 else 2
  block 1:
    n = 0
    call puts_back(o)
    -> 2
  block 2:
    n = 0
    if rc != 3 -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "all_paths puts 102 301: put on every path");
}

TEST(ObjectFlowStatus, ComparisonOfTwoVariables) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if n < k -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    if k <= n -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "all_paths puts 101 301: put on every path");
}

TEST(ObjectFlowStatus, SwitchCoversEveryCase) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    switch n case 1 -> 1, case 2..5 -> 2, else -> 3
  block 1:
    call puts_back(o)
    return
  block 2:
    @cache = o
    return
  block 3:
    call puts_back(o)
    return
)"),
            "mixed puts 101 301 handed 201: put on some paths, stored in cache on others");
}

TEST(ObjectFlowStatus, SwitchForgetsTheDefault) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    switch n case 1 -> 1, case 2..5 -> 2, else -> 3
  block 1:
    call puts_back(o)
    return
  block 2:
    call puts_back(o)
    return
  block 3:
    return
)"),
            "some_paths puts 101 201 misses 301: put on some paths only");
}

TEST(ObjectFlowStatus, SwitchOnAConstant) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    rc = 4
    switch rc case 1 -> 1, case 2..5 -> 2, else -> 1
  block 1:
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowStatus, SwitchTeachesItsValue) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    switch n case 1 -> 1, case 2 -> 1, else -> 2
  block 1:
    call puts_back(o)
    -> 3
  block 2:
    if n == 2 -> 4 else 3
  block 3:
    if n == 1 -> 4 else 5
  block 4:
    return
  block 5:
    if n == 2 -> 4 else 6
  block 6:
    call puts_back(o)
    return
)"),
            "all_paths puts 101 601: put on every path");
}

TEST(ObjectFlowStatus, ComputedGotoMayGoAnywhere) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    switch opaque case 0 -> 1, case 1 -> 2, else -> 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowStatus, FloatingPointIsNoInteger) {
  EXPECT_EQ(flow(R"(
  local x: double
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if x > 0 text "x > 0" reads (x) -> 1 else 2
  block 1:
    if x < 1 text "x < 1" reads (x) -> 3 else 2
  block 2:
    call puts_back(o)
    return
  block 3:
    return
)"),
            "some_paths puts 201 misses 301: put on some paths only");
}

// ---- addresses ---------------------------------------------------------------------------------

// Puts the object when `condition` holds.
std::string put_if(std::string_view condition) {
  return flow(R"(
  local list: List
  local other: Obj*
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    other = obj
    k = 0
    if )" + std::string(condition) +
              R"( -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)");
}

TEST(ObjectFlowConditions, AddressesOfDifferentObjects) {
  EXPECT_THAT(put_if("&list != &v"), testing::StartsWith("all_paths"));
  EXPECT_THAT(put_if("&list == &v"), testing::StartsWith("never"));
  EXPECT_THAT(put_if("&list == &list"), testing::StartsWith("all_paths"));
  EXPECT_THAT(put_if("&srv->Server::flag != &srv->Server::count"),
              testing::StartsWith("all_paths"));
  EXPECT_THAT(put_if("&list != null"), testing::StartsWith("all_paths"));
}

// The walk through a list ends where the pointer to an element points to the head.
TEST(ObjectFlowConditions, UnknownPointersMayPointToTheSame) {
  for (const std::string_view condition :
       {"&other->Obj::next != &srv->Server::conn", "&other->Obj::next == &srv->Server::conn",
        "&srv->Server::link != &list", "&list == &srv->Server::link", "&s != &s.Holder::ptr",
        "&a[*] == &a[1]", "&o->Obj::next != &srv->Server::conn", "o != &o->Obj::next",
        "o == &srv->Server::spare", "&srv->Server::spare == o"}) {
    EXPECT_THAT(put_if(condition), testing::StartsWith("some_paths")) << condition;
  }
}

}  // namespace
}  // namespace pool_audit::analysis
