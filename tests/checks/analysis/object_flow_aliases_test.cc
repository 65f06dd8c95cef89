// More aliases and stores.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

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
