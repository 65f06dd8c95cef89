// Exceptions, objects that come from outside, and what bounds the walk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

// ---- exceptions --------------------------------------------------------------------------------

TEST(ObjectFlowThrow, LeavesTheFunction) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    throw 1
  block 2:
    call puts_back(o)
    return
)"),
            "some_paths puts 201 misses 101: put on some paths only");
}

TEST(ObjectFlowThrow, OwnersAreUnwound) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    declare l
    if c -> 1 else 2
  block 1:
    throw 1
  block 2:
    destroy l
    return
)"),
            "leased puts 101 201: held by an owner");
}

TEST(ObjectFlowThrow, CaughtAndPut) {
  EXPECT_EQ(flow(R"(
  try 0: catch int -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    call puts_back(o)
    return
  block 3:
    call puts_back(o)
    return
)"),
            "all_paths puts 201 301: put on every path");
}

TEST(ObjectFlowThrow, CaughtAndForgotten) {
  EXPECT_EQ(flow(R"(
  try 0: catch ... -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    return
  block 3:
    call puts_back(o)
    return
)"),
            "some_paths puts 301 misses 201: put on some paths only");
}

TEST(ObjectFlowThrow, HandlerOfAnotherTypeIsPassedBy) {
  EXPECT_EQ(flow(R"(
  try 0: catch char* -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    call puts_back(o)
    return
  block 3:
    call puts_back(o)
    return
)"),
            "some_paths puts 301 misses 101: put on some paths only");
}

TEST(ObjectFlowThrow, HandlerByReferenceOfTheVeryType) {
  EXPECT_EQ(flow(R"(
  try 0: catch Error& -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw t1: Error
  block 2:
    call puts_back(o)
    return
  block 3:
    call puts_back(o)
    return
)"),
            "all_paths puts 201 301: put on every path");
}

TEST(ObjectFlowThrow, HandlerOfAClassThatMayBeItsBase) {
  EXPECT_EQ(flow(R"(
  try 0: catch Error& -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw t1: BadError
  block 2:
    call puts_back(o)
    return
  block 3:
    call puts_back(o)
    return
)"),
            "unproven puts 201 301: which handler takes the exception is unknown");
}

TEST(ObjectFlowThrow, InnerHandlersFirstThenTheOuterOnes) {
  EXPECT_EQ(flow(R"(
  try 0: catch ... -> 3
  try 1 parent=0: catch char* -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    -> 1
  block 1 region=1:
    throw 1: int
  block 2:
    return
  block 3:
    call puts_back(o)
    return
)"),
            "all_paths puts 301: put on every path");
}

TEST(ObjectFlowThrow, RethrownAfterThePut) {
  EXPECT_EQ(flow(R"(
  try 0: catch ... -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    call puts_back(o)
    throw()
  block 3:
    call puts_back(o)
    return
)"),
            "all_paths puts 201 301: put on every path");
}

TEST(ObjectFlowThrow, RethrownWithoutThePut) {
  EXPECT_EQ(flow(R"(
  try 0: catch ... -> 2
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    call borrows_nothing()
    throw()
  block 3:
    call puts_back(o)
    return
)"),
            "some_paths puts 301 misses 202: put on some paths only");
}

TEST(ObjectFlowThrow, LocalOfTheTryBlockIsGoneInTheHandler) {
  EXPECT_EQ(flow(R"(
  local inner: Obj* region=0
  try 0: catch ... -> 2
  block 0 region=0:
    t0 = call get_one(): Obj*
    inner = t0
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    return
  block 3:
    call puts_back(inner)
    return
)"),
            "some_paths puts 301 misses 101: put on some paths only");
}

TEST(ObjectFlowThrow, OwnerOfTheTryBlockPutsOnTheWayToTheHandler) {
  EXPECT_EQ(flow(R"(
  local guard: Lease region=0
  try 0: catch ... -> 2
  block 0 region=0:
    t0 = call get_one(): Obj*
    call owns_it(object=&guard, t0): Lease
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    return
  block 3:
    destroy guard
    return
)"),
            "leased puts 101 301: held by an owner");
}

TEST(ObjectFlowThrow, OwnerOutsideTheTryBlockLivesOn) {
  EXPECT_EQ(flow(R"(
  try 0: catch ... -> 2
  block 0:
    t0 = call get_one(): Obj*
    call owns_it(object=&l, t0): Lease
    if c -> 1 else 3
  block 1 region=0:
    throw 1: int
  block 2:
    t1 = call moves_release(object=&l): Obj*
    call puts_back(t1)
    destroy l
    return
  block 3:
    destroy l
    return
)"),
            "all_paths puts 202 301: put on every path");
}

TEST(ObjectFlowThrow, TheObjectItselfIsThrown) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    throw o
)"),
            "handed_over handed 3: thrown");
}

TEST(ObjectFlowThrow, CallsThatMayThrowAreNotFollowed) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call borrows_it(o) may_throw
    call puts_back(o)
    return
)"),
            "all_paths puts 4: put on every path");
}

// ---- objects from outside ----------------------------------------------------------------------

Origin parameter(uint32_t index, Origin::Kind kind = Origin::Kind::parameter) {
  Origin out;
  out.kind = kind;
  out.index = index;
  return out;
}
constexpr uint32_t kOut = 4;  // indices into kHead
constexpr uint32_t kObj = 6;
constexpr uint32_t kOwn = 7;

TEST(ObjectFlowParameter, Borrowed) {
  EXPECT_EQ(flow(R"(
  block 0:
    call borrows_it(obj)
    return
)",
                 parameter(kObj)),
            "borrowed: left with the caller");
}

TEST(ObjectFlowParameter, Put) {
  EXPECT_EQ(flow(R"(
  block 0:
    call puts_back(obj)
    return
)",
                 parameter(kObj)),
            "all_paths puts 1: put on every path");
}

TEST(ObjectFlowParameter, PutUnlessNull) {
  EXPECT_EQ(flow(R"(
  block 0:
    if obj -> 1 else 2
  block 1:
    call puts_back(obj)
    -> 2
  block 2:
    return
)",
                 parameter(kObj)),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowParameter, PutOnSomePaths) {
  EXPECT_EQ(flow(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    call puts_back(obj)
    return
  block 2:
    return
)",
                 parameter(kObj)),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowParameter, Kept) {
  EXPECT_EQ(flow(R"(
  block 0:
    this->Server::conn = obj
    return
)",
                 parameter(kObj)),
            "handed_over handed 1: stored in Server::conn");
}

TEST(ObjectFlowParameter, ReturnedAgain) {
  EXPECT_EQ(flow(R"(
  block 0:
    call borrows_it(obj)
    return obj
)",
                 parameter(kObj)),
            "handed_over handed 2 returned: returned to the caller");
}

TEST(ObjectFlowParameter, OverwrittenIsStillTheCallers) {
  EXPECT_EQ(flow(R"(
  block 0:
    obj = null
    return
)",
                 parameter(kObj)),
            "borrowed: left with the caller");
}

TEST(ObjectFlowParameter, Reset) {
  EXPECT_EQ(flow(R"(
  block 0:
    call resets_it(object=obj)
    return
)",
                 parameter(kObj)),
            "borrowed reset: left with the caller");
}

TEST(ObjectFlowParameter, OwnerByValueDiesWithTheCall) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call returns_ptr(object=&own): Obj*
    call borrows_it(t0)
    return
)",
                 parameter(kOwn)),
            "leased: held by an owner");
}

TEST(ObjectFlowParameter, OwnerByValueReleased) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call moves_release(object=&own): Obj*
    return t0
)",
                 parameter(kOwn)),
            "handed_over handed 2 returned: returned to the caller");
}

TEST(ObjectFlowParameter, PointeePutAndCleared) {
  EXPECT_EQ(flow(R"(
  block 0:
    call puts_back(*out)
    *out = null
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "all_paths puts 1: put on every path");
}

TEST(ObjectFlowParameter, PointeeOnlyRead) {
  EXPECT_EQ(flow(R"(
  block 0:
    call borrows_it(*out)
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "borrowed: left with the caller");
}

TEST(ObjectFlowParameter, PointeeTaken) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = *out
    *out = null
    return o
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "handed_over handed 3 returned: returned to the caller");
}

TEST(ObjectFlowParameter, PointeeTakenAndForgotten) {
  EXPECT_EQ(flow(R"(
  block 0:
    call borrows_it(*out)
    *out = null
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "unproven: overwritten in what out points to");
}

TEST(ObjectFlowParameter, PointeeReplacedByTheNext) {
  EXPECT_EQ(flow(R"(
  block 0:
    *out = *out->Obj::next
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "unproven: overwritten in what out points to");
}

TEST(ObjectFlowParameter, PointeeWhoseAddressIsKept) {
  EXPECT_EQ(flow(R"(
  local rr: Obj***
  block 0:
    *rr = out
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "unproven: the address of what holds it is stored in what rr points to");
}

TEST(ObjectFlowParameter, PointeeWhoseAddressIsReturned) {
  EXPECT_EQ(flow(R"(
  block 0:
    r = out
    return r
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "unproven: the address of what holds it is returned");
}

TEST(ObjectFlowParameter, PointeePassedOn) {
  const auto passed = [](const std::string& callee) {
    return flow("  block 0:\n    call " + callee + "(out)\n    return\n",
                parameter(kOut, Origin::Kind::pointee));
  };
  EXPECT_EQ(passed("puts_all"), "all_paths puts 1: put on every path");
  EXPECT_EQ(passed("borrows_it"), "borrowed: left with the caller");
  EXPECT_EQ(passed("unknown_use"), "unproven: passed to unknown_use()");
  EXPECT_EQ(passed("keeps_it"), "handed_over handed 1: passed to keeps_it(), which keeps it");
}

TEST(ObjectFlowParameter, PointeeReachedThroughACopyOfThePointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    r = out
    o = *r
    call puts_back(o)
    *r = null
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "all_paths puts 3: put on every path");
}

TEST(ObjectFlowThis, DeletesItself) {
  EXPECT_EQ(flow(R"(
  block 0:
    delete this
    return
)",
                 parameter(0, Origin::Kind::this_)),
            "handed_over handed 1: destroyed by delete");
}

TEST(ObjectFlowThis, PutsItselfWhenUnused) {
  EXPECT_EQ(flow(R"(
  block 0:
    if this->Obj::state == 0 -> 1 else 2
  block 1:
    call puts_back(this)
    -> 2
  block 2:
    return
)",
                 parameter(0, Origin::Kind::this_)),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowCapture, ByValue) {
  const Program parsed = program(R"(
  capture held: Obj*
  block 0:
    call puts_back([held])
    return
  block 1 exit
)",
                                 "");
  EXPECT_EQ(show(follow(parsed, parameter(0, Origin::Kind::capture))),
            "all_paths puts 1: put on every path");
}

TEST(ObjectFlowCapture, ByReference) {
  const Program parsed = program(R"(
  local o: Obj*
  capture held: Obj* by_reference
  block 0:
    o = *[held]
    if o -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
  block 3 exit
)",
                                 "");
  EXPECT_EQ(show(follow(parsed, parameter(0, Origin::Kind::capture))),
            "all_paths puts 101: put on every path");
}

// What a capture refers to is handed on as it is.
TEST(ObjectFlowCapture, ByReferencePassedOn) {
  const auto passed = [](const std::string& callee) {
    const Program parsed = program("  capture held: Unique by_reference\n  block 0:\n    call " +
                                       callee + "([held])\n    return\n  block 1 exit\n",
                                   "");
    return show(follow(parsed, parameter(0, Origin::Kind::capture)));
  };
  EXPECT_EQ(passed("puts_all"), "all_paths puts 1: put on every path");
  EXPECT_EQ(passed("borrows_it"), "borrowed: left with the caller");
  EXPECT_EQ(passed("unknown_use"), "unproven: passed to unknown_use()");
}

TEST(ObjectFlowCapture, OnlyUsed) {
  const Program parsed = program(R"(
  capture other: int
  capture held: Obj* by_reference
  block 0:
    call borrows_it(*[held])
    return
  block 1 exit
)",
                                 "");
  EXPECT_EQ(show(follow(parsed, parameter(1, Origin::Kind::capture))),
            "borrowed: left with the caller");
}

TEST(ObjectFlowCapture, StoredInACapture) {
  const Program parsed = program(R"(
  capture held: Obj* by_reference
  block 0:
    t0 = call get_one(): Obj*
    *[held] = t0
    return
  block 1 exit
)",
                                 "");
  EXPECT_EQ(show(follow(parsed, first_get(parsed.graph))),
            "handed_over handed 2: stored in the captured held");
}

}  // namespace
}  // namespace pool_audit::analysis
