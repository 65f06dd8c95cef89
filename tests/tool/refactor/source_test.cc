// How far statements reach, in text that people wrote.
#include "tool/refactor/source.h"

#include <gtest/gtest.h>

namespace pool_audit::refactor {
namespace {

// `@x@` marks the expression; the text comes without the marks.
struct Marked {
  explicit Marked(std::string text) {
    const size_t begin = text.find('@');
    text.erase(begin, 1);
    const size_t end = text.find('@');
    text.erase(end, 1);
    range = {begin, end};
    source.emplace(std::move(text));
  }
  [[nodiscard]] std::string statement() const {
    const auto found = source->statement(range);
    return found ? std::string(source->of(found->range)) : "none";
  }
  [[nodiscard]] std::string lines() const {
    const auto found = source->statement(range);
    return found ? std::string(source->of(source->lines_of(*found))) : "none";
  }

  Range range;
  std::optional<Source> source;
};

TEST(Statement, ReachesFromItsFirstTokenToTheSemicolon) {
  EXPECT_EQ(Marked("void f() { T* x = @p.get()@; }").statement(), "T* x = p.get();");
  EXPECT_EQ(Marked("{ if (a) { b(); } @p.put(x)@; }").statement(), "p.put(x);");
  EXPECT_EQ(Marked("{ g(1, 2); @p.put@(x); }").statement(), "p.put(x);");
  EXPECT_EQ(Marked("{ auto l = [](int i) { return i; }; l(1), @p.put(x)@; }").statement(),
            "l(1), p.put(x);");
  EXPECT_EQ(Marked("{ return @p.get()@; }").statement(), "return p.get();");
  EXPECT_EQ(Marked("{ x.y[1](2).z = @p.get()@; }").statement(), "x.y[1](2).z = p.get();");
}

TEST(Statement, InsideOfBracketsThereIsNone) {
  EXPECT_EQ(Marked("{ f(@p.get()@); }").statement(), "none");
  EXPECT_EQ(Marked("{ if (@p.get()@) return; }").statement(), "none");
  EXPECT_EQ(Marked("T x{@p.get()@};").statement(), "none");
  EXPECT_EQ(Marked("#define A @p.get()@;\n").statement(), "none");
  EXPECT_EQ(Marked("{ @p.get()@").statement(), "none");
}

TEST(Statement, KnowsThatItIsTheBodyOfAnother) {
  for (const char* text :
       {"{ if (a) @p.put(x)@; }", "{ if (a) b(); else @p.put(x)@; }", "{ for (;;) @p.put(x)@; }",
        "{ while (f(1)) @p.put(x)@; }", "{ again: @p.put(x)@; }", "{ case 1: @p.put(x)@; }",
        "{ if constexpr (a) @p.put(x)@; }"}) {
    const Marked marked(text);
    ASSERT_TRUE(marked.source->statement(marked.range)) << text;
    EXPECT_TRUE(marked.source->statement(marked.range)->is_controlled) << text;
    EXPECT_EQ(marked.statement(), "p.put(x);") << text;
  }
  const Marked plain("{ if (a) { @p.put(x)@; } }");
  EXPECT_FALSE(plain.source->statement(plain.range)->is_controlled);
  const Marked scoped("{ a::b(); @net::p.put(x)@; }");
  EXPECT_FALSE(scoped.source->statement(scoped.range)->is_controlled);
}

TEST(Statement, OwnsItsLinesWithTheCommentBehindIt) {
  EXPECT_EQ(Marked("{\n  a();\n  @p.put(x)@;  // back\n  b();\n}").lines(),
            "  p.put(x);  // back\n");
  EXPECT_EQ(Marked("{\n  a(); @p.put(x)@; b();\n}").lines(), "p.put(x); ");
  EXPECT_EQ(Marked("{\n  @p.put(\n      x)@;\n}").lines(), "  p.put(\n      x);\n");
  EXPECT_EQ(Marked("{\r\n\t@p.put(x)@;\r\n}").lines(), "\tp.put(x);\r\n");
}

TEST(Statement, OfSeveralNames) {
  const Marked several("{ T *a = @p.get()@, *b = 0; }");
  EXPECT_TRUE(several.source->statement(several.range)->has_several);
  const Marked arguments("{ T *a = @p.get(1, 2)@; }");
  EXPECT_FALSE(arguments.source->statement(arguments.range)->has_several);
}

TEST(Source, PlacesAndOffsets) {
  const Source source("ab\n\tcd\r\n");
  EXPECT_EQ(source.offset(2, 2), 4U);
  EXPECT_EQ(source.offset(2, 9), std::nullopt);
  EXPECT_EQ(source.offset(9, 1), std::nullopt);
  EXPECT_EQ(source.range({"f", 1, 2, 2, 3, ""}), (Range{1, 5}));
  EXPECT_EQ(source.range({"f", 1, 2, 2, 3, "M"}), std::nullopt);
  EXPECT_EQ(source.place("f", {1, 5}), (inventory::Place{"f", 1, 2, 2, 3, ""}));
  EXPECT_EQ(source.indentation(5), "\t");
  EXPECT_EQ(source.line_end(5), "\r\n");
  EXPECT_EQ(source.line_end(0), "\n");
}

TEST(Source, DirectivesCommentsAndRawStringsAreNoCode) {
  const Source source("#define F ( \\\n  {\nint a; // (\nauto s = R\"x(}})x\"; /* { */\n");
  for (const SourceToken& token : source.tokens()) {
    if (!token.in_directive) EXPECT_FALSE(token.is("(") || token.is("{") || token.is("}"));
  }
}

}  // namespace
}  // namespace pool_audit::refactor
