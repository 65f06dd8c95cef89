// Aliases, branches and loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

using testing::StartsWith;

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

// ---- hand-overs --------------------------------------------------------------------------------

TEST(ObjectFlowHandOver, Returned) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    return o
    end o
    returns -> exit
)"),
            "handed_over handed 3 returned: returned to the caller");
}

TEST(ObjectFlowHandOver, ReturnedInAStruct) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    t1 = s
    return t1
)"),
            "handed_over handed 4 returned: returned to the caller");
}

TEST(ObjectFlowHandOver, ReturnedOnOnePathOnly) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    return o
  block 2:
    return null
)"),
            "some_paths misses 201 handed 101 returned: returned to the caller on some paths only");
}

TEST(ObjectFlowHandOver, StoredInAMember) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    this->Server::conn = t0
    return
)"),
            "handed_over handed 2: stored in Server::conn");
}

TEST(ObjectFlowHandOver, StoredThroughAParameter) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    srv->Server::conn = t0
    return
)"),
            "handed_over handed 2: stored in Server::conn");
}

TEST(ObjectFlowHandOver, StoredInAnOutParameter) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    *out = t0
    return
)"),
            "handed_over handed 2: stored in what out points to");
}

TEST(ObjectFlowHandOver, StoredInAGlobal) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    @cache = t0
    return
)"),
            "handed_over handed 2: stored in cache");
}

TEST(ObjectFlowHandOver, StoredInAMemberAndThenPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    this->Server::conn = o
    call borrows_it(o)
    this->Server::conn = null
    call puts_back(o)
    return
)"),
            "all_paths puts 6: put on every path");
}

TEST(ObjectFlowHandOver, PutThroughTheMember) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    this->Server::conn = t0
    call puts_back(this->Server::conn)
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowHandOver, MemberThroughAnotherNameOfThis) {
  EXPECT_EQ(flow(R"(
  local self: Server*
  block 0:
    self = this
    t0 = call get_one(): Obj*
    self->Server::conn = t0
    call puts_back(this->Server::conn)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowHandOver, StoredInItselfIsNone) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    o->Obj::self = o
    end o
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowHandOver, StoredInItselfAndPutFromThere) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    o->Obj::self = o
    p = o->Obj::self
    call puts_back(p)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowHandOver, LinkedIntoAList) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    @cache = &o->Obj::next: Obj*
    return
)"),
            "handed_over handed 3: stored in cache");
}

TEST(ObjectFlowHandOver, StoredOnOnePathPutOnTheOther) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    @cache = o
    return
  block 2:
    call puts_back(o)
    return
)"),
            "mixed puts 201 handed 101: put on some paths, stored in cache on others");
}

TEST(ObjectFlowHandOver, DeletedObjectIsGone) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    delete o
    return
)"),
            "handed_over handed 3: destroyed by delete");
}

TEST(ObjectFlowHandOver, DeleteOfAnotherPointerIsNone) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    delete obj
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowHandOver, DeleteThatThePoolOverloads) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    delete o with puts_back
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowHandOver, AddressOfTheHolderStored) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    this->Server::conn = &s: Holder*
    return
)"),
            "unproven: the address of what holds it is stored in Server::conn");
}

}  // namespace
}  // namespace pool_audit::analysis
