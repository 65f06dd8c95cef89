// Declarations: identities, flags, sizes, documentation, locations.
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using facts::FunctionFlag;
using facts::Linkage;
using facts::Storage;

TEST(Ids, StaticTwinsInTwoFilesDiffer) {
  const Folder folder;
  folder.write("a.cc", "static void twin() {} void a() { twin(); }");
  folder.write("b.cc", "static void twin() {} void b() { twin(); }");
  const Unit a = extract(folder, "a.cc");
  const Unit b = extract(folder, "b.cc");
  EXPECT_NE(a.function("twin").id, b.function("twin").id);
  EXPECT_TRUE(a.function("twin").id.text().ends_with("@file:a.cc"));
  EXPECT_EQ(a.function("twin").linkage, Linkage::internal);
}

TEST(Ids, AHeaderHasTheSameIdsInEveryUnit) {
  const Folder folder;
  folder.write("inc/pool.h",
               "#pragma once\n"
               "namespace net { inline namespace v1 { template <class T> struct Pool { T* top;\n"
               "  T* take() { auto l = [this] { return top; }; return l(); } }; }\n"
               "struct Buf { int n; Buf* next; }; inline Buf* grab() { static Pool<Buf> pool;\n"
               "  return pool.take(); } }\n");
  folder.write("a.cc", "#include \"inc/pool.h\"\nvoid a() { net::grab(); }");
  folder.write(
      "src/b.cc",
      "static int other; void first() { auto l = [] {}; l(); }\n"
      "#include \"../inc/pool.h\"\nnet::Buf* b(net::Pool<net::Buf>& p) { return p.take(); }");
  const Unit a = extract(folder, "a.cc");
  const Unit b = extract(folder, "src/b.cc");
  for (const char* name :
       {"net::Pool::take", "net::grab", "net::Pool::take()::(lambda)::operator()"}) {
    EXPECT_EQ(a.function(name).id, b.function(name).id) << name;
    EXPECT_EQ(a.graphs_of(name), 1U) << name;
  }
  EXPECT_EQ(a.record("net::Buf").id, b.record("net::Buf").id);
  EXPECT_EQ(a.record("net::Pool<net::Buf>").id, b.record("net::Pool<net::Buf>").id);
  EXPECT_EQ(a.record("net::Buf").location.file.text(), "inc/pool.h");
  EXPECT_EQ(a.variable("net::grab()::pool").id, b.variable("net::grab()::pool").id);
}

TEST(Ids, AnonymousNamespacesKeepTheirFile) {
  const Folder folder;
  const char* source =
      "namespace { struct S { int x; }; S s; void f() { s.x = 1; } } void g() { f(); }";
  folder.write("a.cc", source);
  folder.write("b.cc", source);
  const Unit a = extract(folder, "a.cc");
  const Unit b = extract(folder, "b.cc");
  const char* name = "(anonymous namespace)::f";
  EXPECT_NE(a.function(name).id, b.function(name).id);
  EXPECT_EQ(a.function(name).linkage, Linkage::internal);
  EXPECT_NE(a.variable("(anonymous namespace)::s").id, b.variable("(anonymous namespace)::s").id);
  EXPECT_NE(a.record("S").id, b.record("S").id);
}

TEST(Ids, StaticsOfATemplateAreOneVariable) {
  const Unit unit =
      cxx("template <class T> struct Foo { ~Foo(); }; template <class T> void f(T) { static Foo<T> "
          "kept; }\n"
          "void g() { f(1); f('c'); f(2L); }");
  size_t count = 0;
  for (const facts::Variable& variable : unit.facts().variables) {
    count += variable.name.text() == "f()::kept";
  }
  EXPECT_EQ(count, 1U);
  EXPECT_EQ(unit.spelling(unit.variable("f()::kept").type), "Foo<int>");
}

TEST(Ids, OverloadsOfOneNameAreApart) {
  const Unit unit = cxx("void f(int) {} void f(char) {} void f(int, int) {}");
  EXPECT_EQ(unit.graphs_of("f"), 3U);
}

TEST(Templates, AnInstantiationIsExtractedOncePerSourceLocation) {
  const Unit unit =
      cxx("struct A {}; struct B {}; template <class T> struct Q { T* take() { return make(); } T* "
          "make(); };\n"
          "void f(Q<A>& a, Q<B>& b) { a.take(); b.take(); }");
  EXPECT_EQ(unit.graphs_of("Q::take"), 1U);
  const facts::Function& take = unit.function("Q::take");
  EXPECT_TRUE(take.has(FunctionFlag::instantiation));
  EXPECT_FALSE(take.has(FunctionFlag::template_pattern));
  EXPECT_EQ(unit.calls("f", "Q::take").size(), 2U);
  EXPECT_EQ(unit.call("Q::take", "Q::make").flags & uint16_t(facts::EventFlag::unresolved), 0);
  EXPECT_EQ(unit.record("Q<A>").pattern, unit.record("Q<B>").pattern);
  EXPECT_NE(unit.record("Q<A>").id, unit.record("Q<B>").id);
  EXPECT_TRUE(unit.record("Q<A>").pattern);
}

TEST(Templates, AnUninstantiatedPatternPassesValuesAround) {
  const Unit unit =
      cxx("template <class T> struct Pool { T* head; T* get() { T* p = head; head = nullptr; "
          "return p; }\n"
          "  void give(T* p) { head = p; note(p); log(p); list.push(p); p->~T(); } void note(T*); "
          "T list; };");
  EXPECT_TRUE(unit.function("Pool::get").has(FunctionFlag::template_pattern));
  EXPECT_THAT(unit.blocks("Pool::get"), testing::HasSubstr("  p = this->head init\n"
                                                           "  this->head = null\n"
                                                           "  return p\n"));
  EXPECT_THAT(
      unit.blocks("Pool::give"),
      testing::HasSubstr("  this->head = p\n"
                         "  t0 = call Pool::note(object=this, p) may_throw discarded\n"
                         "  t1 = call log(p) may_throw discarded unresolved\n"
                         "  t2 = call push(object=&this->list, p) may_throw discarded unresolved\n"
                         "  call ~T(object=p) may_throw discarded unresolved\n"));
}

TEST(Templates, PseudoDestructorsAreNoCalls) {
  const Unit unit = cxx("template <class T> void f(T* p) { p->~T(); } void g(int* p) { f(p); }");
  EXPECT_TRUE(unit.events("f").empty());
}

TEST(Types, SpellingsSizesAndArguments) {
  const Unit unit =
      cxx("template <class T, int N> struct Pool { T* slots[N]; }; struct Foo { char c[24]; };\n"
          "Pool<Foo, 32> pool; Foo table[4];");
  const facts::Type& pool = unit.facts().types[unit.variable("pool").type];
  EXPECT_EQ(pool.spelling.text(), "Pool<Foo, 32>");
  EXPECT_EQ(pool.kind, facts::TypeKind::record);
  EXPECT_EQ(pool.size_bytes, 256U);
  EXPECT_EQ(pool.template_name.text(), "Pool");
  EXPECT_EQ(pool.record, unit.record("Pool<Foo, 32>").id);
  ASSERT_EQ(pool.arguments.size(), 2U);
  EXPECT_EQ(unit.spelling(pool.arguments[0]), "Foo");
  EXPECT_EQ(pool.arguments[1], facts::kNoType);
  EXPECT_EQ(pool.text_arguments[1].text(), "32");
  EXPECT_EQ(unit.facts().types[unit.variable("table").type].size_bytes, 96U);
  EXPECT_EQ(unit.record("Foo").size_bytes, 24U);
}

TEST(Variables, FlagsStorageAndArguments) {
  const Unit unit = cxx(
      "struct Foo { Foo(int, const char*); static Foo* spare; };\n"
      "extern Foo elsewhere; thread_local Foo* mine = nullptr; static Foo pool(16 + 1, \"x\");\n"
      "const Foo* const fixed[2] = {}; Foo* Foo::spare; struct P { int a; Foo* b; } pod{1, "
      "nullptr};\n"
      "void f() { static thread_local Foo kept(3, nullptr); kept = elsewhere; }");
  const facts::Variable& elsewhere = unit.variable("elsewhere");
  EXPECT_FALSE(elsewhere.is_definition);
  EXPECT_EQ(elsewhere.linkage, Linkage::external);
  EXPECT_TRUE(unit.variable("mine").is_thread_local);
  const facts::Variable& pool = unit.variable("pool");
  EXPECT_EQ(pool.linkage, Linkage::internal);
  EXPECT_TRUE(pool.is_definition);
  EXPECT_TRUE(pool.in_main_file);
  EXPECT_TRUE(pool.initializer);
  ASSERT_EQ(pool.arguments.size(), 2U);
  EXPECT_EQ(pool.arguments[0].text(), "16 + 1");
  EXPECT_EQ(pool.arguments[1].text(), "\"x\"");
  EXPECT_TRUE(unit.variable("fixed").is_const);
  EXPECT_FALSE(unit.variable("mine").is_const);
  EXPECT_EQ(unit.variable("Foo::spare").storage, Storage::static_member);
  EXPECT_EQ(unit.variable("Foo::spare").record, unit.record("Foo").id);
  EXPECT_TRUE(unit.variable("Foo::spare").is_definition);
  const facts::Variable& kept = unit.variable("f()::kept");
  EXPECT_EQ(kept.storage, Storage::function_static);
  EXPECT_EQ(kept.function, unit.function("f").id);
  EXPECT_TRUE(kept.is_thread_local);
}

TEST(Variables, ATentativeDefinitionInCIsOne) {
  const Unit unit =
      c("struct obj; struct obj* head; static struct obj* spare; extern struct obj* far;\n"
        "void f(void) { head = spare = far; }");
  EXPECT_TRUE(unit.variable("head").is_definition);
  EXPECT_TRUE(unit.variable("spare").is_definition);
  EXPECT_EQ(unit.variable("spare").linkage, Linkage::internal);
  EXPECT_FALSE(unit.variable("far").is_definition);
}

TEST(Variables, DynamicInitialisationIsAFunction) {
  const Unit unit = cxx("struct Foo; Foo* make(int); Foo* head = make(3); Foo& all = *make(4);");
  const Symbol id = unit.variable("head").initializer;
  ASSERT_TRUE(id);
  EXPECT_TRUE(unit.function("head (initialisation)").has(FunctionFlag::initializer));
  EXPECT_THAT(unit.blocks("head (initialisation)"),
              testing::HasSubstr("  t0 = call make(3) may_throw\n  @head = t0 init\n"));
  EXPECT_THAT(unit.blocks("all (initialisation)"), testing::HasSubstr("  @all = t0 init\n"));
}

TEST(Functions, FlagsOfMembers) {
  const Unit unit =
      cxx("struct B { virtual void v() = 0; virtual ~B(); static void s(); void c() const; };\n"
          "struct D final : B { D() = default; D(D&&) noexcept; D& operator=(const D&); void v() "
          "override;\n"
          "  [[noreturn]] void stop(); private: int hidden(const char*, ...) noexcept; };\n"
          "void D::v() { s(); c(); stop(); hidden(\"\"); }  void f(D d) { D e = "
          "static_cast<D&&>(d); e = d; }");
  const facts::Function& v = unit.function("D::v");
  EXPECT_TRUE(v.has(FunctionFlag::virtual_));
  EXPECT_TRUE(v.has(FunctionFlag::defined));
  ASSERT_EQ(v.overrides.size(), 1U);
  EXPECT_EQ(v.overrides[0], unit.function("B::v").id);
  EXPECT_TRUE(unit.function("B::v").has(FunctionFlag::pure));
  EXPECT_TRUE(unit.function("B::s").has(FunctionFlag::static_));
  EXPECT_TRUE(unit.function("B::c").has(FunctionFlag::const_));
  EXPECT_TRUE(unit.function("D::stop").has(FunctionFlag::noreturn));
  const facts::Function& hidden = unit.function("D::hidden");
  EXPECT_EQ(hidden.access, facts::Access::private_);
  EXPECT_TRUE(hidden.has(FunctionFlag::nothrow));
  EXPECT_TRUE(hidden.has(FunctionFlag::variadic));
  EXPECT_FALSE(hidden.has(FunctionFlag::defined));
  const facts::Function& move = unit.function("D::D");
  EXPECT_TRUE(move.has(FunctionFlag::constructor) && move.has(FunctionFlag::copy_or_move) &&
              move.has(FunctionFlag::moves));
  EXPECT_TRUE(unit.function("D::operator=").has(FunctionFlag::operator_));
  EXPECT_FALSE(unit.function("D::operator=").has(FunctionFlag::moves));
  EXPECT_TRUE(unit.record("D").is_final);
  EXPECT_TRUE(unit.record("D").is_polymorphic);
  EXPECT_FALSE(unit.record("D").has_trivial_destructor);
}

TEST(Records, FieldsBasesAndOperators) {
  const Unit unit = cxx(
      "using size_t = decltype(sizeof 0);\n"
      "struct Base { static void* operator new(size_t); static void operator delete(void*); };\n"
      "class Foo : public virtual Base { public: ~Foo(); int a; protected: mutable char b; "
      "private: Foo* next; };\n"
      "union U { int i; Foo* f; };\n"
      "void f(Foo* p, U u) { delete p; u.i = 1; }");
  const facts::Record& foo = unit.record("Foo");
  ASSERT_EQ(foo.fields.size(), 3U);
  EXPECT_EQ(foo.fields[0].access, facts::Access::public_);
  EXPECT_EQ(foo.fields[1].access, facts::Access::protected_);
  EXPECT_TRUE(foo.fields[1].is_mutable);
  EXPECT_EQ(foo.fields[2].access, facts::Access::private_);
  EXPECT_EQ(unit.spelling(foo.fields[2].type), "Foo *");
  ASSERT_EQ(foo.bases.size(), 1U);
  EXPECT_TRUE(foo.bases[0].is_virtual);
  EXPECT_EQ(foo.destructor, unit.function("Foo::~Foo").id);
  EXPECT_EQ(foo.operator_new, unit.function("Base::operator new").id);
  EXPECT_EQ(foo.operator_delete, unit.function("Base::operator delete").id);
  EXPECT_TRUE(unit.record("U").is_union);
}

TEST(Docs, CommentsAboveAndBehind) {
  const Unit unit =
      cxx("/// Gives one back.\n/// Twice.\nvoid put(int) {}\n"
          "// Plain words.\nstruct Foo {\n  int n;  // how many\n  int m;  ///< the rest\n  /* "
          "above */\n  int k;\n};\n"
          "\n// far away\n\n\nvoid none(Foo&) {}\n");
  EXPECT_EQ(unit.function("put").doc.text(), "Gives one back.\nTwice.");
  const facts::Record& foo = unit.record("Foo");
  EXPECT_EQ(foo.doc.text(), "Plain words.");
  EXPECT_EQ(foo.fields.at(0).doc.text(), "how many");
  EXPECT_EQ(foo.fields.at(1).doc.text(), "the rest");
  EXPECT_EQ(foo.fields.at(2).doc.text(), "above");
}

TEST(Annotations, NamesAndArguments) {
  const Unit unit =
      cxx("struct __attribute__((annotate(\"pool::kind\"))) Foo { [[clang::annotate(\"guard\")]] "
          "int n; };\n"
          "[[clang::annotate(\"pool::get\", 3, \"x\")]] Foo* take();\n"
          "void give(Foo*) __attribute__((ownership_takes(pool, 1))); Foo* take() { give(nullptr); "
          "return 0; }");
  ASSERT_EQ(unit.function("take").annotations.size(), 1U);
  const facts::Annotation& get = unit.function("take").annotations[0];
  EXPECT_EQ(get.name.text(), "pool::get");
  ASSERT_EQ(get.arguments.size(), 2U);
  EXPECT_EQ(get.arguments[0].text(), "3");
  const facts::Annotation& takes = unit.function("give").annotations.at(0);
  EXPECT_EQ(takes.name.text(), "ownership_takes");
  EXPECT_EQ(takes.arguments.at(0).text(), "pool");
  EXPECT_EQ(unit.record("Foo").annotations.at(0).name.text(), "pool::kind");
  EXPECT_EQ(unit.record("Foo").fields.at(0).annotations.at(0).name.text(), "guard");
}

TEST(Annotations, TellWhatIsShownToOtherLibraries) {
  const Unit unit =
      cxx("struct __attribute__((visibility(\"default\"))) Shown { void f() {} };\n"
          "__attribute__((visibility(\"hidden\"))) void hidden() {}\n"
          "__attribute__((visibility(\"default\"))) void shown() { Shown s; s.f(); hidden(); }");
  EXPECT_EQ(unit.record("Shown").annotations.at(0).name.text(), "visibility");
  EXPECT_EQ(unit.function("shown").annotations.at(0).name.text(), "visibility");
  EXPECT_EQ(unit.function("shown").annotations.at(0).arguments.at(0).text(), "default");
  EXPECT_TRUE(unit.function("hidden").annotations.empty());
}

TEST(Locations, CountBytesFromOneAndEndPastTheLastToken) {
  const Unit unit = cxx("void put(int);\n\nvoid f() {\n  /* \xC3\xA9 */ put(\n    1);\n}\n");
  EXPECT_EQ(where(unit.call("f", "put").location), "4:12-5:7");
  EXPECT_EQ(where(unit.function("f").location), "3:1-6:2");
  EXPECT_EQ(unit.function("f").location.file.text(), "a.cc");
}

TEST(Locations, MacroArgumentOrBody) {
  const Unit unit =
      cxx("void a(); void b(); void c(); void d();\n"
          "#define ID(x) x\n#define BODY() b()\n#define DEEP() ID(c())\n#define PASS(x) ID(x)\n"
          "void f() {\n  ID(a());\n  BODY();\n  DEEP();\n  PASS(d());\n}\n");
  const auto location = [&](const char* name) { return unit.call("f", name).location; };
  EXPECT_EQ(location("a").macro_use, facts::MacroUse::argument);
  EXPECT_EQ(location("a").macro.text(), "ID");
  EXPECT_EQ(where(location("a")), "7:3-10");
  EXPECT_EQ(location("a").spelling_line, 7U);
  EXPECT_EQ(location("a").spelling_column, 6U);
  EXPECT_EQ(location("b").macro_use, facts::MacroUse::body);
  EXPECT_EQ(location("b").spelling_line, 3U);
  EXPECT_EQ(location("c").macro_use, facts::MacroUse::body);
  EXPECT_EQ(location("c").macro.text(), "DEEP");
  EXPECT_EQ(where(location("c")), "9:3-9");
  EXPECT_EQ(location("d").macro_use, facts::MacroUse::argument);
  EXPECT_EQ(location("d").macro.text(), "PASS");
}

}  // namespace
}  // namespace pool_audit::extract
