// Places, operands and values: what a piece of an expression names.
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using facts::EventFlag;
using facts::EventKind;
using facts::Root;

constexpr std::string_view kFoo =
    "struct Foo { int x; Foo* next; int a[4]; Foo& r; };\n"
    "Foo* get(); void put(Foo*); void look(const Foo&); bool ready(Foo*);\n";

Unit foo(std::string_view source, const Command& command = {}) {
  return cxx(std::string(kFoo) + std::string(source), command);
}

TEST(Places, LocalsAndMembers) {
  const Unit unit =
      foo("void f() { int n = 1; Foo* p = get(); Foo* q = p; q->x = n; n = p->next->x; put(q); }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  n = 1 init
  t0 = call get() may_throw
  p = t0 init
  q = p init
  q->x = n
  use p->next
  use p->next->x
  n = p->next->x
  call put(q) may_throw discarded
  end q
  end p
  -> exit
block 2 exit
)~");
}

TEST(Places, ReferencesArePointers) {
  const Unit unit = foo(
      "void f(Foo& f, Foo* p) { Foo& r = f; Foo& s = *p; r.x = 1; s.next = p; look(r); look(*p);"
      " f.r.x = 3; int n = 0; int& m = n; m = 4; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  r = f init
  s = p init
  r->x = 1
  s->next = p
  call look(r) may_throw discarded
  call look(p) may_throw discarded
  f->r->x = 3
  n = 0 init
  m = &n init
  *m = 4
  -> exit
block 2 exit
)~");
}

TEST(Places, ArraysAndPointersInto) {
  const Unit unit =
      foo("void f(Foo** table, int i) { Foo* local[4]; local[0] = get(); local[i] = get();"
          " table[2] = local[1]; table[i]->a[3] = 1; put(local[0]); *table = nullptr; put(*(table "
          "+ 1)); }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  declare `local`
  t0 = call get() may_throw
  `local`[0] = t0
  t1 = call get() may_throw
  `local`[*] = t1
  use `local`[1]
  table.*[2] = `local`[1]
  use table.*[*]
  table.*[*]->a[3] = 1
  use `local`[0]
  call put(`local`[0]) may_throw discarded
  *table = null
  use table.*[*]
  call put(table.*[*]) may_throw discarded
  -> exit
block 2 exit
)~");
}

TEST(Places, ListsFillTheirElementsInPlace) {
  const Unit unit = cxx(
      "struct Foo; Foo* get(); struct Pod { int a; Foo* p; };\n"
      "void f() { Pod a{1, get()}; Pod b = {.a = 2, .p = nullptr}; Foo* two[2] = {get(), nullptr};"
      " Foo* one[1] = {two[0]}; auto [x, y] = a; auto& [u, v] = b; v = y; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  t0 = call get() may_throw
  a.a = 1 init
  a.p = t0 init
  b.a = 2 init
  b.p = null init
  t1 = call get() may_throw
  two[0] = t1 init
  two[1] = null init
  use two[0]
  one[0] = two[0] init
  %0 = a init
  %5 = &b init
  use %0.p
  %5->p = %0.p
  end %0
  end b
  end a
  -> exit
block 2 exit
)~");
}

TEST(Places, GlobalsAndStatics) {
  const Unit unit =
      foo("Foo* head; struct H { static Foo* top; };\n"
          "void f() { static Foo* kept = get(); head = kept; H::top = head; head->x = 2; }");
  const std::string blocks = unit.blocks("f");
  EXPECT_THAT(blocks, testing::HasSubstr("  @\"f()::kept\" = t0 init\n"));
  EXPECT_THAT(blocks, testing::HasSubstr("  @head = @\"f()::kept\"\n"));
  EXPECT_THAT(blocks, testing::HasSubstr("  @H::top = @head\n"));
  EXPECT_THAT(blocks, testing::HasSubstr("  @head->x = 2\n"));
}

TEST(Places, CastsAndBuiltinsKeepThePointer) {
  const Unit unit = foo(
      "void f(Foo* p, void* v) { put(static_cast<Foo*>(v)); put((Foo*)(char*)p);"
      " put(__builtin_launder(p)); put(reinterpret_cast<Foo*>(0)); put(+p); put((get(), p)); }");
  std::vector<std::string> passed;
  for (const facts::Event& call : unit.calls("f", "put")) {
    passed.push_back(unit.text("f", call.arguments.at(0)));
  }
  EXPECT_THAT(passed, testing::ElementsAre("v", "p", "p", "null", "p", "p"));
  EXPECT_EQ(unit.spelling(unit.calls("f", "put")[0].arguments[0].type), "void *");
  EXPECT_EQ(unit.spelling(unit.calls("f", "put")[1].arguments[0].type), "Foo *");
}

TEST(Conditions, ConditionalOperatorAsValueAndAsPlace) {
  const Unit unit =
      foo("void f(bool b, Foo* p, Foo* q) { Foo* r = b ? p : get(); (b ? *p : *q).x = 1; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  if b text "b" reads (b) -> 3 else 2
block 2:
  t0 = call get() may_throw
  t1 = t0 init
  -> 4
block 3:
  t1 = p init
  -> 4
block 4:
  r = t1 init
  if b text "b" reads (b) -> 6 else 5
block 5:
  t2 = q init
  -> 7
block 6:
  t2 = p init
  -> 7
block 7:
  t2->x = 1
  end r
  -> exit
block 8 exit
)~");
}

TEST(Conditions, ElvisKeepsTheTestedValue) {
  const Unit unit = foo("void f(Foo* p) { Foo* q = p ?: get(); put(q); }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  t0 = p init
  if p text "p" -> 3 else 2
block 2:
  t1 = call get() may_throw
  t0 = t1 init
  -> 3
block 3:
  q = t0 init
  call put(q) may_throw discarded
  end q
  -> exit
block 4 exit
)~");
}

TEST(Conditions, ShortCircuitIsABranchEach) {
  const Unit unit = foo("void f(Foo* p, Foo* q) { if (p && ready(p) || !q) put(p); }");
  EXPECT_EQ(unit.blocks("f"),
            R"~(
block 0 entry:
  -> 1
block 1:
  if p text "p" reads (p) -> 2 else 3
block 2:
  t0 = call ready(p) may_throw
  if t0 text "ready(p)" reads (p) -> 4 else 3
block 3:
  if q == null text "!q" reads (q) -> 4 else exit
block 4:
  call put(p) may_throw discarded
  -> exit
block 5 exit
)~");
}

TEST(Conditions, TestsKeptInVariablesStayTests) {
  const Unit unit =
      foo("void f(Foo* p, int n) { bool ok = p != nullptr; bool no = !p; bool some = p; bool less "
          "= 3 > n;"
          " no = n == 0; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  ok = p != null init
  no = p == null init
  some = !!p init
  less = n < 3 init
  no = n == 0
  -> exit
block 2 exit
)~");
}

TEST(Lambdas, CapturesByCopyReferenceThisAndInit) {
  const Unit unit =
      foo("struct S { Foo* p; void m(int k, Foo* o, Foo& r) {"
          " auto a = [this, k, &o, &r, c = get()] { put(p); put(o); put(&r); put(c); return k; };"
          " a(); } };");
  const facts::Event made = unit.event("S::m", EventKind::lambda);
  EXPECT_EQ(unit.text("S::m", made),
            "a = lambda \"S::m()::(lambda)::operator()\"(this, k, &o, r, t0)");
  EXPECT_EQ(unit.callee(made), "S::m()::(lambda)::operator()");
  const facts::FlowGraph& body = unit.graph("S::m()::(lambda)::operator()");
  ASSERT_EQ(body.captures.size(), 5U);
  EXPECT_EQ(body.captures[0].name.text(), "this");
  EXPECT_FALSE(body.captures[1].by_reference);
  EXPECT_TRUE(body.captures[2].by_reference);
  EXPECT_EQ(unit.spelling(body.captures[3].type), "Foo");
  EXPECT_EQ(unit.blocks("S::m()::(lambda)::operator()"), R"~(
block 0 entry:
  -> 1
block 1:
  use [this]->p
  call put([this]->p) may_throw discarded
  use *[o]
  call put(*[o]) may_throw discarded
  call put([r]) may_throw discarded
  call put([c]) may_throw discarded
  return [k]
block 2 exit
)~");
}

TEST(Lambdas, ACopyOfAReferencedObjectIsTheObject) {
  const Unit unit =
      cxx("struct Foo { int x; }; int f(Foo& r) { auto b = [r] { return r.x; }; return b(); }");
  EXPECT_THAT(unit.blocks("f"), testing::HasSubstr("  t0 = *r init\n"));
  EXPECT_THAT(unit.blocks("f()::(lambda)::operator()"), testing::HasSubstr("  return [r].x\n"));
  EXPECT_EQ(unit.spelling(unit.graph("f()::(lambda)::operator()").captures.at(0).type), "Foo");
}

TEST(Lambdas, ACopyOfThisIsItsOwnObject) {
  const Unit unit = cxx("struct S { int x; int f() { return [*this] { return x; }(); } };");
  EXPECT_EQ(unit.blocks("S::f"), R"~(
block 0 entry:
  -> 1
block 1:
  t0 = *this init
  t1 = lambda "S::f()::(lambda)::operator()"(&t0)
  t2 = call "S::f()::(lambda)::operator()"(object=&t1) may_throw
  return t2
block 2 exit
)~");
}

TEST(Lambdas, StructuredBindingsAreCaptured) {
  const Unit unit =
      foo("struct Pair { int a; Foo* b; }; void f(Pair p) { auto [i, q] = p;"
          " [q] { put(q); }(); }\n void g(Pair p) { auto [i, q] = p; [&] { put(q); }(); }");
  EXPECT_THAT(unit.blocks("f()::(lambda)::operator()"),
              testing::HasSubstr("  call put([q]) may_throw"));
  EXPECT_THAT(unit.blocks("g()::(lambda)::operator()"),
              testing::HasSubstr("  call put(*[q]) may_throw"));
  EXPECT_EQ(unit.graph("f()::(lambda)::operator()").locals.size(), 0U);
}

TEST(Lambdas, NestedOnesHaveGraphsOfTheirOwn) {
  const Unit unit = foo("void f(Foo* o) { [=] { auto in = [o] { put(o); }; in(); }(); }");
  EXPECT_THAT(unit.blocks("f()::(lambda)::operator()"),
              testing::HasSubstr("operator()()::(lambda)::operator()\"([o])\n"));
  EXPECT_THAT(unit.blocks("f()::(lambda)::operator()()::(lambda)::operator()"),
              testing::HasSubstr("  call put([o]) may_throw discarded\n"));
  EXPECT_TRUE(unit.function("f()::(lambda)::operator()").has(facts::FunctionFlag::lambda));
}

TEST(Lambdas, DestructorsAreNotTheCallOperator) {
  const Unit unit = cxx("struct Foo { ~Foo(); }; void f(Foo v) { auto l = [v] {}; l(); }");
  const facts::Event destroyed = unit.events("f", EventKind::destroy).at(0);
  EXPECT_NE(destroyed.callee, unit.event("f", EventKind::lambda).callee);
  for (const facts::Function& function : unit.facts().functions) {
    if (function.id == destroyed.callee) {
      EXPECT_TRUE(function.has(facts::FunctionFlag::destructor));
    }
  }
}

}  // namespace
}  // namespace pool_audit::extract
