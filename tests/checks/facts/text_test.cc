// The text form: what a person may write, and what it means.
#include "checks/facts/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/support/files.h"

namespace pool_audit::facts {
namespace {

TuFacts parsed(std::string_view text) {
  Result<TuFacts> facts = parse(text);
  EXPECT_TRUE(facts) << facts.error().line << ":" << facts.error().column << ": "
                     << facts.error().message << "\n"
                     << text;
  return facts ? std::move(*facts) : TuFacts{};
}

const FlowGraph& only_graph(const TuFacts& facts) {
  static const FlowGraph kNone;
  EXPECT_EQ(facts.graphs.size(), 1U);
  return facts.graphs.empty() ? kNone : facts.graphs[0];
}

// The events of the first block of a function with locals p (Foo *), q (Foo *), n (int).
std::vector<Event> events(const std::string& lines) {
  const TuFacts facts = parsed("function f(p: Foo*, q: Foo*, n: int) {\n" + lines + "\n}\n");
  const FlowGraph& graph = only_graph(facts);
  return graph.blocks.empty() ? std::vector<Event>{} : graph.blocks[0].events;
}

Event event(const std::string& line) {
  const std::vector<Event> all = events(line);
  EXPECT_EQ(all.size(), 1U) << line;
  return all.empty() ? Event{} : all[0];
}

Place local(uint32_t index, std::vector<Step> steps = {}) {
  Place place;
  place.root = Root::local;
  place.index = index;
  place.steps = std::move(steps);
  return place;
}
Step deref() {
  return {StepKind::deref, {}, kAnyElement};
}
Step field(std::string_view name) {
  return {StepKind::field, Symbol(name), kAnyElement};
}
Step element(int64_t index) {
  return {StepKind::element, {}, index};
}

std::string_view spelling(const TuFacts& facts, TypeId type) {
  return facts.types.at(type).spelling.text();
}

TEST(TextForm, GoldenSamplePrintsAsItIs) {
  const Result<std::string> text = read_file("tests/checks/facts/golden/sample.facts");
  ASSERT_TRUE(text) << text.error().to_string();
  EXPECT_EQ(print(parsed(*text)), *text);
}

TEST(TextForm, EmptyTextIsAnEmptyUnit) {
  EXPECT_EQ(parsed(""), TuFacts{});
  EXPECT_EQ(parsed("\n  # nothing here\n\r\n"), TuFacts{});
}

TEST(TextForm, CommentsEndLinesButNotIdsOrStrings) {
  const TuFacts facts = parsed(
      "# above\n"
      "variable v: int id=c:@v#1 doc=\"a # b\" # behind\n");
  ASSERT_EQ(facts.variables.size(), 1U);
  EXPECT_EQ(facts.variables[0].id.text(), "c:@v#1");
  EXPECT_EQ(facts.variables[0].doc.text(), "a # b");
}

TEST(TextForm, DeclarationsMayComeInAnyOrder) {
  const TuFacts facts = parsed(
      "function z() {\n call a()\n}\n"
      "function a() id=zz\n");
  ASSERT_EQ(facts.functions.size(), 2U);
  EXPECT_EQ(facts.functions[0].id.text(), "z");
  EXPECT_EQ(facts.functions[1].id.text(), "zz");
}

TEST(TextForm, EventsKeepTheirShape) {
  const Event call = event("t0 = call ns::Pool::get(object=&@g_pool, p, \"text\", -3) may_throw");
  EXPECT_EQ(call.kind, EventKind::call);
  EXPECT_EQ(call.target.root, Root::temp);
  EXPECT_EQ(call.callee.text(), "ns::Pool::get");
  EXPECT_TRUE(call.object.address_of);
  EXPECT_EQ(call.object.place.root, Root::global);
  EXPECT_EQ(call.object.place.symbol.text(), "g_pool");
  ASSERT_EQ(call.arguments.size(), 3U);
  EXPECT_EQ(call.arguments[0].place, local(0));
  EXPECT_EQ(call.arguments[1].place.root, Root::text);
  EXPECT_EQ(call.arguments[2].place.value, -3);
  EXPECT_TRUE(call.has(EventFlag::may_throw));

  const Event assign = event("p = q init move");
  EXPECT_EQ(assign.kind, EventKind::assign);
  EXPECT_EQ(assign.target, local(0));
  EXPECT_EQ(assign.arguments[0].place, local(1));
  EXPECT_TRUE(assign.has(EventFlag::initialize));
  EXPECT_TRUE(assign.has(EventFlag::move));

  const Event compare = event("n = p == null");
  EXPECT_EQ(compare.compare, CompareOp::eq);
  ASSERT_EQ(compare.arguments.size(), 2U);
  EXPECT_EQ(compare.arguments[1].place.root, Root::null);

  const Event truth = event("n = !!p");
  EXPECT_EQ(truth.compare, CompareOp::truth);
  EXPECT_EQ(truth.arguments.size(), 1U);

  const Event use = event("use p->x write");
  EXPECT_EQ(use.kind, EventKind::use);
  EXPECT_EQ(use.target, local(0, {deref(), field("x")}));
  EXPECT_TRUE(use.has(EventFlag::write));

  const Event destroy = event("destroy p may_throw with Foo::~Foo");
  EXPECT_EQ(destroy.callee.text(), "Foo::~Foo");
  EXPECT_EQ(event("throw").arguments.size(), 0U);
  EXPECT_EQ(event("return p").arguments.size(), 1U);
  EXPECT_EQ(event("delete p array").flags, static_cast<uint32_t>(EventFlag::array));
}

TEST(TextForm, PlacesReadAsInC) {
  const auto target = [](const std::string& place) { return event("use " + place).target; };
  EXPECT_EQ(target("p"), local(0));
  EXPECT_EQ(target("*p"), local(0, {deref()}));
  EXPECT_EQ(target("**p"), local(0, {deref(), deref()}));
  EXPECT_EQ(target("p.x"), local(0, {field("x")}));
  EXPECT_EQ(target("p->x.y"), local(0, {deref(), field("x"), field("y")}));
  EXPECT_EQ(target("*p->x"), local(0, {deref(), field("x"), deref()}));
  EXPECT_EQ(target("p[3]"), local(0, {element(3)}));
  EXPECT_EQ(target("p[-1]"), local(0, {element(-1)}));
  EXPECT_EQ(target("p[*]"), local(0, {element(kAnyElement)}));
  EXPECT_EQ(target("p.*[3]"), local(0, {deref(), element(3)}));
  EXPECT_EQ(target("p->Foo::x"), local(0, {deref(), field("Foo::x")}));
  EXPECT_EQ(target("p%0"), local(0));
  EXPECT_EQ(target("%1"), local(1));
  EXPECT_EQ(target("this->x").root, Root::this_);
  EXPECT_EQ(target("fn ns::f").root, Root::function);
  EXPECT_EQ(target("?"), Place{});
}

TEST(TextForm, LocalsNamedLikeKeywordsStandInBackticks) {
  const TuFacts facts = parsed(
      "function f() {\n"
      "  local end: int\n"
      "  local t0: int\n"
      "  `end` = `t0`\n"
      "  t0 = 1\n"
      "}\n");
  const std::vector<Event>& got = only_graph(facts).blocks.at(0).events;
  EXPECT_EQ(got.at(0).target, local(0));
  EXPECT_EQ(got.at(0).arguments.at(0).place, local(1));
  EXPECT_EQ(got.at(1).target.root, Root::temp);
}

TEST(TextForm, NamesStandForIds) {
  const TuFacts facts = parsed(
      "record Foo id=c:@S@Foo {\n"
      "  field x: int id=c:@S@Foo@FI@x\n"
      "}\n"
      "record Bar { \n"
      "  field x: int\n"
      "  field only: int\n"
      "}\n"
      "variable g: int id=c:@g\n"
      "function put(p: Foo*) id=c:@F@put#*$@S@Foo# record=Foo overrides=(base)\n"
      "function f(p: Foo*) {\n"
      "  call put(&@g)\n"
      "  use p->Foo::x\n"
      "  use p->only\n"
      "  call 'put'(p)\n"
      "}\n");
  const std::vector<Event>& got = only_graph(facts).blocks.at(0).events;
  EXPECT_EQ(got.at(0).callee.text(), "c:@F@put#*$@S@Foo#");
  EXPECT_EQ(got.at(0).arguments.at(0).place.symbol.text(), "c:@g");
  EXPECT_EQ(got.at(1).target.steps.at(1).field.text(), "c:@S@Foo@FI@x");
  EXPECT_EQ(got.at(2).target.steps.at(1).field.text(), "Bar::only");
  EXPECT_EQ(got.at(3).callee.text(), "put") << "single quotes are the id itself";
  EXPECT_EQ(facts.functions.at(0).record.text(), "c:@S@Foo");
  EXPECT_EQ(facts.functions.at(0).overrides.at(0).text(), "base") << "declared nowhere: an id";
}

TEST(TextForm, BlocksFallThroughAndTheExitIsImplied) {
  const TuFacts facts = parsed(
      "function f(p: Foo*) {\n"
      "  if p != null -> out else 1\n"
      "  block 1:\n"
      "    use *p\n"
      "  block out:\n"
      "    call abort() noreturn\n"
      "  block 3:\n"
      "    return p\n"
      "  block 4:\n"
      "    throw p\n"
      "}\n");
  const std::vector<Block>& blocks = only_graph(facts).blocks;
  ASSERT_EQ(blocks.size(), 6U);
  EXPECT_EQ(blocks[0].terminator, Terminator::branch);
  EXPECT_EQ(blocks[0].condition.op, CompareOp::ne);
  EXPECT_THAT(blocks[0].successors, testing::ElementsAre(2, 1));
  EXPECT_EQ(blocks[1].terminator, Terminator::jump);
  EXPECT_THAT(blocks[1].successors, testing::ElementsAre(2));
  EXPECT_EQ(blocks[2].terminator, Terminator::unreachable);
  EXPECT_EQ(blocks[3].terminator, Terminator::return_);
  EXPECT_THAT(blocks[3].successors, testing::ElementsAre(5));
  EXPECT_EQ(blocks[4].terminator, Terminator::throw_);
  EXPECT_EQ(blocks[5].terminator, Terminator::exit);
}

TEST(TextForm, SwitchesAndOpaqueConditions) {
  const TuFacts facts = parsed(
      "function f(n: int) {\n"
      "  block 0:\n"
      "    switch n case -1 -> 1, case 2..5 -> exit, else -> dead\n"
      "  block 1:\n"
      "    if opaque text \"a > b\" reads (n, @g->x) -> 0 else exit\n"
      "}\n");
  const std::vector<Block>& blocks = only_graph(facts).blocks;
  EXPECT_EQ(blocks.at(0).terminator, Terminator::switch_);
  EXPECT_EQ(blocks.at(0).condition.op, CompareOp::truth);
  EXPECT_THAT(blocks.at(0).cases, testing::ElementsAre(Case{-1, -1}, Case{2, 5}));
  EXPECT_THAT(blocks.at(0).successors, testing::ElementsAre(1, 2, kNoBlock));
  EXPECT_EQ(blocks.at(1).condition.op, CompareOp::none);
  EXPECT_EQ(blocks.at(1).condition.text.text(), "a > b");
  EXPECT_EQ(blocks.at(1).condition.reads.size(), 2U);
}

TEST(TextForm, TryRegionsAreTheDefaultOfTheirBlocks) {
  const TuFacts facts = parsed(
      "function f() {\n"
      "  try 0: catch Error& -> handler, catch ... -> exit\n"
      "  block 0 region=0:\n"
      "    call g() may_throw\n"
      "    call h() region=-1\n"
      "    throw\n"
      "  block handler:\n"
      "    call g()\n"
      "}\n");
  const FlowGraph& graph = only_graph(facts);
  ASSERT_EQ(graph.regions.size(), 1U);
  EXPECT_EQ(graph.regions[0].handlers.at(0).block, 1U);
  EXPECT_EQ(spelling(facts, graph.regions[0].handlers.at(0).type), "Error &");
  EXPECT_EQ(graph.regions[0].handlers.at(1).type, kNoType);
  EXPECT_EQ(graph.blocks.at(0).events.at(0).region, 0);
  EXPECT_EQ(graph.blocks.at(0).events.at(1).region, -1);
  EXPECT_EQ(graph.blocks.at(0).region, 0) << "of the throw";
  EXPECT_EQ(graph.blocks.at(1).events.at(0).region, -1);
}

TEST(TextForm, ParametersOfHeadAndBodyStandForEachOther) {
  const TuFacts head = parsed("function f(p: Foo*, n: int) {\n local q: int\n use n\n}\n");
  const TuFacts body =
      parsed("function f {\n param p: Foo*\n param n: int\n local q: int\n use n\n}\n");
  EXPECT_EQ(head, body);
  EXPECT_EQ(only_graph(head).parameter_count, 2U);
  EXPECT_EQ(only_graph(head).locals.size(), 3U);
  EXPECT_EQ(head.functions.at(0).parameters.size(), 2U);
  EXPECT_TRUE(head.functions.at(0).has(FunctionFlag::defined));
}

TEST(TextForm, TypesThatNobodyDeclaresAreGuessed) {
  const TuFacts facts = parsed(
      "record Foo id=c:@S@Foo size_bytes=24\n"
      "variable a: Foo*\n"
      "variable b: std::map<int, Foo *> &\n"
      "variable c: unsigned long[4]\n"
      "variable d: const char*\n"
      "variable e: \"void (*)(int)\"\n"
      "variable f: std::array<Foo, 3>\n"
      "variable g: ?\n"
      "variable h: Foo *\n");
  const auto type = [&](size_t i) { return facts.types.at(facts.variables.at(i).type); };
  EXPECT_EQ(type(0).kind, TypeKind::pointer);
  EXPECT_EQ(type(0).spelling.text(), "Foo *");
  EXPECT_EQ(type(0).size_bytes, 8U);
  const Type& foo = facts.types.at(type(0).target);
  EXPECT_EQ(foo.kind, TypeKind::record);
  EXPECT_EQ(foo.record.text(), "c:@S@Foo");
  EXPECT_EQ(foo.size_bytes, 24U);
  EXPECT_EQ(type(1).kind, TypeKind::lvalue_reference);
  const Type& map = facts.types.at(type(1).target);
  EXPECT_EQ(map.template_name.text(), "std::map");
  ASSERT_EQ(map.arguments.size(), 2U);
  EXPECT_EQ(spelling(facts, map.arguments[1]), "Foo *");
  EXPECT_EQ(map.text_arguments.at(1).text(), "Foo *");
  EXPECT_EQ(type(2).kind, TypeKind::array);
  EXPECT_EQ(type(2).size_bytes, 32U);
  EXPECT_EQ(facts.types.at(type(3).target).spelling.text(), "char") << "types are unqualified";
  EXPECT_EQ(type(5).arguments.at(1), kNoType) << "3 is no type";
  EXPECT_EQ(facts.variables.at(6).type, kNoType);
  EXPECT_EQ(facts.variables.at(7).type, facts.variables.at(0).type) << "spaces do not count";
}

TEST(TextForm, TypesOfOperandsFollowFromTheirPlaces) {
  const TuFacts facts = parsed(
      "record Foo { \n field next: Foo*\n}\n"
      "variable pool: Pool\n"
      "function get() -> Foo*\n"
      "function f(p: Foo*) {\n"
      "  t0 = call get(object=&@pool)\n"
      "  call use(t0, p->next, *p, p: Bar*, 3)\n"
      "  t1 = new Foo(1)\n"
      "  declare t1\n"
      "}\n");
  const std::vector<Event>& got = only_graph(facts).blocks.at(0).events;
  EXPECT_EQ(spelling(facts, got.at(0).type), "Foo *");
  EXPECT_EQ(spelling(facts, got.at(0).object.type), "Pool *") << "made for the address";
  EXPECT_EQ(spelling(facts, got.at(1).arguments.at(0).type), "Foo *");
  EXPECT_EQ(spelling(facts, got.at(1).arguments.at(1).type), "Foo *");
  EXPECT_EQ(spelling(facts, got.at(1).arguments.at(2).type), "Foo");
  EXPECT_EQ(spelling(facts, got.at(1).arguments.at(3).type), "Bar *") << "as written";
  EXPECT_EQ(spelling(facts, got.at(2).type), "Foo *");
  EXPECT_EQ(got.at(3).type, got.at(2).type);
}

TEST(TextForm, Locations) {
  const TuFacts facts = parsed(
      "unit a.cc\n"
      "variable v1: int @ 3\n"
      "variable v2: int @ 3:4\n"
      "variable v3: int @ 3:4-9\n"
      "variable v4: int @ b.h:3:4-5:6\n"
      "variable v5: int @ \"odd name.h\":3:4 body MAKE spelled c.h:7:8\n");
  const auto at = [&](size_t i) { return facts.variables.at(i).location; };
  EXPECT_EQ(at(0), (Location{Symbol("a.cc"), 3, 0, 3, 0, {}, MacroUse::none, {}, 0, 0}));
  EXPECT_EQ(at(1).end_column, 4U);
  EXPECT_EQ(at(2).end_line, 3U);
  EXPECT_EQ(at(2).end_column, 9U);
  EXPECT_EQ(at(3).file.text(), "b.h");
  EXPECT_EQ(at(3).end_line, 5U);
  EXPECT_EQ(at(4).file.text(), "odd name.h");
  EXPECT_EQ(at(4).macro.text(), "MAKE");
  EXPECT_EQ(at(4).macro_use, MacroUse::body);
  EXPECT_EQ(at(4).spelling_file.text(), "c.h");
  EXPECT_EQ(at(4).spelling_column, 8U);
}

TEST(TextForm, LocateLinesGivesEventsTheLineTheyAreWrittenOn) {
  const TuFacts facts = parsed(
      "unit a.facts\n"
      "locate_lines\n"
      "function f() {\n"
      "    call g()   # here\n"
      "    call h() @ b.cc:9:9\n"
      "}\n");
  const std::vector<Event>& got = only_graph(facts).blocks.at(0).events;
  EXPECT_EQ(got.at(0).location,
            (Location{Symbol("a.facts"), 4, 5, 4, 13, {}, MacroUse::none, {}, 0, 0}));
  EXPECT_EQ(got.at(1).location.file.text(), "b.cc");
}

TEST(TextForm, OneGraphPrintsAloneWithNames) {
  const TuFacts facts = parsed(
      "record Foo id=c:@S@Foo { \n field x: int id=c:@S@Foo@FI@x\n}\n"
      "function f(p: Foo*) id=c:@F@f# {\n use p->x\n}\n");
  EXPECT_EQ(print(only_graph(facts), facts),
            "graph f {\n"
            "  param p: Foo *\n"
            "  block 0 entry:\n"
            "    use p->x\n"
            "    -> exit\n"
            "  block 1 exit\n"
            "}\n");
}

// What an extractor with a bug makes must still be printable: it is how the bug is found.
TEST(TextForm, PrintingSurvivesFactsThatHoldNoInvariant) {
  TuFacts facts;
  facts.types.clear();
  Function& function = facts.functions.emplace_back();
  function.result = 99;
  FlowGraph& graph = facts.graphs.emplace_back();
  graph.parameter_count = 7;
  graph.locals.emplace_back().type = 12;
  Block& block = graph.blocks.emplace_back();
  block.successors = {5, 6, kNoBlock};
  Event& bad = block.events.emplace_back();
  bad.target.root = Root::local;
  bad.target.index = 44;
  bad.kind = EventKind::new_;
  bad.type = 1000;
  bad.object.place.root = Root::capture;
  bad.object.place.index = 3;
  bad.object.place.steps = {deref(), field("x")};
  const std::string text = print(facts);
  EXPECT_THAT(text, testing::HasSubstr("%44 = new"));
  EXPECT_THAT(text, testing::HasSubstr("[%3]->x"));
}

}  // namespace
}  // namespace pool_audit::facts
