// Holders that destroy what they hold, as unique_ptr does: what dies in them never comes back. And
// constructors that store the object for the destructor to put.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Blocks of a function with two such holders.
std::string held(std::string_view blocks) {
  return flow("  local u: Unique\n  local u2: Unique\n" + std::string(blocks));
}

TEST(ObjectFlowDestroys, DiesWithItsHolder) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    return
    destroy u with ~Unique
    returns -> exit
)"),
            "never misses 3: destroyed with u, not put back");
}

TEST(ObjectFlowDestroys, EarlyReturn) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    if c -> 1 else 2
  block 1:
    return
    destroy u with ~Unique
    returns -> exit
  block 2:
    call owns_moved(object=&t0, &u): Unique
    call puts_back(t0)
    destroy t0: Unique with ~Unique
    return
    destroy u with ~Unique
    returns -> exit
)"),
            "some_paths puts 202 misses 101: put on some paths only");
}

TEST(ObjectFlowDestroys, TemporaryDiesAtOnce) {
  EXPECT_EQ(held(R"(
  block 0:
    t0 = call get_held(): Unique
    t1 = call returns_arrow(object=&t0): Obj*
    use t1->Obj::state
    destroy t0: Unique with ~Unique
    return
)"),
            "never misses 4: destroyed with a temporary, not put back");
}

TEST(ObjectFlowDestroys, TestedForNull) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call try_held(): Unique
    declare u
    t0 = call returns_bool(object=&u): bool
    if t0 == 0 -> 1 else 2
  block 1:
    return
    destroy u with ~Unique
    returns -> exit
  block 2:
    call puts_back(u)
    destroy u with ~Unique
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowDestroys, ComparedWithNull) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call try_held(): Unique
    declare u
    t0 = call isnull_equal(&u, null): bool
    if t0 -> 1 else 2
  block 1:
    return
    destroy u with ~Unique
    returns -> exit
  block 2:
    call puts_back(u)
    destroy u with ~Unique
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowDestroys, ComparedWithNullAndLost) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call try_held(): Unique
    declare u
    t0 = call isnull_equal(&u, null): bool
    ok = t0
    if ok == 0 -> 1 else 2
  block 1:
    return
    destroy u with ~Unique
    returns -> exit
  block 2:
    return
    destroy u with ~Unique
    returns -> exit
)"),
            "never misses 101: destroyed with u, not put back");
}

// What the text of a condition names may well be tested there.
TEST(ObjectFlowDestroys, TestedInAWayThatIsNotUnderstood) {
  const auto tested = [](std::string_view condition) {
    return held(R"(
  block 0:
    u = call try_held(): Unique
    declare u
    if opaque text ")" +
                std::string(condition) + R"(" -> 1 else 2
  block 1:
    call puts_back(u)
    -> 2
  block 2:
    destroy u with ~Unique
    return
)");
  };
  EXPECT_EQ(tested("nullptr != u"), "unproven puts 101: tested in a way that is not understood");
  EXPECT_EQ(tested("valid(u)"), "unproven puts 101: tested in a way that is not understood");
  EXPECT_THAT(tested("server.u_count > unused"), StartsWith("some_paths puts 101 misses 201"));
}

TEST(ObjectFlowDestroys, ReadsTellWhatIsTested) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call try_held(): Unique
    declare u
    if opaque text "u && n" reads (u, n) -> 1 else 2
  block 1:
    call puts_back(u)
    -> 2
  block 2:
    destroy u with ~Unique
    return
)"),
            "unproven puts 101: tested in a way that is not understood");
}

TEST(ObjectFlowDestroys, MovedToAnotherHolder) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    call owns_moved(object=&u2, &u): Unique
    declare u2
    destroy u with ~Unique
    call puts_back(u2)
    destroy u2 with ~Unique
    return
)"),
            "all_paths puts 6: put on every path");
}

TEST(ObjectFlowDestroys, MovedAndLost) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    call owns_moved(object=&u2, &u): Unique
    declare u2
    destroy u2 with ~Unique
    call borrows_it(n)
    destroy u with ~Unique
    return
)"),
            "never misses 5: destroyed with u2, not put back");
}

TEST(ObjectFlowDestroys, AssignedToAnotherHolder) {
  EXPECT_EQ(held(R"(
  block 0:
    t0 = call get_held(): Unique
    t1 = call assign_it(object=&u, &t0): Unique& discarded
    destroy t0: Unique with ~Unique
    call puts_back(u)
    destroy u with ~Unique
    return
)"),
            "all_paths puts 4: put on every path");
}

TEST(ObjectFlowDestroys, StoredInAMember) {
  EXPECT_EQ(held(R"(
  block 0:
    t0 = call get_held(): Unique
    t1 = call assign_it(object=&srv->Server::conn, &t0): Unique& discarded
    destroy t0: Unique with ~Unique
    return
)"),
            "handed_over handed 2: stored in Server::conn");
}

TEST(ObjectFlowDestroys, OverwrittenByAnother) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    t1 = call assign_it(object=&u, &u2): Unique& discarded
    call borrows_it(n)
    destroy u with ~Unique
    return
)"),
            "never misses 3: destroyed with u, not put back");
}

TEST(ObjectFlowDestroys, TakenAgainInALoop) {
  EXPECT_EQ(held(R"(
  block 0:
    declare u
    -> 1
  block 1:
    t2 = call borrows_more(): bool
    if t2 -> 2 else 3
  block 2:
    t0 = call get_held(): Unique
    t1 = call assign_it(object=&u, &t0): Unique& discarded
    destroy t0: Unique with ~Unique
    -> 1
  block 3:
    call puts_back(u)
    destroy u with ~Unique
    return
)"),
            "some_paths puts 301 misses 201: put on some paths only");
}

TEST(ObjectFlowDestroys, RawPointerReleasedAndPut) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    t0 = call moves_release(object=&u): Obj*
    o = t0
    call puts_back(o)
    destroy u with ~Unique
    end o
    return
)"),
            "all_paths puts 5: put on every path");
}

TEST(ObjectFlowDestroys, RawPointerPutBeforeTheRelease) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    t0 = call returns_get(object=&u): Obj*
    call puts_back(t0)
    t1 = call moves_release(object=&u): Obj* discarded
    destroy u with ~Unique
    return
)"),
            "all_paths puts 4: put on every path");
}

// A raw pointer that is left may have been moved out of the holder by a callee.
TEST(ObjectFlowDestroys, RawObjectGivenToAHolder) {
  EXPECT_EQ(held(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call owns_it(object=&u, o): Unique
    declare u
    destroy u with ~Unique
    end o
    return
)"),
            "never misses 6: left without being put back");
}

// Whoever keeps the pointer may have taken it out again, or answers for it in some other way.
TEST(ObjectFlowDestroys, RawPointerKeptBySomebodyElse) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    t0 = call returns_get(object=&u): Obj*
    call keeps_it(t0)
    destroy u with ~Unique
    return
)"),
            "handed_over handed 4: passed to keeps_it(), which keeps it");
}

TEST(ObjectFlowDestroys, UnknownCalleeMayHaveMovedItOut) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    call unknown_take(&u)
    destroy u with ~Unique
    return
)"),
            "unproven: passed to unknown_take()");
}

TEST(ObjectFlowDestroys, OtherDestructorsAreNotFollowed) {
  EXPECT_EQ(held(R"(
  block 0:
    t0 = call get_held(): Unique
    s.Holder::ptr = t0
    destroy s with unknown_destructor
    return
)"),
            "unproven: destroyed with s, whose destructor is not followed");
}

TEST(ObjectFlowDestroys, LostByAnException) {
  EXPECT_THAT(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    if c -> 1 else 2
  block 1:
    throw n
  block 2:
    call puts_back(u)
    destroy u with ~Unique
    return
)"),
              StartsWith("some_paths puts 201 misses 101"));
}

TEST(ObjectFlowDestroys, ReturnedToTheCaller) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    call owns_moved(object=&t0, &u): Unique
    return t0
    destroy u with ~Unique
    returns -> exit
)"),
            "handed_over handed 4 returned: returned to the caller");
}

TEST(ObjectFlowDestroys, MovedIntoALambda) {
  EXPECT_THAT(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    call owns_moved(object=&t0, &u): Unique
    t1 = lambda unknown_body(t0)
    call unknown_post(t1)
    destroy t1: ? with unknown_destructor
    destroy u with ~Unique
    return
)"),
              HasSubstr("unproven"));
}

TEST(ObjectFlowDestroys, LambdaTakesItOut) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    f = lambda puts_it(&u)
    call puts_it(object=&f)
    destroy u with ~Unique
    return
)"),
            "all_paths puts 4: put on every path");
}

// ---- members that the destructor puts ----------------------------------------------------------

TEST(ObjectFlowMembers, StoredForTheDestructor) {
  EXPECT_EQ(flow(R"(
  block 0:
    this->Guard::held = call get_one(): Obj*
    -> 1
  block 1:
    return
)"),
            "leased: kept in Guard::held, which the destructor puts");
}

TEST(ObjectFlowMembers, HolderStoredForTheDestructor) {
  EXPECT_EQ(held(R"(
  block 0:
    u = call get_held(): Unique
    declare u
    t1 = call assign_it(object=&this->Guard::held, &u): Unique& discarded
    destroy u with ~Unique
    return
)"),
            "leased: kept in Guard::held, which the destructor puts");
}

TEST(ObjectFlowMembers, SomebodyElsesMemberIsAHandOver) {
  EXPECT_EQ(flow(R"(
  block 0:
    srv->Guard::held = call get_one(): Obj*
    return
)"),
            "handed_over handed 1: stored in Guard::held");
}

TEST(ObjectFlowMembers, PutByHandAfterAll) {
  EXPECT_EQ(flow(R"(
  block 0:
    this->Guard::held = call get_one(): Obj*
    call puts_back(this->Guard::held)
    this->Guard::held = null
    return
)"),
            "all_paths puts 2: put on every path");
}

TEST(ObjectFlowMembers, OnlyOnSomePaths) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    this->Guard::held = o
    return
  block 2:
    end o
    return
)"),
            "some_paths misses 201: put on some paths only");
}

// Nobody runs the destructor of what was never finished.
TEST(ObjectFlowMembers, ConstructorThrows) {
  EXPECT_EQ(flow(R"(
  block 0:
    this->Guard::held = call get_one(): Obj*
    if c -> 1 else 2
  block 1:
    throw n
  block 2:
    return
)"),
            "unproven: the constructor throws after it stored it in Guard::held");
}

}  // namespace
}  // namespace pool_audit::analysis
