// Aliases, branches and loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

// ---- straight lines and early exits ------------------------------------------------------------

TEST(ObjectFlowExits, PutOnTheOnlyPath) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call puts_back(o)
    end o
    -> exit
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowExits, NeverPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call borrows_it(o)
    end o
    -> exit
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowExits, EarlyReturn) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    return
    end o
    returns -> exit
  block 2:
    call puts_back(o)
    end o
    -> exit
)"),
            "some_paths puts 201 misses 101: put on some paths only");
}

TEST(ObjectFlowExits, PutBeforeBothReturns) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    call puts_back(o)
    return
    end o
    returns -> exit
  block 2:
    call puts_back(o)
    end o
    -> exit
)"),
            "all_paths puts 101 201: put on every path");
}

TEST(ObjectFlowExits, WithoutScopeEndsTheReturnIsTheMiss) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowExits, DiscardedResult) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj* discarded
    return
)"),
            "never misses 1: left without being put back");
}

TEST(ObjectFlowExits, TemporaryThatIsOnlyUsed) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call borrows_it(t0)
    return
)"),
            "never misses 2: left without being put back");
}

TEST(ObjectFlowExits, ProcessEndsAreNoExits) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    call borrows_and_aborts() noreturn
    unreachable
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowExits, NoreturnCallInAnOrdinaryBlock) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    call borrows_and_aborts() noreturn
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowExits, NoPathLeaves) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    -> 1
  block 1:
    call borrows_it(o)
    -> 1
)"),
            "unproven: no path leads from here out of the function");
}

TEST(ObjectFlowExits, ServerLoopThatPutsNeverEndsAndIsFine) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call puts_back(o)
    -> 0
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowExits, DeadEdgesAreNotTaken) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if 0 -> dead else 1
  block 1:
    call puts_back(o)
    return
)"),
            "all_paths puts 101: put on every path");
}

// ---- aliases -----------------------------------------------------------------------------------

TEST(ObjectFlowAliases, CopyInAnotherLocal) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = o
    o = null
    call puts_back(p)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowAliases, OverwritingTheLastAliasLosesIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    o = null
    call puts_back(o)
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowAliases, OverwritingOneOfTwoDoesNot) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = o
    o = obj
    o = p
    p = null
    call puts_back(o)
    return
)"),
            "all_paths puts 7: put on every path");
}

TEST(ObjectFlowAliases, EndOfScopeOfTheLastAlias) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    end o
    call borrows_nothing()
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowAliases, FieldOfALocal) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    p = s.Holder::ptr
    call puts_back(p)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowAliases, FieldOverwrittenWithItsStruct) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    s = s2
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowAliases, StructCopy) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    s2 = s
    s.Holder::ptr = null
    call puts_back(s2.Holder::ptr)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowAliases, ArrayElement) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    a[1] = t0
    a[0] = null
    call puts_back(a[1])
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowAliases, ArrayElementLost) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    a[1] = t0
    a[1] = null
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowAliases, AnyElementProvesNoLoss) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    a[*] = t0
    a[*] = null
    return
)"),
            "unproven: kept in an array whose elements are not told apart");
}

TEST(ObjectFlowAliases, AnyElementMayBePut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    a[*] = t0
    p = a[*]
    call puts_back(p)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowAliases, ReferenceToThePointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = null
    r = &o
    t0 = call get_one(): Obj*
    *r = t0
    call puts_back(o)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowAliases, OverwrittenThroughAReference) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    r = &o
    *r = null
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowAliases, MovedPointerIsStillThere) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = o move
    call puts_back(p)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowAliases, ConditionalOperatorKeepsIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    t1 = o
    -> 3
  block 2:
    t1 = o
    -> 3
  block 3:
    p = t1
    o = null
    call puts_back(p)
    return
)"),
            "all_paths puts 303: put on every path");
}

TEST(ObjectFlowAliases, PointerIntoTheObjectIsNotLost) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = &o->Obj::next: Obj*
    o = null
    call puts_back(p)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowAliases, IncrementedPointerPointsIntoIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    o = assign() arithmetic
    return
)"),
            "never misses 4: left without being put back");
}

}  // namespace
}  // namespace pool_audit::analysis
