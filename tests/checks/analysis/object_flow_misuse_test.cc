// What is done with the object after its put: small graphs, one for each way.
#include <gtest/gtest.h>

#include <array>

#include "tests/checks/analysis/misuse_model.h"

namespace pool_audit::analysis {
namespace {

// "put_again 3, use 5": what misuses() finds, with lines; "?" where it cannot tell.
std::string misused(std::string_view blocks) {
  static constexpr std::array kKinds = {"use", "put_again", "unchecked"};
  const Program parsed = program(blocks);
  const Misuses all = misuses(parsed.graph, first_get(parsed.graph), MisuseOracle(parsed.facts));
  std::string out;
  for (const Misuse& each : all.found) {
    if (!out.empty()) out += ", ";
    out += std::string(kKinds[static_cast<size_t>(each.kind)]) + " " + std::to_string(each.at.line);
  }
  if (all.unsure) out += "?";
  return out;
}

// In a block that starts with the get, lines count from 3.
std::string then(const std::string& lines) {
  return misused(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
)" + lines + "    return\n");
}

TEST(ObjectFlowMisuse, StoredElsewhereAfterItsPut) {
  EXPECT_EQ(then(R"(
    call puts_back(o)
    @cache = o
    use o->Obj::state
)"),
            "use 5");
}

TEST(ObjectFlowMisuse, KeptBySomebodyBeforeItsPut) {
  EXPECT_EQ(then(R"(
    call keeps_it(o)
    call puts_back(o)
    use o->Obj::state
)"),
            "");
}

TEST(ObjectFlowMisuse, PointerIntoItIsRead) {
  EXPECT_EQ(then(R"(
    p = &o->Obj::next
    call puts_back(o)
    call reads_it(p)
)"),
            "use 5");
}

TEST(ObjectFlowMisuse, PutWhileAnotherOneIsOut) {
  EXPECT_EQ(misused(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    if c -> 1 else 2
  block 1:
    q = o
    t1 = call borrows_nothing(): bool
    c = t1
    -> 0
  block 2:
    call puts_back(q)
    use q->Obj::state
    return
)"),
            "use 202");
}

TEST(ObjectFlowMisuse, OwnerPutsItOnceMore) {
  EXPECT_EQ(then(R"(
    call owns_it(object=&l, o): Lease
    call puts_back(o)
    destroy l
)"),
            "put_again 5");
}

TEST(ObjectFlowMisuse, OwnerGaveItUp) {
  EXPECT_EQ(then(R"(
    call owns_it(object=&l, o): Lease
    t1 = call moves_out(object=&l): Obj*
    call puts_back(o)
    destroy l
)"),
            "");
}

// dismiss(): nobody knows what it does, so the owner may put the object or not.
TEST(ObjectFlowMisuse, OwnerMayHaveBeenToldNotTo) {
  EXPECT_EQ(then(R"(
    call owns_it(object=&l, o): Lease
    call unknown_dismiss(object=&l)
    call puts_back(o)
    destroy l
)"),
            "");
}

TEST(ObjectFlowMisuse, ReleasedFromItsOwnerAfterThePut) {
  EXPECT_EQ(then(R"(
    call owns_it(object=&l, o): Lease
    call puts_back(o)
    t1 = call moves_out(object=&l): Obj*
    p = t1
    destroy l
    use p->Obj::state
)"),
            "use 8");
}

TEST(ObjectFlowMisuse, SomebodyMayStoreAnotherOne) {
  EXPECT_EQ(then(R"(
    call puts_back(o)
    call unknown_fill(&o)
    use o->Obj::state
)"),
            "?");
}

TEST(ObjectFlowMisuse, ALambdaMayStoreAnotherOne) {
  EXPECT_EQ(then(R"(
    call puts_back(o)
    f = lambda unknown_run(&o)
    call unknown_run(object=&f)
    use o->Obj::state
)"),
            "");
}

// Facts of other pointers stay, whatever is written through them or taken inside what they point
// to: without that, these paths would be possible.
TEST(ObjectFlowFacts, WriteThroughAPointerLeavesThePointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    if p != null -> 1 else 3
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    use p->Obj::state write
    if p != null -> 2 else 3
  block 2:
    call puts_back(o)
    -> 3
  block 3:
    return
)"),
            "all_paths puts 201: put on every path");
}

TEST(ObjectFlowFacts, AddressInsideWhatAPointerPointsToIsNoneOfThePointer) {
  EXPECT_EQ(flow(R"(
  block 0:
    p = null
    t0 = call get_one(): Obj*
    o = t0
    call borrows_number(&p->Obj::state)
    if p == null -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowFacts, CopyOfAStructBeforeTheGet) {
  EXPECT_EQ(flow(R"(
  block 0:
    s.Holder::ptr = null
    s2 = s
    t0 = call get_one(): Obj*
    o = t0
    if s2.Holder::ptr == null -> 1 else 2
  block 1:
    call puts_back(o)
    -> 2
  block 2:
    return
)"),
            "all_paths puts 101: put on every path");
}

TEST(ObjectFlowFacts, ComparedWithANumberThatIsKnownInPart) {
  EXPECT_EQ(flow(R"(
  block 0:
    if n > 0 -> 1 else 5
  block 1:
    t0 = call get_one(): Obj*
    o = t0
    if k < n -> 2 else 3
  block 2:
    call puts_back(o)
    -> 3
  block 3:
    if k >= n -> 4 else 5
  block 4:
    call puts_back(o)
    -> 5
  block 5:
    return
)"),
            "all_paths puts 201 401: put on every path");
}

}  // namespace
}  // namespace pool_audit::analysis
