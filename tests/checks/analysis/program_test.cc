// The linked program, from facts written as text.
#include "checks/analysis/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/facts/text.h"

namespace pool_audit::analysis {
namespace {

using facts::Function;
using facts::FunctionFlag;
using testing::ElementsAre;
using testing::IsEmpty;

facts::TuFacts unit(std::string_view text) {
  auto parsed = facts::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().to_string();
  return parsed ? std::move(*parsed) : facts::TuFacts{};
}

Program link(const std::vector<std::string_view>& units) {
  Program program;
  for (const std::string_view each : units) program.add(unit(each));
  return program;
}

// Two units link to the same whatever order they come in.
template <typename Check>
void in_both_orders(std::string_view first, std::string_view second, const Check& check) {
  {
    SCOPED_TRACE("in order");
    check(link({first, second}));
  }
  SCOPED_TRACE("in reverse");
  check(link({second, first}));
}

std::vector<std::string> names(const std::vector<const Function*>& functions) {
  std::vector<std::string> out;
  for (const Function* each : functions) out.emplace_back(each->id.text());
  return out;
}

// ---- an empty one ------------------------------------------------------------------------------

TEST(Program, KnowsNothingAtFirst) {
  const Program program;
  EXPECT_EQ(program.type_count(), 1U);
  EXPECT_EQ(program.type(facts::kNoType).kind, facts::TypeKind::unknown);
  EXPECT_EQ(program.record(Symbol("Foo")), nullptr);
  EXPECT_EQ(program.function(Symbol("f")), nullptr);
  EXPECT_EQ(program.variable(Symbol("v")), nullptr);
  EXPECT_EQ(program.field(Symbol("Foo::x")).field, nullptr);
  EXPECT_EQ(program.graph(Symbol("f")), nullptr);
  EXPECT_FALSE(program.has_graph(Symbol("f")));
  EXPECT_EQ(program.record_of(facts::kNoType), nullptr);
  EXPECT_EQ(program.pointee(facts::kNoType), facts::kNoType);
  EXPECT_THAT(program.graph_ids(), IsEmpty());
  EXPECT_THAT(program.records(), IsEmpty());
  EXPECT_THAT(program.functions(), IsEmpty());
  EXPECT_THAT(program.variables(), IsEmpty());
  EXPECT_THAT(program.overriders(Symbol("f")), IsEmpty());
}

// ---- types -------------------------------------------------------------------------------------

constexpr std::string_view kUsesFoo = R"(unit a.cc
record Foo size_bytes=24
variable a: Foo*
variable n: int
)";
// The same types with other numbers.
constexpr std::string_view kUsesFooToo = R"(unit b.cc
record Bar size_bytes=8
record Foo size_bytes=24
variable x: Bar*
variable b: Foo*
variable r: Foo&
variable m: unsigned int
)";

TEST(ProgramTypes, AreOneForAllUnits) {
  in_both_orders(kUsesFoo, kUsesFooToo, [](const Program& program) {
    const facts::TypeId a = program.variable(Symbol("a"))->type;
    EXPECT_EQ(program.variable(Symbol("b"))->type, a);
    EXPECT_NE(program.variable(Symbol("x"))->type, a);
    EXPECT_EQ(program.type(a).spelling.text(), "Foo *");
    const facts::TypeId foo = program.type(a).target;
    EXPECT_EQ(program.type(foo).record, Symbol("Foo"));
    EXPECT_EQ(program.type(program.variable(Symbol("r"))->type).target, foo);
    EXPECT_NE(program.variable(Symbol("n"))->type, program.variable(Symbol("m"))->type);
  });
}

TEST(ProgramTypes, TakeTheirSizeFromWhoKnowsIt) {
  in_both_orders("unit a.cc\ntype Foo record record=Foo\nvariable a: Foo*\n", kUsesFooToo,
                 [](const Program& program) {
                   const facts::TypeId a = program.variable(Symbol("a"))->type;
                   EXPECT_EQ(program.type(program.pointee(a)).size_bytes, 24U);
                 });
}

// Two classes of one name in anonymous namespaces are spelled the same.
TEST(ProgramTypes, OfOneSpellingAreToldApartByTheirRecord) {
  in_both_orders(
      "unit a.cc\nrecord Foo id=Foo@a.cc size_bytes=8\nvariable a: Foo*\n",
      "unit b.cc\nrecord Foo id=Foo@b.cc size_bytes=16\nvariable b: Foo*\n",
      [](const Program& program) {
        const auto size = [&](std::string_view variable) {
          const facts::TypeId type = program.variable(Symbol(variable))->type;
          return program.type(program.pointee(type)).size_bytes;
        };
        EXPECT_EQ(size("a"), 8U);
        EXPECT_EQ(size("b"), 16U);
        EXPECT_EQ(program.record_of(program.variable(Symbol("a"))->type)->id, Symbol("Foo@a.cc"));
        EXPECT_EQ(program.record_of(program.variable(Symbol("b"))->type)->id, Symbol("Foo@b.cc"));
      });
}

TEST(ProgramTypes, ArgumentsOfTemplates) {
  in_both_orders(R"(unit a.cc
record Foo size_bytes=24
type Pool<Foo> record record="Pool<Foo>" template_name=Pool arguments=(Foo) size_bytes=32
variable a: Pool<Foo>
)",
                 R"(unit b.cc
variable n: int
record Foo size_bytes=24
type Pool<Foo> record record="Pool<Foo>" template_name=Pool arguments=(Foo) size_bytes=32
variable b: Pool<Foo>*
)",
                 [](const Program& program) {
                   const facts::TypeId a = program.variable(Symbol("a"))->type;
                   EXPECT_EQ(program.pointee(program.variable(Symbol("b"))->type), a);
                   ASSERT_EQ(program.type(a).arguments.size(), 1U);
                   EXPECT_EQ(program.type(program.type(a).arguments[0]).record, Symbol("Foo"));
                 });
}

// However they are ordered, a part is placed before what consists of it.
TEST(ProgramTypes, PartsThatSeveralShare) {
  for (const std::string_view order : {R"(unit a.cc
type Map<Foo,Foo> record record=Map arguments=(Foo, "Foo *")
type "Foo *" pointer target=Foo
type Foo record record=Foo size_bytes=24
)",
                                       R"(unit a.cc
type Foo record record=Foo size_bytes=24
type "Foo *" pointer target=Foo
type Map<Foo,Foo> record record=Map arguments=("Foo *", Foo)
)"}) {
    const Program program = link({order});
    ASSERT_EQ(program.type_count(), 4U);
    for (facts::TypeId id = 1; id < 4; ++id) {
      const facts::Type& type = program.type(id);
      if (type.kind == facts::TypeKind::pointer) {
        EXPECT_EQ(program.type(type.target).record, Symbol("Foo"));
      }
      for (const facts::TypeId part : type.arguments) {
        EXPECT_TRUE(program.type(part).spelling.text().starts_with("Foo"));
      }
    }
  }
}

TEST(ProgramTypes, OfAnyDepth) {
  facts::TuFacts deep;
  deep.main_file = Symbol("a.cc");
  constexpr facts::TypeId kDepth = 200000;
  for (facts::TypeId id = 1; id <= kDepth; ++id) {
    facts::Type type;
    type.kind = facts::TypeKind::pointer;
    type.spelling = Symbol("p" + std::to_string(id));
    type.target = id == kDepth ? facts::kNoType : id + 1;  // the outermost comes first
    deep.types.push_back(type);
  }
  Program program;
  program.add(deep);
  EXPECT_EQ(program.type_count(), kDepth + 1);
}

TEST(ProgramTypes, PointeeGoesThroughPointersReferencesAndArrays) {
  const Program program = link({R"(unit a.cc
record Foo size_bytes=24
variable a: Foo*[4]
variable b: Foo**&
variable c: Foo
)"});
  const facts::TypeId foo = program.variable(Symbol("c"))->type;
  EXPECT_EQ(program.pointee(program.variable(Symbol("a"))->type), foo);
  EXPECT_EQ(program.pointee(program.variable(Symbol("b"))->type), foo);
  EXPECT_EQ(program.pointee(foo), foo);
}

// ---- records -----------------------------------------------------------------------------------

TEST(ProgramRecords, TheFullestOneIsKept) {
  in_both_orders("unit a.cc\nrecord Foo is_complete=false\nvariable a: Foo*\n", R"(unit b.cc
record Base size_bytes=8
record Foo size_bytes=24 doc="The foo." @ foo.h:3:1-9:2 {
  base Base
  field x: int
  field next: Foo*
}
)",
                 [](const Program& program) {
                   const facts::Record* foo = program.record(Symbol("Foo"));
                   ASSERT_NE(foo, nullptr);
                   EXPECT_EQ(foo->fields.size(), 2U);
                   EXPECT_EQ(foo->bases.size(), 1U);
                   EXPECT_EQ(foo->size_bytes, 24U);
                   EXPECT_EQ(foo->doc.text(), "The foo.");
                   EXPECT_EQ(program.record_of(program.variable(Symbol("a"))->type), foo);
                   const auto next = program.field(Symbol("Foo::next"));
                   EXPECT_EQ(next.record, foo);
                   EXPECT_EQ(program.record_of(next.field->type), foo);
                   EXPECT_EQ(program.records().size(), 2U);
                 });
}

// A field of an instantiation has the id of the template's: the concrete one tells more.
TEST(ProgramRecords, FieldsOfInstantiationsAreBetterThanThoseOfThePattern) {
  in_both_orders(R"(unit a.cc
record "Pool<T>" id=Pool is_template_pattern {
  field idle_: ? id=Pool::idle_
}
)",
                 R"(unit b.cc
record Foo size_bytes=24
record "Pool<Foo>" id="Pool<Foo>" pattern=Pool {
  field idle_: Foo* id=Pool::idle_
}
)",
                 [](const Program& program) {
                   const auto ref = program.field(Symbol("Pool::idle_"));
                   ASSERT_NE(ref.field, nullptr);
                   EXPECT_EQ(ref.record->id, Symbol("Pool<Foo>"));
                   EXPECT_EQ(program.record_of(ref.field->type)->id, Symbol("Foo"));
                 });
}

TEST(ProgramRecords, InheritanceAcrossUnitsAndPatterns) {
  const Program program = link({R"(unit a.cc
record Base size_bytes=8
record Middle size_bytes=8 {
  base Base
}
)",
                                R"(unit b.cc
record Middle size_bytes=8
record "Pool<Foo>" id="Pool<Foo>" pattern=Pool size_bytes=8 {
  base Middle
}
record "Pool<T>" id=Pool is_template_pattern
record Other size_bytes=8
)"});
  const auto inherits = [&](std::string_view derived, std::string_view base) {
    return program.inherits(Symbol(derived), Symbol(base));
  };
  EXPECT_TRUE(inherits("Base", "Base"));
  EXPECT_TRUE(inherits("Pool<Foo>", "Middle"));
  EXPECT_TRUE(inherits("Pool<Foo>", "Base"));
  EXPECT_TRUE(inherits("Pool<Foo>", "Pool"));
  EXPECT_FALSE(inherits("Base", "Middle"));
  EXPECT_FALSE(inherits("Other", "Base"));
  EXPECT_FALSE(inherits("Unknown", "Base"));
}

// ---- functions ---------------------------------------------------------------------------------

TEST(ProgramFunctions, ADefinitionTellsMoreThanADeclaration) {
  in_both_orders("unit a.cc\nfunction f(int) -> int @ f.h:1:1-20\n",
                 "unit b.cc\nfunction f(count: int) -> int @ b.cc:3:1-5:2 {\n  block 0:\n    "
                 "return count\n}\n",
                 [](const Program& program) {
                   const Function* f = program.function(Symbol("f"));
                   ASSERT_NE(f, nullptr);
                   EXPECT_TRUE(f->has(FunctionFlag::defined));
                   EXPECT_EQ(f->location.file.text(), "b.cc");
                   ASSERT_EQ(f->parameters.size(), 1U);
                   EXPECT_EQ(f->parameters[0].name.text(), "count");
                   EXPECT_EQ(program.type(f->result).spelling.text(), "int");
                   EXPECT_EQ(names(program.functions()), std::vector<std::string>{"f"});
                 });
}

TEST(ProgramFunctions, AnInstantiationTellsMoreThanItsTemplate) {
  constexpr std::string_view kPattern = R"(unit a.cc
function Pool::get() -> ? template_pattern in_header {
  block 0:
    return ?
}
)";
  constexpr std::string_view kInstance = R"(unit b.cc
record Foo size_bytes=24
record "Pool<Foo>" id="Pool<Foo>" pattern=Pool
function Pool::get() -> Foo* record="Pool<Foo>" instantiation in_header {
  local p: Foo*
  block 0:
    return p
}
)";
  in_both_orders(kPattern, kInstance, [](const Program& program) {
    const Function* get = program.function(Symbol("Pool::get"));
    ASSERT_NE(get, nullptr);
    EXPECT_TRUE(get->has(FunctionFlag::instantiation));
    EXPECT_FALSE(get->has(FunctionFlag::template_pattern));
    EXPECT_EQ(get->record, Symbol("Pool<Foo>"));
    EXPECT_EQ(program.type(get->result).spelling.text(), "Foo *");
    const auto graph = program.graph(Symbol("Pool::get"));
    ASSERT_NE(graph, nullptr);
    ASSERT_EQ(graph->locals.size(), 1U);
    EXPECT_EQ(graph->locals[0].type, get->result);
  });
}

TEST(ProgramFunctions, OfTwoInstantiationsTheFirstUnitsIsKept) {
  const auto instance = [](const std::string& name, const std::string& type) {
    return "unit " + name + "\nrecord " + type + " size_bytes=24\nfunction get() -> " + type +
           "* instantiation {\n  local p: " + type + "*\n  block 0:\n    return p\n}\n";
  };
  const std::string a = instance("a.cc", "Foo");
  const std::string b = instance("b.cc", "Bar");
  const Program program = link({a, b});
  EXPECT_EQ(program.type(program.function(Symbol("get"))->result).spelling.text(), "Foo *");
  EXPECT_EQ(program.type(program.graph(Symbol("get"))->locals[0].type).spelling.text(), "Foo *");
}

TEST(ProgramFunctions, StaticTwinsStayTwo) {
  in_both_orders(
      "unit a.c\nfunction help() -> int id=help@a.c linkage=internal {\n  block 0:\n    return "
      "1\n}\n",
      "unit b.c\nfunction help() -> int id=help@b.c linkage=internal {\n  block 0:\n    return "
      "2\n}\n",
      [](const Program& program) {
        EXPECT_EQ(names(program.functions()), (std::vector<std::string>{"help@a.c", "help@b.c"}));
        const auto returned = [&](std::string_view id) {
          return program.graph(Symbol(id))->blocks[0].events[0].arguments[0].place.value;
        };
        EXPECT_EQ(returned("help@a.c"), 1);
        EXPECT_EQ(returned("help@b.c"), 2);
      });
}

// ---- graphs ------------------------------------------------------------------------------------

TEST(ProgramGraphs, SpeakOfTheProgramsTypes) {
  const Program program = link({kUsesFoo, R"(unit c.cc
record Error size_bytes=8
record Foo size_bytes=24
variable e: Error
function g(foo: Foo*) -> Foo* {
  local e: Error& is_exception
  capture kept: Foo*
  try 0: catch Error& -> 1
  block 0 region=0:
    t0 = call g(object=foo, foo: Foo*): Foo*
    if t0 == foo -> 2 else 3
  block 1:
    -> 3
  block 2:
    t1 = new Foo(foo)
    return t1
  block 3:
    return foo
}
)"});
  const facts::TypeId pointer = program.variable(Symbol("a"))->type;
  const auto graph = program.graph(Symbol("g"));
  ASSERT_NE(graph, nullptr);
  EXPECT_EQ(graph->locals[0].type, pointer);
  EXPECT_EQ(graph->captures[0].type, pointer);
  EXPECT_EQ(program.type(graph->locals[1].type).spelling.text(), "Error &");
  EXPECT_EQ(graph->regions[0].handlers[0].type, graph->locals[1].type);
  const facts::Event& call = graph->blocks[0].events[0];
  EXPECT_EQ(call.type, pointer);
  EXPECT_EQ(call.object.type, pointer);
  EXPECT_EQ(call.arguments[0].type, pointer);
  EXPECT_EQ(graph->blocks[0].condition.left.type, pointer);
  EXPECT_EQ(graph->blocks[0].condition.right.type, pointer);
  EXPECT_EQ(program.type(graph->blocks[2].events[0].type).spelling.text(), "Foo *");
  EXPECT_EQ(program.graph(Symbol("g")), graph) << "decoded once while somebody holds it";
}

TEST(ProgramGraphs, TheFirstOfEqualOnesWins) {
  const auto body = [](const std::string& name, int number) {
    return "unit " + name + "\nfunction f() -> int in_header {\n  block 0:\n    return " +
           std::to_string(number) + "\n}\n";
  };
  const std::string a = body("a.cc", 1);
  const std::string b = body("b.cc", 2);
  const Program program = link({a, b});
  EXPECT_THAT(program.graph_ids(), ElementsAre(Symbol("f")));
  EXPECT_EQ(program.graph(Symbol("f"))->blocks[0].events[0].arguments[0].place.value, 1);
}

TEST(ProgramGraphs, IdsAreSorted) {
  const Program program =
      link({"unit b.cc\nfunction z() -> void {\n}\nfunction b() -> void {\n}\n",
            "unit a.cc\nfunction y() -> void {\n}\nfunction a() -> void {\n}\n"});
  EXPECT_THAT(program.graph_ids(), ElementsAre(Symbol("a"), Symbol("b"), Symbol("y"), Symbol("z")));
}

TEST(ProgramGraphs, SurviveAMoveOfTheProgram) {
  Program first =
      link({kUsesFoo, "unit c.cc\nfunction f() -> int {\n  block 0:\n    return 7\n}\n"});
  const Program second = std::move(first);
  ASSERT_NE(second.graph(Symbol("f")), nullptr);
  EXPECT_EQ(second.variable(Symbol("a"))->name.text(), "a");
}

// ---- variables ---------------------------------------------------------------------------------

TEST(ProgramVariables, ADefinitionTellsMoreAndDocumentationIsKept) {
  in_both_orders(
      R"(unit a.cc
record Pool size_bytes=8
variable pool: Pool is_definition=false header=pool.h doc="Shared by all." @ pool.h:3:1-20
)",
      R"(unit b.cc
record Pool size_bytes=8
variable pool: Pool in_main_file arguments=(32) @ b.cc:7:1-20
)",
      [](const Program& program) {
        const facts::Variable* pool = program.variable(Symbol("pool"));
        ASSERT_NE(pool, nullptr);
        EXPECT_TRUE(pool->is_definition);
        EXPECT_EQ(pool->location.file.text(), "b.cc");
        EXPECT_EQ(pool->doc.text(), "Shared by all.");
        EXPECT_FALSE(pool->in_main_file) << "a header declares it";
        EXPECT_EQ(pool->header.text(), "pool.h");
        ASSERT_EQ(pool->arguments.size(), 1U);
        EXPECT_EQ(program.record_of(pool->type)->id, Symbol("Pool"));
        EXPECT_EQ(program.variables().size(), 1U);
      });
}

TEST(ProgramVariables, OnlyInMainFilesStaysOutOfHeaders) {
  const Program program = link({"unit a.cc\nvariable v: int is_definition=false in_main_file\n",
                                "unit b.cc\nvariable v: int in_main_file\n"});
  EXPECT_TRUE(program.variable(Symbol("v"))->in_main_file);
}

TEST(ProgramVariables, StaticTwinsStayTwo) {
  const Program program = link({"unit a.c\nvariable free_list: int id=f@a.c linkage=internal\n",
                                "unit b.c\nvariable free_list: int id=f@b.c linkage=internal\n"});
  const auto variables = program.variables();
  ASSERT_EQ(variables.size(), 2U);
  EXPECT_EQ(variables[0]->id, Symbol("f@a.c"));
  EXPECT_EQ(variables[1]->id, Symbol("f@b.c"));
}

// ---- virtual functions -------------------------------------------------------------------------

TEST(ProgramOverriders, AreFoundThroughAllUnitsAndLevels) {
  Program program =
      link({"unit a.cc\nfunction Base::put() -> void virtual pure\n"
            "function Z::put() -> void virtual overrides=(Base::put)\n",
            "unit b.cc\nfunction Middle::put() -> void virtual overrides=(Base::put)\n"
            "function Leaf::put() -> void virtual overrides=(Middle::put)\n"});
  EXPECT_THAT(program.overriders(Symbol("Base::put")),
              ElementsAre(Symbol("Leaf::put"), Symbol("Middle::put"), Symbol("Z::put")));
  EXPECT_THAT(program.overriders(Symbol("Middle::put")), ElementsAre(Symbol("Leaf::put")));
  EXPECT_THAT(program.overriders(Symbol("Leaf::put")), IsEmpty());
  program.add(unit("unit c.cc\nfunction A::put() -> void virtual overrides=(Leaf::put)\n"));
  EXPECT_THAT(program.overriders(Symbol("Leaf::put")), ElementsAre(Symbol("A::put")))
      << "a unit that comes later counts";
}

TEST(ProgramOverriders, EndEvenWhenTheyGoInCircles) {
  const Program program =
      link({"unit a.cc\nfunction f() -> void overrides=(g)\n"
            "function g() -> void overrides=(f)\n"});
  EXPECT_THAT(program.overriders(Symbol("f")), testing::Contains(Symbol("g")));
}

}  // namespace
}  // namespace pool_audit::analysis
