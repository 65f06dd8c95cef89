// Control flow and events: branches, loops, exceptions, lifetimes, allocation, calls, macros.
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using facts::EventFlag;
using facts::EventKind;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kFoo =
    "using size_t = decltype(sizeof 0);\n"
    "struct Foo { Foo(); Foo(int); Foo(const Foo&); ~Foo(); int x; Foo* next; };\n"
    "struct Pod { int a; Foo* p; };\n"
    "Foo* get(); void put(Foo*); Foo make(); void take(Foo); void look(const Foo&);\n";

Unit foo(std::string_view source, const Command& command = {}) {
  return cxx(std::string(kFoo) + std::string(source), command);
}

TEST(Branches, SwitchFallsThroughAndKnowsRanges) {
  const Unit unit =
      cxx("void a(); void b(); void c();\n"
          "void f(int n) { switch (n) { case 1: a(); case 2: b(); break; case 3 ... 7: case 9: "
          "c(); break;"
          " default: n = 0; } }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 6
block 1:
  call a() may_throw discarded
  -> 2
block 2:
  call b() may_throw discarded
  -> exit
block 3:
  -> 4
block 4:
  call c() may_throw discarded
  -> exit
block 5:
  n = 0
  -> exit
block 6:
  switch n text "n" reads (n) case 3..7 -> 3, case 9 -> 4, case 2 -> 2, case 1 -> 1, else -> 5
block 7 exit
)~");
}

TEST(Branches, LoopsAndGoto) {
  const Unit unit =
      foo("void f(Foo* p, int n) { for (int i = 0; i < n; ++i) put(p); while (p) p = p->next;"
          " do put(p); while (0); again: if (n--) goto again; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  i = 0 init
  -> 2
block 2:
  if i < n text "i < n" reads (i, n) -> 3 else 5
block 3:
  call put(p) may_throw discarded
  -> 4
block 4:
  i = 1 arithmetic
  -> 2
block 5:
  -> 6
block 6:
  if p text "p" reads (p) -> 7 else 10
block 7:
  use p->next
  p = p->next
  -> 8
block 8:
  -> 6
block 9:
  -> 10
block 10:
  call put(p) may_throw discarded
  -> 11
block 11:
  if 0 text "0" -> dead else 12
block 12:
  n = -1 arithmetic
  if n text "n--" -> 13 else exit
block 13:
  -> 12
block 14 exit
)~");
}

TEST(Arithmetic, SaysWhatIsAdded) {
  const Unit unit =
      cxx("enum { step = 4 }; struct S { unsigned n; }; int amount();\n"
          "void f(S* s, long n) { ++s->n; n--; n += step; n -= 2; n += amount(); n *= 2; }");
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  s->n = 1 arithmetic
  n = -1 arithmetic
  n = 4 arithmetic
  n = -2 arithmetic
  t0 = call amount() may_throw
  n = assign() arithmetic
  n = assign() arithmetic
  -> exit
block 2 exit
)~");
}

TEST(Branches, RangeForOverAnArrayAndOverAClass) {
  const Unit unit =
      cxx("struct Foo; void put(Foo*);\n"
          "struct It { Foo* operator*(); It& operator++(); bool operator!=(const It&); };\n"
          "struct R { It begin(); It end(); };\n"
          "void f(Foo* (&arr)[3], R& r) { for (Foo* p : arr) put(p); for (Foo* p : r) put(p); }");
  const auto implicit = [&](const char* name) {
    const facts::Event call = unit.call("f", name);
    return call.has(EventFlag::implicit) && !call.has(EventFlag::discarded);
  };
  EXPECT_TRUE(implicit("R::begin"));
  EXPECT_TRUE(implicit("R::end"));
  EXPECT_TRUE(implicit("It::operator!="));
  EXPECT_TRUE(implicit("It::operator*"));
  EXPECT_TRUE(unit.call("f", "It::operator++").has(EventFlag::implicit));
  EXPECT_EQ(unit.calls("f", "put").size(), 2U);
  EXPECT_FALSE(unit.calls("f", "put")[0].has(EventFlag::implicit));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("__begin1%"));
}

TEST(Branches, ResultsNobodyUsesAreDiscarded) {
  const Unit unit =
      foo("void f(int n) { if (n) get(); else get(); for (get(); n; get()) get();"
          " switch (n) { case 1: get(); default: get(); } while (n) get(); do get(); while (n);"
          " get(), n = 1; here: get(); }\n"
          "void g() { Foo* x = ({ get(); get(); }); while (get()) {} (void)get(); put(get()); }");
  EXPECT_EQ(unit.calls("f", "get").size(), 11U);
  for (const facts::Event& call : unit.calls("f", "get")) {
    EXPECT_TRUE(call.has(EventFlag::discarded)) << where(call.location);
  }
  const std::vector<facts::Event> calls = unit.calls("g", "get");
  ASSERT_EQ(calls.size(), 5U);
  std::vector<bool> discarded;
  for (const facts::Event& call : calls) discarded.push_back(call.has(EventFlag::discarded));
  EXPECT_THAT(discarded, testing::ElementsAre(true, false, false, true, false));
  EXPECT_TRUE(calls[3].has(EventFlag::void_cast));
}

TEST(Exceptions, NestedTryCatchOrderRethrow) {
  const Unit unit =
      cxx("struct Foo { ~Foo(); }; struct E {}; struct F : E {}; void put(int);\n"
          "void f() { try { try { put(0); Foo a, b; throw F(); } catch (F& x) { put(1); throw; }"
          " catch (const E&) { put(2); } catch (...) { put(3); } } catch (int) { put(4); } }");
  const facts::FlowGraph& graph = unit.graph("f");
  ASSERT_EQ(graph.regions.size(), 2U);
  EXPECT_EQ(graph.regions[0].parent, -1);
  EXPECT_EQ(graph.regions[1].parent, 0);
  std::vector<std::string> caught;
  for (const facts::Handler& handler : graph.regions[1].handlers) {
    caught.emplace_back(handler.type ? unit.spelling(handler.type) : "...");
  }
  EXPECT_THAT(caught, testing::ElementsAre("F &", "const E &", "..."));
  const std::vector<facts::Event> puts = unit.calls("f", "put");
  for (const facts::Event& put : puts) {
    const int64_t which = put.arguments.at(0).place.value;
    EXPECT_EQ(put.region, which == 0 ? 1 : which == 4 ? -1 : 0) << which;
  }
  const std::vector<facts::Event> thrown = unit.events("f", EventKind::throw_);
  ASSERT_EQ(thrown.size(), 2U);
  EXPECT_EQ(thrown[0].arguments.size() + thrown[1].arguments.size(), 1U);
  for (const facts::Local& local : graph.locals) {
    if (local.name.text() == "a" || local.name.text() == "b") EXPECT_EQ(local.region, 1);
    if (local.name.text() == "x") {
      EXPECT_TRUE(local.is_exception);
      EXPECT_EQ(local.region, 0);
    }
  }
  for (const facts::Event& declared : unit.events("f", EventKind::declare)) {
    const facts::Local& local = graph.locals.at(declared.target.index);
    EXPECT_EQ(declared.region, local.region) << local.name.text();
  }
}

TEST(Exceptions, FunctionTryBlock) {
  const Unit unit = foo("void f(Foo* p) try { put(p); } catch (...) { put(nullptr); }");
  ASSERT_EQ(unit.graph("f").regions.size(), 1U);
  const std::vector<facts::Event> puts = unit.calls("f", "put");
  ASSERT_EQ(puts.size(), 2U);
  EXPECT_EQ(puts[0].region, 0);
  EXPECT_EQ(puts[1].region, -1);
}

TEST(Exceptions, MayThrowFollowsTheDeclaration) {
  const char* source =
      "void a(); void b() noexcept; [[noreturn]] void c(); void f() { a(); b(); c(); }";
  const Unit unit = cxx(source);
  EXPECT_TRUE(unit.call("f", "a").has(EventFlag::may_throw));
  EXPECT_FALSE(unit.call("f", "b").has(EventFlag::may_throw));
  EXPECT_TRUE(unit.call("f", "c").has(EventFlag::noreturn));
  EXPECT_TRUE(unit.facts().has_exceptions);
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  unreachable\n"));
  const Unit without = cxx(source, {.flags = {"-fno-exceptions"}});
  EXPECT_FALSE(without.call("f", "a").has(EventFlag::may_throw));
  EXPECT_FALSE(without.facts().has_exceptions);
}

TEST(Lifetimes, LocalsTemporariesEarlyReturn) {
  const Unit unit = foo(
      "int f(bool early) { Foo a; if (early) return 1; { Foo b(2); look(b); } take(make());"
      " look(Foo(3)); const Foo& r = make(); Foo c = make(); Foo d = c; Pod e{}; return a.x; }");
  EXPECT_THAT(unit.blocks("f"), HasSubstr("block 2:\n  return 1\n  destroy a with Foo::~Foo\n"
                                          "  returns -> exit\n"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  declare b\n  call look(&b) may_throw discarded\n"
                                          "  destroy b with Foo::~Foo\n"
                                          "  t0 = call make() may_throw\n"
                                          "  call take(t0) may_throw discarded\n"
                                          "  destroy t0 with Foo::~Foo\n"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  t2 = call make() may_throw\n"
                                          "  r = &t2 init\n  declare r\n"
                                          "  c = call make() may_throw\n  declare c\n"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  return a.x\n"
                                          "  destroy d with Foo::~Foo\n"
                                          "  destroy c with Foo::~Foo\n"
                                          "  destroy *r with Foo::~Foo\n"
                                          "  destroy a with Foo::~Foo\n"
                                          "  end e\n  returns -> exit\n"));
}

TEST(Lifetimes, ConstructorsAndDestructorsOfMembersAndBases) {
  const Unit unit = foo(
      "struct Holder : Foo { Foo one; int n = 4; Foo* p = get(); Pod pod{1, nullptr}; int& ref;\n"
      " Holder(int& r, Foo* q) : Foo(7), one(8), ref(r) { put(q); } ~Holder() { put(p); } };");
  const std::string made = unit.blocks("Holder::Holder");
  EXPECT_THAT(made, HasSubstr("(object=this, 7) may_throw base_call\n"));
  EXPECT_THAT(made, HasSubstr("(object=&this->one, 8) may_throw\n"
                              "  this->n = 4 init\n"
                              "  t0 = call get() may_throw\n"
                              "  this->Holder::p = t0 init\n"
                              "  this->pod.a = 1 init\n"
                              "  this->pod.Pod::p = null init\n"
                              "  this->ref = r init\n"
                              "  call put(q) may_throw discarded\n"));
  EXPECT_THAT(unit.blocks("Holder::~Holder"),
              HasSubstr("  call put(this->Holder::p) may_throw discarded\n"
                        "  destroy this->one with Foo::~Foo\n"
                        "  destroy *this with Foo::~Foo base_call\n"));
}

TEST(Allocation, NewInAllItsForms) {
  const Unit unit =
      foo("void* operator new(size_t, void*) noexcept; struct Arena; void* operator new(size_t, "
          "Arena&);\n"
          "struct Own { static void* operator new(size_t); static void operator delete(void*); "
          "~Own(); };\n"
          "void f(void* mem, Arena& arena) { Foo* a = new Foo(3); delete a; Pod* b = new Pod{1, a};"
          " int* c = new int[8]; delete[] c; Pod* d = ::new (mem) Pod(); Pod* e = new (arena) Pod;"
          " Own* g = new Own; delete g; new Pod; (void)new Pod; }");
  const std::string blocks = unit.blocks("f");
  EXPECT_THAT(blocks, HasSubstr(" = new Foo with "));
  EXPECT_THAT(blocks, HasSubstr("(object=t6, 3) may_throw\n  a = t6 init\n  delete a with "));
  EXPECT_THAT(blocks, HasSubstr("->p = a init\n  b = "));
  EXPECT_THAT(blocks, HasSubstr(" = new int with \"operator new[]\" may_throw array\n"));
  EXPECT_THAT(blocks, HasSubstr(" array\n  "));
  EXPECT_THAT(blocks, HasSubstr(" = new Own with \"Own::operator new\" may_throw\n"));
  EXPECT_THAT(blocks, HasSubstr("  delete g with \"Own::operator delete\"\n"));
  const std::vector<facts::Event> news = unit.events("f", EventKind::new_);
  ASSERT_EQ(news.size(), 8U);
  EXPECT_TRUE(news[3].has(EventFlag::placement));
  EXPECT_EQ(unit.text("f", news[3].arguments.at(0)), "mem");
  EXPECT_FALSE(news[4].has(EventFlag::placement));
  EXPECT_EQ(unit.text("f", news[4].arguments.at(0)), "arena");
  EXPECT_TRUE(news[6].has(EventFlag::discarded));
  EXPECT_TRUE(news[7].has(EventFlag::void_cast));
  EXPECT_EQ(unit.spelling(news[0].type), "Foo *");
  EXPECT_EQ(unit.record("Own").operator_new, news[5].callee);
}

TEST(Calls, VirtualQualifiedFinalAndIndirect) {
  const Unit unit =
      cxx("struct V { virtual void v(); }; struct W final : V { void v() override; };\n"
          "struct H { void (*fn)(int); }; void (*table[2])(int);\n"
          "void f(V* a, W* b, void (*g)(int), H* h, void (V::*m)()) {"
          " a->v(); a->V::v(); b->v(); g(1); (*g)(2); table[1](3); h->fn(4); (a->*m)(); }");
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  call V::v(object=a) may_throw virtual discarded\n"
                                          "  call V::v(object=a) may_throw discarded\n"
                                          "  call W::v(object=b) may_throw discarded\n"
                                          "  call(object=g, 1) may_throw indirect discarded\n"
                                          "  call(object=g, 2) may_throw indirect discarded\n"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  call(object=@table[1], 3) may_throw indirect"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  call(object=h->fn, 4) may_throw indirect"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  call(object=a) may_throw indirect"));
}

TEST(Calls, DefaultArgumentsHaveNoValueHere) {
  const Unit unit =
      cxx("int* make(); void take(int*, int* p = make(), int n = 3); void f() { take(nullptr); }");
  EXPECT_EQ(unit.text("f", unit.call("f", "take")), "call take(null, ?, 3) may_throw discarded");
}

TEST(Calls, OperatorsAreCallsOnTheirLeftSide) {
  const Unit unit =
      cxx("struct Foo { int x; }; struct Ptr { Foo* operator->(); Foo& operator*(); explicit "
          "operator bool(); };\n"
          "int f(Ptr& p) { if (p) return p->x; return (*p).x; }");
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  t1 = call Ptr::operator->(object=p) may_throw\n"
                                          "  use t1->x\n  return t1->x\n"));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("  t2 = call Ptr::operator*(object=p) may_throw\n"
                                          "  use t2->x\n  return t2->x\n"));
}

TEST(Coroutines, AwaitSuspendsAndReturnReturns) {
  const Unit unit = cxx(R"~(
namespace std {
template <class T, class... A> struct coroutine_traits { using promise_type = typename T::promise_type; };
template <class P = void> struct coroutine_handle;
template <> struct coroutine_handle<void> { static coroutine_handle from_address(void*) noexcept; };
template <class P> struct coroutine_handle {
  static coroutine_handle from_address(void*) noexcept; operator coroutine_handle<>() const noexcept; };
struct suspend_always { bool await_ready() noexcept; void await_suspend(coroutine_handle<>) noexcept;
                        void await_resume() noexcept; };
}
struct Foo; void put(Foo*);
struct Aw { bool await_ready(); void await_suspend(std::coroutine_handle<>); Foo* await_resume(); };
struct Task { struct promise_type { Task get_return_object(); std::suspend_always initial_suspend();
  std::suspend_always final_suspend() noexcept; void unhandled_exception(); void return_value(Foo*); }; };
Task co(Aw a, Foo* p) { Foo* q = co_await a; put(p); co_return q; }
)~");
  EXPECT_TRUE(unit.function("co").has(facts::FunctionFlag::coroutine));
  EXPECT_EQ(unit.text("co", unit.event("co", EventKind::suspend)), "t5 = suspend &a may_throw");
  EXPECT_THAT(unit.blocks("co"),
              HasSubstr("may_throw\n  q = t5 init\n  call put(p) may_throw discarded\n"));
  EXPECT_EQ(unit.text("co", unit.event("co", EventKind::return_)), "return q");
}

TEST(PlainC, CleanupDesignatedInitialisersStatementExpressions) {
  const Unit unit = c(
      "struct obj { int a; struct obj* next; }; struct obj* alloc(void); void cl(struct obj** o);\n"
      "int f(void) { __attribute__((cleanup(cl))) struct obj* o = alloc(); if (o) return 1;"
      " struct obj d = {.next = o, .a = 2}; int v = ({ int t = d.a; t; }); *o = (struct obj){3, 0};"
      " return v; }");
  EXPECT_FALSE(unit.facts().is_cxx);
  EXPECT_EQ(unit.blocks("f"), R"~(
block 0 entry:
  -> 1
block 1:
  t0 = call alloc()
  o = t0 init
  declare o
  if o text "o" reads (o) -> 2 else 3
block 2:
  return 1
  call cl(&o) implicit
  end o
  returns -> exit
block 3:
  d.a = 2 init
  d.next = o init
  use d.a
  t = d.a init
  v = t init
  t1.a = 3 init
  t1.next = null init
  *o = t1
  return v
  call cl(&o) implicit
  end o
  end d
  returns -> exit
block 4 exit
)~");
}

TEST(Macros, AStatementIsOneEvent) {
  const Unit unit = c(
      "struct obj; struct obj* alloc(void*); void use(struct obj*);\n"
      "#define pool_get(p, out) do { (out) = alloc(p); if (!(out)) (out) = alloc(p); } while (0)\n"
      "void f(void* p) { struct obj* o; pool_get(p, o); use(o); }",
      {.macros = {"pool_get"}});
  EXPECT_EQ(unit.text("f", unit.event("f", EventKind::macro)), "macro pool_get(p, &o)");
  EXPECT_TRUE(unit.calls("f", "alloc").empty());
  EXPECT_EQ(unit.calls("f", "use").size(), 1U);
  EXPECT_EQ(where(unit.event("f", EventKind::macro).location), "3:34-48");
}

TEST(Macros, AnExpressionHasAValue) {
  const Unit unit =
      c("struct obj; struct obj* alloc(void*); void use(struct obj*);\n"
        "#define pool_get(p) (alloc(p) ? alloc(p) : 0)\n#define pool_put(o) use(o)\n"
        "void f(void* p) { struct obj* o = pool_get(p); use(pool_get(o)); if (pool_get(p) == 0) "
        "return;"
        " pool_put(o); }",
        {.macros = {"pool_get", "pool_put"}});
  const std::string blocks = unit.blocks("f");
  EXPECT_EQ(unit.events("f", EventKind::macro).size(), 4U);
  EXPECT_TRUE(unit.calls("f", "alloc").empty());
  EXPECT_THAT(blocks, HasSubstr("  t0 = macro pool_get(p)\n"));
  EXPECT_THAT(blocks, HasSubstr("  o = t0 init\n"));
  EXPECT_THAT(blocks, Not(HasSubstr("  t0 = t")));  // the arms inside say nothing
  EXPECT_THAT(blocks, Not(HasSubstr("  t0 = null")));
  EXPECT_THAT(blocks, HasSubstr("if opaque text \"alloc(p)\""));
  EXPECT_THAT(blocks, HasSubstr("  macro pool_put(o)\n"));
}

TEST(Macros, ConditionsOfOneMacroHaveTextsOfTheirOwn) {
  const Unit unit =
      c("int g(int); void lock(int);\n"
        "#define BOTH(a, b) do { if (g(a) & b) lock(a); if (g(b) & a) lock(b); } while (0)\n"
        "void f(int n, int m) { BOTH(n, m); }");
  EXPECT_THAT(unit.blocks("f"), HasSubstr("text \"g(n) & m\""));
  EXPECT_THAT(unit.blocks("f"), HasSubstr("text \"g(m) & n\""));
}

TEST(Macros, InvocationsInsideAnotherMacroCount) {
  const std::string api =
      "struct obj { int n; }; struct obj* alloc(void*); void use(struct obj*);\n"
      "void give(void*, struct obj*);\n"
      "#define pool_get(p) alloc(p)\n#define pool_put(p, o) give(p, o)\n";
  const auto blocks = [&](const std::string& macros, const std::string& body) {
    return c(api + macros + "\nvoid f(void* p, struct obj* q) {" + body + "}",
             {.macros = {"pool_get", "pool_put"}})
        .blocks("f");
  };
  EXPECT_THAT(blocks("#define WRAP(x) (x)", "use(WRAP(pool_get(p)));"),
              HasSubstr("  t0 = macro pool_get(p)\n  call use(t0)"));
  EXPECT_THAT(blocks("#define GET(x) pool_get(x)", "use(GET(p));"),
              HasSubstr("  t0 = macro pool_get(p)\n  call use(t0)"));
  EXPECT_THAT(blocks("#define GET2() pool_get(p)\n#define GET() GET2()", "use(GET());"),
              HasSubstr("  t0 = macro pool_get(p)\n  call use(t0)"));
  EXPECT_THAT(
      blocks("#define BOTH(a, b) do { pool_put(p, a); pool_put(p, b); } while (0)",
             "BOTH(q, pool_get(p));"),
      HasSubstr("  macro pool_put(p, q)\n  t0 = macro pool_get(p)\n  macro pool_put(p, t0)"));
  EXPECT_THAT(blocks("#define likely(x) __builtin_expect(!!(x), 1)",
                     "struct obj* o; if (likely(o = pool_get(p))) use(o);"),
              HasSubstr("  t0 = macro pool_get(p)\n  o = t0"));
}

TEST(Macros, ArgumentsMayBeMacros) {
  const Unit unit =
      c("struct obj; void give(void*, struct obj*); extern int a; extern struct obj* o;\n"
        "#define THE_POOL (&a)\n#define NEXT(x) (x)\n#define pool_put(p, o) give(p, o)\n"
        "void f(void) { pool_put(THE_POOL, NEXT(o)); }",
        {.macros = {"pool_put"}});
  EXPECT_EQ(unit.text("f", unit.event("f", EventKind::macro)), "macro pool_put(&@a, @o)");
}

// What a modelled macro is made of says nothing more.
TEST(Macros, OneModelledMacroInsideAnother) {
  const Unit unit =
      c("struct obj; struct obj* alloc(void*); void use(struct obj*);\n"
        "#define pool_get(p) alloc(p)\n#define pool_get_zero(p) (pool_get(p))\n"
        "void f(void* p) { use(pool_get_zero(p)); }",
        {.macros = {"pool_get", "pool_get_zero"}});
  EXPECT_EQ(unit.events("f", EventKind::macro).size(), 1U);
  EXPECT_EQ(unit.text("f", unit.event("f", EventKind::macro)), "t0 = macro pool_get_zero(p)");
}

}  // namespace
}  // namespace pool_audit::extract
