// Calls: what they do to the object, how they fail, owners and lambdas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

// ---- effects -----------------------------------------------------------------------------------

TEST(ObjectFlowCalls, KeptByTheCallee) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call keeps_it(o)
    return
)"),
            "handed_over handed 3: passed to keeps_it(), which keeps it");
}

TEST(ObjectFlowCalls, KeptAndThenPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call keeps_it(o)
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowCalls, UnknownCalleeProvesNothing) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call unknown_use(o)
    return
)"),
            "unproven: passed to unknown_use()");
}

TEST(ObjectFlowCalls, UnknownCalleeBeforeThePut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call unknown_use(o)
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowCalls, UnknownOnOnePathLostOnTheOther) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    call unknown_use(o)
    return
  block 2:
    return
)"),
            "unproven: passed to unknown_use()");
}

TEST(ObjectFlowCalls, PutOnSomePathsOfTheCallee) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call some_put(o)
    return
)"),
            "unproven puts 3: put by some_put() on some paths only");
}

TEST(ObjectFlowCalls, ResultIsTheSameObject) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    t1 = call returns_it(t0): Obj*
    o = t1
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowCalls, ResultOfABorrowingCallIsAnother) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    t1 = call borrows_it(t0): Obj*
    o = t1
    call puts_back(o)
    return
)"),
            "never misses 2: left without being put back");
}

TEST(ObjectFlowCalls, ResetIsNoted) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call resets_it(o)
    call puts_back(o)
    return
)"),
            "all_paths puts 4 reset: put on every path");
}

TEST(ObjectFlowCalls, PutThroughTheAddressOfThePointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call puts_and_clears(&o)
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowCalls, AddressOfAnotherPointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call puts_and_clears(&p)
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowCalls, StructThatHoldsItByAddress) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    call unknown_init(&s)
    return
)"),
            "unproven: passed to unknown_init()");
}

TEST(ObjectFlowCalls, PointerIntoTheObjectIsNotTheObject) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call unknown_use(&o->Obj::state)
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowCalls, PointerIntoTheObjectThatIsKept) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call keeps_link(&o->Obj::next)
    return
)"),
            "handed_over handed 3: passed to keeps_link(), which keeps it");
}

TEST(ObjectFlowCalls, MemberOfTheObjectIsNotTheObject) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call keeps_it(o->Obj::buf)
    call puts_back(o->Obj::next)
    return
)"),
            "never misses 5: left without being put back");
}

TEST(ObjectFlowCalls, MethodOfTheObjectThatPutsIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call puts_itself(object=o)
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowCalls, KeptInALocalContainer) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call keeps_push(object=&v, o)
    end o
    end v
    return
)"),
            "unproven: kept in v");
}

TEST(ObjectFlowCalls, LocalContainerIsReturned) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call keeps_push(object=&v, t0)
    return v
)"),
            "handed_over handed 3 returned: returned to the caller");
}

TEST(ObjectFlowCalls, KeptInAContainerOfAParameter) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call keeps_push(object=&srv->Server::conn, t0)
    return
)"),
            "handed_over handed 2: passed to keeps_push(), which keeps it");
}

TEST(ObjectFlowCalls, MacroThatPuts) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    macro puts_MACRO(o)
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowCalls, SuspensionChangesNothing) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = suspend srv
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowCalls, LostAcrossASuspension) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = suspend srv
    if c -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowCalls, PlacementNewGivesTheSameMemory) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    t1 = new Obj(t0) placement
    o = t1
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

// ---- results that say whether there is an object -----------------------------------------------

TEST(ObjectFlowOut, StatusZeroIsSuccess) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call status_get(&o): int
    if t0 != 0 -> 1 else 2
  block 1:
    return -1
  block 2:
    call puts_back(o)
    return 0
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowOut, StatusKeptInAVariable) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call status_get(&o): int
    rc = t0
    if rc < 0 -> 1 else 2
  block 1:
    return rc
  block 2:
    ok = rc == 0
    if ok -> 3 else 1
  block 3:
    call puts_back(o)
    return 0
)"),
            "all_paths puts 301: put on every path");
}

TEST(ObjectFlowOut, ForgottenAfterSuccess) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call status_get(&o): int
    if t0 -> 1 else 2
  block 1:
    return -1
  block 2:
    if c -> 3 else 4
  block 3:
    return 1
  block 4:
    call puts_back(o)
    return 0
)"),
            "some_paths puts 401 misses 301: put on some paths only");
}

TEST(ObjectFlowOut, FalseIsFailure) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call false_get(&o): bool
    if t0 -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowOut, UnknownWayToFailProvesNoLoss) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call fill_it(&o): int
    if t0 -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "unproven: how fill_it() fails is unknown");
}

TEST(ObjectFlowOut, PointerTestedInsteadOfTheStatus) {
  EXPECT_EQ(flow(R"(
  block 0:
    call fill_it(&o): void
    if o -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowOut, FilledFieldOfAStruct) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call false_get(&s.Holder::ptr): bool
    if t0 -> 1 else 2
  block 1:
    call borrows_it(s.Holder::ptr)
    return
  block 2:
    return
)"),
            "never misses 102: left without being put back");
}

TEST(ObjectFlowOut, FilledForTheCaller) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call false_get(out): bool
    return t0
)"),
            "handed_over handed 1: stored in what out points to");
}

TEST(ObjectFlowOut, FilledAgainInTheLoop) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = null
    -> 1
  block 1:
    t0 = call false_get(&o): bool
    if t0 -> 2 else 3
  block 2:
    call borrows_it(o)
    -> 1
  block 3:
    return
)"),
            "never misses 101 301: taken again in the loop while still held");
}

}  // namespace
}  // namespace pool_audit::analysis
