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

// ---- owners ------------------------------------------------------------------------------------

TEST(ObjectFlowOwners, PutsWhenItDies) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    if c -> 1 else 2
  block 1:
    return
    destroy l
    returns -> exit
  block 2:
    destroy l
    -> exit
)"),
            "leased puts 102 201: held by an owner");
}

TEST(ObjectFlowOwners, FactoryFunctionMakesOne) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    l = call owns_it(t0): Lease
    declare l
    return
    destroy l
    returns -> exit
)"),
            "leased puts 5: held by an owner");
}

TEST(ObjectFlowOwners, TheGetItselfGivesOne) {
  EXPECT_EQ(flow(R"(
  block 0:
    l = call get_lease(): Lease
    declare l
    return
    destroy l
    returns -> exit
)"),
            "leased puts 4: held by an owner");
}

TEST(ObjectFlowOwners, GuardConstructedByTheGet) {
  EXPECT_EQ(flow(R"(
  block 0:
    call get_guard(object=&l, srv): Lease
    declare l
    return
    destroy l
    returns -> exit
)"),
            "leased puts 4: held by an owner");
}

TEST(ObjectFlowOwners, TemporaryLeaseDiesAtOnce) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_lease(): Lease
    t1 = call returns_ptr(object=&t0): Obj*
    call borrows_it(t1)
    destroy t0: Lease
    return
)"),
            "leased puts 4: held by an owner");
}

TEST(ObjectFlowOwners, ReleasedAndForgotten) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call moves_release(object=&l): Obj*
    o = t1
    destroy l
    end o
    return
)"),
            "never misses 7: left without being put back");
}

TEST(ObjectFlowOwners, ReleaseDiscarded) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call moves_release(object=&l): Obj* discarded
    destroy l
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowOwners, ReleasedAndPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call moves_release(object=&l): Obj*
    call puts_back(t1)
    destroy l
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowOwners, RawPointerOfAnOwnerIsAnAlias) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call returns_ptr(object=&l): Obj*
    call borrows_it(t1)
    destroy l
    return
)"),
            "leased puts 6: held by an owner");
}

TEST(ObjectFlowOwners, MovedToAnotherOwner) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    call owns_moved(object=&l2, &l): Lease
    declare l2
    t1 = call moves_release(object=&l2): Obj*
    o = t1
    destroy l2
    destroy l
    end o
    return
)"),
            "never misses 10: left without being put back");
}

TEST(ObjectFlowOwners, MovedToAnotherOwnerThatLives) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    call moves_ctor(object=&l2, &l): Lease
    declare l2
    destroy l2
    destroy l
    return
)"),
            "leased puts 6: held by an owner");
}

TEST(ObjectFlowOwners, AssignedToAnotherOwner) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&t1, t0): Lease
    t2 = call owns_assigned(object=&l, &t1): Lease& discarded
    destroy t1: Lease
    t3 = call moves_release(object=&l): Obj*
    o = t3
    destroy l
    return
)"),
            "never misses 8: left without being put back");
}

TEST(ObjectFlowOwners, ReturnedToTheCaller) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    call owns_moved(object=&t1, &l): Lease
    return t1
    destroy l
    returns -> exit
)"),
            "leased handed 5 returned: returned to the caller in an owner");
}

TEST(ObjectFlowOwners, RawPointerOfALocalOwnerReturned) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call returns_ptr(object=&l): Obj*
    return t1
    destroy l
    returns -> exit
)"),
            "leased puts 6: held by an owner");
}

TEST(ObjectFlowOwners, StoredInAMember) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    t1 = call owns_assigned(object=&srv->Server::conn, &l): Lease& discarded
    return
    destroy l
    returns -> exit
)"),
            "handed_over handed 4: stored in Server::conn");
}

TEST(ObjectFlowOwners, TestedForNull) {
  EXPECT_EQ(flow(R"(
  block 0:
    l = call try_lease(): Lease
    declare l
    t0 = call returns_bool(object=&l): bool
    if t0 -> 1 else 2
  block 1:
    t1 = call moves_release(object=&l): Obj*
    call puts_back(t1)
    destroy l
    return
  block 2:
    destroy l
    return
)"),
            "all_paths puts 102: put on every path");
}

TEST(ObjectFlowOwners, TakenByAnUnknownFunction) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    call owns_moved(object=&t1, &l): Lease
    call unknown_take(t1)
    destroy t1: Lease
    destroy l
    return
)"),
            "leased puts 6: held by an owner");
}

TEST(ObjectFlowOwners, EarlyPutByAMethod) {
  EXPECT_EQ(flow(R"(
  block 0:
    l = call get_lease(): Lease
    declare l
    call puts_reset(object=&l)
    destroy l
    return
)"),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowOwners, OwnerOnOnePathByHandOnTheOther) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    call owns_it(object=&l, o): Lease
    declare l
    destroy l
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 103 201: put on every path");
}

TEST(ObjectFlowOwners, StructOfOwnerTypeWhoseMemberIsSet) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    l.Lease::ptr = t0
    destroy l
    return
)"),
            "leased puts 3: held by an owner");
}

TEST(ObjectFlowOwners, DestructorThatIsNotFollowed) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    destroy s with unknown_destructor
    return
)"),
            "unproven: destroyed with s, whose destructor is not followed");
}

TEST(ObjectFlowOwners, TrivialStructDies) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    s.Holder::ptr = t0
    end s
    return
)"),
            "never misses 3: left without being put back");
}

TEST(ObjectFlowOwners, ReferenceKeepsATemporaryAlive) {
  EXPECT_EQ(flow(R"(
  local lr: Lease&
  block 0:
    t0 = call get_lease(): Lease
    lr = &t0
    declare lr
    if c -> 1 else 2
  block 1:
    destroy *lr: Lease
    return
  block 2:
    destroy *lr: Lease
    return
)"),
            "leased puts 101 201: held by an owner");
}

// ---- lambdas -----------------------------------------------------------------------------------

TEST(ObjectFlowLambdas, CalledHere) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    f = lambda puts_it(o)
    call puts_it(object=&f)
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowLambdas, CapturedByReferenceAndCalled) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = null
    f = lambda puts_it(&o)
    t0 = call get_one(): Obj*
    o = t0
    call puts_it(object=&f)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowLambdas, NeverCalled) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    f = lambda puts_it(o)
    end f
    end o
    return
)"),
            "never misses 5: left without being put back");
}

TEST(ObjectFlowLambdas, CopyOfTheLambdaIsCalled) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    f = lambda puts_it(o)
    g = f
    call puts_it(object=&g)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowLambdas, BorrowingLambdaCalled) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    f = lambda borrows_it(o)
    call borrows_it(object=&f)
    return
)"),
            "never misses 5: left without being put back");
}

TEST(ObjectFlowLambdas, PassedToSomebodyWhoKeepsIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda puts_it(o)
    call keeps_callback(t1)
    return
)"),
            "handed_over handed 4: passed to keeps_callback() in a lambda that puts it");
}

TEST(ObjectFlowLambdas, KeptLambdaThatDoesNotPut) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda borrows_it(o)
    call keeps_callback(t1)
    return
)"),
            "unproven: captured by a lambda passed to keeps_callback()");
}

TEST(ObjectFlowLambdas, PassedToAnUnknownFunction) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda puts_it(&o)
    call unknown_run(&t1)
    return
)"),
            "handed_over handed 4: passed to unknown_run() in a lambda that puts it");
}

TEST(ObjectFlowLambdas, PassedToAnAlgorithmThatBorrowsIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda borrows_it(&o)
    call borrows_predicate(t1)
    call puts_back(o)
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowLambdas, WrappedInAFunctionObjectAndCalled) {
  EXPECT_EQ(flow(R"text(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda puts_it(o)
    call returns_function(object=&g, &t1)
    call "std::function::operator()"(object=&g)
    return
)text"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowLambdas, ScopeGuardMadeOfALambda) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda puts_it(&o)
    call owns_guard(object=&l, t1): Lease
    declare l
    if c -> 1 else 2
  block 1:
    return
    destroy l
    returns -> exit
  block 2:
    destroy l
    return
)"),
            "leased puts 102 201: held by an owner");
}

TEST(ObjectFlowLambdas, OwnerMovedIntoALambda) {
  EXPECT_EQ(flow(R"(
  block 0:
    l = call get_lease(): Lease
    declare l
    call owns_moved(object=&t0, &l): Lease
    t1 = lambda borrows_it(t0)
    call unknown_post(t1)
    destroy t1: ?
    destroy l
    return
)"),
            "leased puts 6: held by an owner");
}

TEST(ObjectFlowLambdas, OtherCapturesDoNotMatter) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = lambda puts_it(obj, n)
    call keeps_callback(t1)
    return
)"),
            "never misses 5: left without being put back");
}

TEST(ObjectFlowLambdas, FlagChangedByReference) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    ok = 0
    t1 = lambda borrows_it(&ok)
    call borrows_each(t1)
    if ok -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    call puts_back(o)
    return
)"),
            "all_paths puts 101 201: put on every path");
}

}  // namespace
}  // namespace pool_audit::analysis
