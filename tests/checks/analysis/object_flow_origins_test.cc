// Objects that come from outside, and what bounds the walk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

using testing::HasSubstr;

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

TEST(ObjectFlowParameter, PointeeStoredBack) {
  EXPECT_EQ(flow(R"(
  block 0:
    o = *out
    *out = null
    call borrows_it(o)
    *out = o
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "borrowed: left with the caller");
}

TEST(ObjectFlowParameter, PointeeAdvanced) {
  EXPECT_EQ(flow(R"(
  block 0:
    *out = assign() arithmetic
    return
)",
                 parameter(kOut, Origin::Kind::pointee)),
            "borrowed: left with the caller");
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

// ---- bounds ------------------------------------------------------------------------------------

// `count` branches, each of which writes its own variable that is asked for at the end.
std::string many_flags(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "  local f" + std::to_string(i) + ": int\n";
  out += "  block 0:\n    t0 = call get_one(): Obj*\n    o = t0\n    -> 1\n";
  int block = 1;
  for (int i = 0; i < count; ++i) {
    const std::string flag = "f" + std::to_string(i);
    out += "  block " + std::to_string(block) + ":\n    " + flag + " = 0\n    t" +
           std::to_string(i + 1) + " = call borrows_nothing(): bool\n    if t" +
           std::to_string(i + 1) + " -> " + std::to_string(block + 1) + " else " +
           std::to_string(block + 2) + "\n";
    out += "  block " + std::to_string(block + 1) + ":\n    " + flag + " = 1\n    -> " +
           std::to_string(block + 2) + "\n";
    block += 2;
  }
  for (int i = 0; i < count; ++i) {
    out += "  block " + std::to_string(block) + ":\n    if f" + std::to_string(i) + " == 2 -> " +
           std::to_string(block + 1) + " else " + std::to_string(block + 2) + "\n  block " +
           std::to_string(block + 1) + ":\n    return\n";
    block += 2;
  }
  out += "  block " + std::to_string(block) + ":\n    call puts_back(o)\n    return\n";
  return out;
}

TEST(ObjectFlowBounds, AFewFlagsAreTold) {
  EXPECT_THAT(flow(many_flags(4)), HasSubstr("all_paths"));
}

TEST(ObjectFlowBounds, PathsAreMergedAndStillTellSingleFlags) {
  EXPECT_THAT(flow(many_flags(40)), HasSubstr("all_paths"));
}

// Each of `count` branches makes an alias or does not: every combination is a state of the object.
std::string many_aliases(int count, bool used) {
  std::string out;
  std::string uses;
  for (int i = 0; i < count; ++i) {
    out += "  local p" + std::to_string(i) + ": Obj*\n";
    uses += "    call borrows_it(p" + std::to_string(i) + ")\n";
  }
  out += "  block 0:\n    t0 = call get_one(): Obj*\n    o = t0\n    -> 1\n";
  for (int i = 0; i < count; ++i) {
    const std::string temp = "t" + std::to_string(i + 1);
    const std::string next = std::to_string(2 * i + 3);
    out += "  block " + std::to_string(2 * i + 1) + ":\n    " + temp +
           " = call borrows_nothing(): bool\n    if " + temp + " -> " + std::to_string(2 * i + 2) +
           " else " + next + "\n  block " + std::to_string(2 * i + 2) + ":\n    p" +
           std::to_string(i) + " = o\n    -> " + next + "\n";
  }
  return out + "  block " + std::to_string(2 * count + 1) + ":\n" + (used ? uses : "") +
         "    call puts_back(o)\n    return\n";
}

TEST(ObjectFlowBounds, AliasesThatNobodyUsesCostNothing) {
  EXPECT_THAT(flow(many_aliases(40, false)), HasSubstr("all_paths"));
}

TEST(ObjectFlowBounds, StatesAreLimited) {
  EXPECT_THAT(flow(many_aliases(5, true)), HasSubstr("all_paths"));
  const Program parsed = program(many_aliases(5, true));
  Limits limits;
  limits.max_states = 3;
  EXPECT_EQ(show(follow(parsed, first_get(parsed.graph), limits)),
            "unproven: too many paths to follow");
  EXPECT_EQ(flow(many_aliases(40, true)), "unproven: too many paths to follow");
}

TEST(ObjectFlowBounds, LengthIsNotLimited) {
  std::string text = "  block 0:\n    t0 = call get_one(): Obj*\n    o = t0\n    -> 1\n";
  const int count = 10000;
  for (int i = 1; i < count; ++i) {
    const std::string next = std::to_string(i + 1);
    text += "  block " + std::to_string(i) + ":\n    call borrows_it(o)\n    if n > " +
            std::to_string(i) + " -> " + next + " else " +
            (i % 7 == 0 ? std::to_string(count) : next) + "\n";
  }
  text += "  block " + std::to_string(count) + ":\n    call puts_back(o)\n    return\n";
  const Program parsed = program(text);
  Limits limits;
  limits.max_states = 100000;
  EXPECT_THAT(show(follow(parsed, first_get(parsed.graph), limits)), HasSubstr("all_paths"));
}

TEST(ObjectFlowBounds, PathsWithoutEndAreCutShort) {
  EXPECT_EQ(flow(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    p = obj
    -> 1
  block 1:
    p = p->Obj::next
    if p -> 1 else 2
  block 2:
    r = &p->Obj::next
    -> 3
  block 3:
    r = &*r->Obj::next: Obj**
    if *r -> 3 else 4
  block 4:
    call puts_back(o)
    return
)"),
            "all_paths puts 401: put on every path");
}

TEST(ObjectFlowBounds, OriginOutsideTheFunction) {
  Origin origin;
  origin.block = 7;
  EXPECT_EQ(flow("  block 0:\n    return\n", origin),
            "unproven: the object's origin is not in the function");
  EXPECT_EQ(show(explore({}, origin, NamedOracle({}))), "unproven: the function has no body");
  origin = {};
  origin.kind = Origin::Kind::parameter;
  origin.index = 99;
  EXPECT_EQ(flow("  block 0:\n    return\n", origin),
            "unproven: no path leads from here out of the function");
}

TEST(ObjectFlowBounds, GraphsThatContradictThemselvesDoNoHarm) {
  facts::FlowGraph graph;
  graph.blocks.resize(3);
  facts::Event event;
  event.kind = facts::EventKind::call;
  event.target.root = facts::Root::temp;
  event.target.index = 4000000000U;
  facts::Operand wild;
  wild.place.root = facts::Root::local;
  wild.place.index = 123456;
  event.arguments = {wild};
  event.object = wild;
  graph.blocks[0].events = {event};
  graph.blocks[0].terminator = facts::Terminator::branch;
  graph.blocks[0].successors = {77};
  graph.blocks[1].terminator = facts::Terminator::switch_;
  graph.blocks[1].cases = {{1, 1}, {5, 2}};
  graph.blocks[2].terminator = facts::Terminator::throw_;
  graph.blocks[2].region = 9;
  facts::Region loop;
  loop.parent = 0;
  loop.handlers = {{99, 0}};
  graph.regions = {loop};
  const facts::TuFacts none;
  for (const auto kind : {Origin::Kind::event, Origin::Kind::out, Origin::Kind::parameter,
                          Origin::Kind::pointee, Origin::Kind::capture, Origin::Kind::this_}) {
    Origin origin;
    origin.kind = kind;
    (void)explore(graph, origin, NamedOracle(none));
  }
}

}  // namespace
}  // namespace pool_audit::analysis
