// Correlated branches and loops.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

using testing::StartsWith;

// ---- conditions known by their text ------------------------------------------------------------

TEST(ObjectFlowText, EqualTextHasEqualTruth) {
  EXPECT_EQ(flow(R"(
  block 0:
    if opaque text "n & 4" reads (n) -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    -> 2
  block 2:
    if opaque text "n & 4" reads (n) -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "all_paths puts 301: put on every path");
}

TEST(ObjectFlowText, OtherTextIsAnotherCondition) {
  EXPECT_EQ(flow(R"(
  block 0:
    if opaque text "n & 4" reads (n) -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    -> 2
  block 2:
    if opaque text "n & 8" reads (n) -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "some_paths puts 301 misses 401: put on some paths only");
}

TEST(ObjectFlowText, WrittenBetweenIsAnotherCondition) {
  EXPECT_EQ(flow(R"(
  block 0:
    if opaque text "n & 4" reads (n) -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    n = 0
    -> 2
  block 2:
    if opaque text "n & 4" reads (n) -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "some_paths puts 301 misses 401: put on some paths only");
}

TEST(ObjectFlowText, NothingReadNothingKnown) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if opaque text "static initialisation" -> 1 else 2
  block 1:
    -> 2
  block 2:
    if opaque text "static initialisation" -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "some_paths puts 301 misses 401: put on some paths only");
}

TEST(ObjectFlowText, ConditionsOfOneMacroAreToldApart) {
  Program parsed = program(R"text(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if opaque text "LOCK(n)" reads (n) -> 1 else 2
  block 1:
    if opaque text "LOCK(n)" reads (n) -> 2 else 3
  block 2:
    call puts_back(o)
    return
  block 3:
    return
)text");
  for (const uint32_t block : {0U, 1U}) {
    facts::Location& where = parsed.graph.blocks[block].location;
    where.macro = Symbol("LOCK");
    where.macro_use = facts::MacroUse::body;
    where.spelling_line = 10 + block;
  }
  EXPECT_EQ(show(follow(parsed, first_get(parsed.graph))),
            "some_paths puts 201 misses 301: put on some paths only");
  parsed.graph.blocks[1].location.spelling_line = 10;
  EXPECT_EQ(show(follow(parsed, first_get(parsed.graph))),
            "unproven puts 201: a condition may have changed through a call");
}

TEST(ObjectFlowText, SameCallTwiceMayAgree) {
  EXPECT_EQ(flow(R"text(
  block 0:
    t1 = call borrows_nothing(): bool
    if t1 text "enabled()" -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    -> 2
  block 2:
    t2 = call borrows_nothing(): bool
    if t2 text "enabled()" -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)text"),
            "unproven puts 301: a condition may have changed through a call");
}

TEST(ObjectFlowText, OtherCallsAreIndependent) {
  EXPECT_EQ(flow(R"text(
  block 0:
    t1 = call borrows_nothing(): bool
    if t1 text "enabled()" -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    -> 2
  block 2:
    t2 = call borrows_nothing(): bool
    if t2 text "ready()" -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)text"),
            "some_paths puts 301 misses 401: put on some paths only");
}

// ---- members and globals -----------------------------------------------------------------------

TEST(ObjectFlowShared, MemberTestedTwice) {
  EXPECT_EQ(flow(R"(
  block 0:
    if this->Server::flag -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    -> 2
  block 2:
    if this->Server::flag -> 3 else 4
  block 3:
    call puts_back(o)
    -> 4
  block 4:
    return
)"),
            "unproven puts 301: a condition may have changed through a call");
}

TEST(ObjectFlowShared, MemberTestedTwiceWithoutACallBetween) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if this->Server::flag -> 1 else 2
  block 1:
    k = 1
    -> 3
  block 2:
    call puts_back(o)
    -> 3
  block 3:
    if this->Server::flag -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return
)"),
            "all_paths puts 201 401: put on every path");
}

TEST(ObjectFlowShared, MemberWrittenBetween) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if this->Server::flag -> 1 else 2
  block 1:
    this->Server::flag = c
    -> 3
  block 2:
    call puts_back(o)
    return
  block 3:
    if this->Server::flag -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return
)"),
            "some_paths puts 201 401 misses 501: put on some paths only");
}

TEST(ObjectFlowShared, MemberOfAnotherObjectMayBeTheSame) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if this->Server::flag -> 1 else 2
  block 1:
    srv->Server::flag = c
    -> 3
  block 2:
    call puts_back(o)
    return
  block 3:
    if this->Server::flag -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return
)"),
            "some_paths puts 201 401 misses 501: put on some paths only");
}

TEST(ObjectFlowShared, CallMayWriteThroughAPointerItGets) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    rc = 0
    call borrows_number(&rc)
    if rc == 0 -> 1 else 2
  block 1:
    call puts_back(o)
    return
  block 2:
    return
)"),
            "some_paths puts 101 misses 201: put on some paths only");
}

TEST(ObjectFlowShared, LoopOnAMemberThatACallChanges) {
  EXPECT_EQ(flow(R"(
  block 0:
    -> 1
  block 1:
    if this->Server::flag -> 2 else 3
  block 2:
    t0 = call get_one(): Obj*
    o = t0
    call borrows_it(o)
    end o
    -> 1
  block 3:
    return
)"),
            "never misses 204: left without being put back");
}

// ---- loops -------------------------------------------------------------------------------------

TEST(ObjectFlowLoops, PutInEveryIteration) {
  EXPECT_EQ(flow(R"(
  block 0:
    k = 0
    -> 1
  block 1:
    if k < 10 -> 2 else 4
  block 2:
    t0 = call get_one(): Obj*
    o = t0
    call puts_back(o)
    end o
    -> 3
  block 3:
    k = assign() arithmetic
    -> 1
  block 4:
    return
)"),
            "all_paths puts 203: put on every path");
}

TEST(ObjectFlowLoops, ContinueLosesIt) {
  EXPECT_EQ(flow(R"(
  block 0:
    k = 0
    -> 1
  block 1:
    if k < 10 -> 2 else 5
  block 2:
    t0 = call get_one(): Obj*
    o = t0
    if k == 3 -> 3 else 4
  block 3:
    end o
    -> 6
  block 4:
    call puts_back(o)
    end o
    -> 6
  block 5:
    return
  block 6:
    k = assign() arithmetic
    -> 1
)"),
            "some_paths puts 401 misses 301: put on some paths only");
}

TEST(ObjectFlowLoops, TakenAgainAfterThePut) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = null
    -> 1
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    call puts_back(o)
    if c -> 1 else 2
  block 2:
    return
)"),
            "all_paths puts 103: put on every path");
}

TEST(ObjectFlowLoops, TakenAgainWhileHeldIsAMissAtTheOrigin) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = null
    -> 1
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call borrows_it(o): bool
    if t1 -> 1 else 2
  block 2:
    call puts_back(o)
    return
)"),
            "some_paths puts 201 misses 101: put on some paths only");
}

TEST(ObjectFlowLoops, TakenAgainWithAnotherHolder) {
  EXPECT_EQ(flow(R"(
  block 0:
    p = null
    -> 1
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    if p == null -> 2 else 3
  block 2:
    p = o
    -> 1
  block 3:
    call puts_back(p)
    call puts_back(o)
    return
)"),
            "all_paths puts 301 302: put on every path");
}

TEST(ObjectFlowLoops, RetryUntilThereIsOne) {
  EXPECT_EQ(flow(R"(
  block 0:
    -> 1
  block 1:
    t0 = call try_one(): Obj*
    o = t0
    if o == null -> 2 else 3
  block 2:
    call borrows_nothing()
    -> 1
  block 3:
    call puts_back(o)
    return
)"),
            "all_paths puts 301: put on every path");
}

TEST(ObjectFlowLoops, IntrusiveListBuiltInALoop) {
  EXPECT_EQ(flow(R"(
  block 0:
    p = null
    -> 1
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    o->Obj::next = p
    p = o
    t1 = call borrows_nothing(): bool
    if t1 -> 1 else 2
  block 2:
    return p
)"),
            "handed_over handed 103 201 returned: returned to the caller");
}

TEST(ObjectFlowLoops, ArrayFilledAndEmptied) {
  EXPECT_THAT(flow(R"(
  block 0:
    k = 0
    -> 1
  block 1:
    if k < n -> 2 else 3
  block 2:
    t0 = call get_one(): Obj*
    a[*] = t0
    k = assign() arithmetic
    -> 1
  block 3:
    k = 0
    -> 4
  block 4:
    if k < n -> 5 else 6
  block 5:
    call puts_back(a[*])
    k = assign() arithmetic
    -> 4
  block 6:
    return
)"),
              StartsWith("unproven puts 501"));
}

TEST(ObjectFlowLoops, FlagThatLeavesTheLoop) {
  EXPECT_EQ(flow(R"(
  block 0:
    ok = 0
    -> 1
  block 1:
    if ok -> 4 else 2
  block 2:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call borrows_it(o): bool
    if t1 -> 3 else 5
  block 3:
    ok = 1
    -> 1
  block 4:
    call puts_back(o)
    return
  block 5:
    call puts_back(o)
    end o
    -> 1
)"),
            "all_paths puts 401 501: put on every path");
}

}  // namespace
}  // namespace pool_audit::analysis
