// Ways to the object other than a pointer to it: addresses of what holds it, pointers into it, and
// where callees keep it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

// ---- ways to the object ------------------------------------------------------------------------

TEST(ObjectFlowCalls, AddressOfTheHolderInAStructThatIsPassed) {
  const auto passed = [](const std::string& callee) {
    return flow(R"(
  local w: Way
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    w.Way::to = &o
    call )" + callee +
                R"((&w)
    end w
    end o
    return
)");
  };
  EXPECT_EQ(passed("unknown_run"), "unproven: passed to unknown_run()");
  EXPECT_EQ(passed("keeps_it"), "unproven: passed to keeps_it()");
  EXPECT_EQ(passed("borrows_it"), "never misses 6: left without being put back");
}

TEST(ObjectFlowCalls, AddressOfAPartOfAHolder) {
  const auto passed = [](const std::string& callee) {
    return flow(R"(
  block 0:
    s = call get_holder(): Holder
    call )" + callee +
                R"((&s.Holder::link)
    end s
    return
)");
  };
  EXPECT_EQ(passed("unknown_run"), "unproven: passed to unknown_run()");
  EXPECT_EQ(passed("borrows_it"), "never misses 3: left without being put back");
}

TEST(ObjectFlowCalls, AddressOfAPartOfAHolderStored) {
  EXPECT_EQ(flow(R"(
  block 0:
    s = call get_holder(): Holder
    @head = &s.Holder::link
    end s
    return
)"),
            "unproven: the address of what holds it is stored in head");
}

TEST(ObjectFlowCalls, PointerIntoTheObjectPassed) {
  const auto passed = [](const std::string& callee) {
    return flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call )" + callee +
                R"((&o->Obj::next)
    end o
    return
)");
  };
  EXPECT_EQ(passed("borrows_it"), "never misses 4: left without being put back");
  EXPECT_EQ(passed("unknown_insert"), "unproven: passed to unknown_insert()");
  EXPECT_EQ(passed("keeps_node"), "handed_over handed 3: passed to keeps_node(), which keeps it");
}

TEST(ObjectFlowCalls, PointerIntoTheObjectComesBack) {
  const auto passed = [](const std::string& callee) {
    return flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call inside_data(o): Obj*
    call )" + callee +
                R"((t1)
    end o
    return
)");
  };
  EXPECT_EQ(passed("borrows_it"), "never misses 5: left without being put back");
  EXPECT_EQ(passed("unknown_insert"), "unproven: passed to unknown_insert()");
  EXPECT_EQ(passed("keeps_node"), "handed_over handed 4: passed to keeps_node(), which keeps it");
}

TEST(ObjectFlowParameter, ReturnsAPointerIntoIt) {
  Origin origin;
  origin.kind = Origin::Kind::parameter;
  origin.index = 6;  // obj
  const Outcome outcome = follow(program(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    return &obj->Obj::next
  block 2:
    return null
)"),
                                 origin);
  EXPECT_EQ(show(outcome), "borrowed: left with the caller");
  EXPECT_TRUE(outcome.inside);
  EXPECT_FALSE(outcome.returned);
}

// ---- where it is kept --------------------------------------------------------------------------

// into0_: keeps its other arguments in what the first one points to.
TEST(ObjectFlowCalls, KeptInItself) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call into0_init(o, &o->Obj::next)
    return o
)"),
            "handed_over handed 4 returned: returned to the caller");
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call into0_init(o, o->Obj::buf, o)
    end o
    return
)"),
            "never misses 4: left without being put back");
}

TEST(ObjectFlowCalls, KeptInAnother) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call into0_init(obj, o)
    return o
)"),
            "handed_over handed 3: passed to into0_init(), which keeps it");
}

TEST(ObjectFlowParameter, TellsWhereItIsKept) {
  const auto kept_in = [](std::string_view blocks) {
    Origin origin;
    origin.kind = Origin::Kind::parameter;
    origin.index = 6;  // obj
    return follow(program(blocks), origin).kept_in;
  };
  EXPECT_EQ(kept_in(R"(
  block 0:
    srv->Server::conn = obj
    return
)"),
            5);
  EXPECT_EQ(kept_in(R"(
  block 0:
    this->Server::conn = obj
    return
)"),
            kInObject);
  EXPECT_EQ(kept_in(R"(
  block 0:
    @cache = obj
    return
)"),
            kElsewhere);
  EXPECT_EQ(kept_in(R"(
  local other: Server*
  block 0:
    srv = other
    srv->Server::conn = obj
    return
)"),
            kElsewhere);
  EXPECT_EQ(kept_in(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    srv->Server::conn = obj
    return
  block 2:
    *out = obj
    return
)"),
            kElsewhere);
  EXPECT_EQ(kept_in(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    srv->Server::conn = obj
    return
  block 2:
    return obj
)"),
            kElsewhere);
}

}  // namespace
}  // namespace pool_audit::analysis
