// Owners, lambdas and what else calls do to the object.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

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
