// Exceptions.
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

}  // namespace
}  // namespace pool_audit::analysis
