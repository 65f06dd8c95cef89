#include "tool/scan/file_digest.h"

#include <gmock/gmock.h>

namespace pool_audit::scan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool mentions(std::string_view text, std::string_view name) {
  return digest_file(text).mentions(hash64(name));
}

std::vector<std::string> headers(std::string_view text) {
  std::vector<std::string> out;
  for (const Include& include : digest_file(text).includes) {
    const char* mark = include.kind == Include::Kind::angled   ? "<"
                       : include.kind == Include::Kind::quoted ? "\""
                                                               : "";
    out.push_back(mark + include.name + (include.next ? " next" : "") +
                  (include.conditional ? " conditional" : ""));
  }
  return out;
}

bool guarded(std::string_view text) {
  return digest_file(text).is(kGuarded);
}

TEST(Names, PlainOnes) {
  EXPECT_TRUE(mentions("int foo(bar*baz);", "foo"));
  EXPECT_TRUE(mentions("int foo(bar*baz);", "baz"));
  EXPECT_FALSE(mentions("int foobar;", "foo"));
  EXPECT_FALSE(mentions("", ""));
  EXPECT_TRUE(mentions("x::y<z>()", "z"));
}

TEST(Names, NotInComments) {
  EXPECT_FALSE(mentions("// foo\nint x;", "foo"));
  EXPECT_FALSE(mentions("/* foo\n foo */ int x;", "foo"));
  EXPECT_TRUE(mentions("/* a */foo/**/", "foo"));
  EXPECT_TRUE(mentions("a //\nfoo", "foo"));
  EXPECT_TRUE(mentions("a / b / foo", "foo"));
  EXPECT_TRUE(mentions("/*/ x */ foo", "foo"));
}

TEST(Names, CommentsThatLinesContinue) {
  EXPECT_FALSE(mentions("// a \\\n foo\nbar", "foo"));
  EXPECT_TRUE(mentions("// a \\\n foo\nbar", "bar"));
  EXPECT_FALSE(mentions("// a \\ \t\r\n foo\nbar", "foo"));
  EXPECT_FALSE(mentions("/\\\n/ foo\nbar", "foo"));
  EXPECT_FALSE(mentions("/\\\n* foo *\\\n/ bar", "foo"));
  EXPECT_TRUE(mentions("/\\\n* foo *\\\n/ bar", "bar"));
}

TEST(Names, UnterminatedCommentHidesTheRest) {
  EXPECT_FALSE(mentions("/* foo", "foo"));
  EXPECT_TRUE(mentions("bar /* foo", "bar"));
  EXPECT_FALSE(mentions("/*", "foo"));
  EXPECT_FALSE(mentions("//", "foo"));
  EXPECT_TRUE(mentions("foo/", "foo"));
}

TEST(Names, NotInLiterals) {
  EXPECT_FALSE(mentions("\"foo\"", "foo"));
  EXPECT_FALSE(mentions("\"a\\\"foo\"", "foo"));
  EXPECT_FALSE(mentions("u8\"foo\" L\"foo\" U'f'", "foo"));
  EXPECT_FALSE(mentions("\"a\\\nfoo\"", "foo"));
  EXPECT_FALSE(mentions("\"//\" \"/*\" \"foo\"", "foo"));
  EXPECT_TRUE(mentions("\"/*\" foo", "foo"));
  EXPECT_TRUE(mentions("'\"' foo '\"'", "foo"));
  EXPECT_TRUE(mentions("\"\\\\\" foo", "foo"));
  EXPECT_FALSE(mentions("u8\"foo\"", "u8"));
}

TEST(Names, AnOpenLiteralEndsWithItsLine) {
  EXPECT_TRUE(mentions("#error don't\nfoo", "foo"));
  EXPECT_TRUE(mentions("\"open\nfoo", "foo"));
  EXPECT_TRUE(mentions("\"open\\", "x") == false);
  EXPECT_TRUE(mentions("#if 0\nit's\n#endif\nfoo 'a", "foo"));
}

TEST(Names, RawStrings) {
  EXPECT_FALSE(mentions("R\"(foo\n\"bar)\"", "foo"));
  EXPECT_FALSE(mentions("R\"(foo\n\"bar)\"", "bar"));
  EXPECT_TRUE(mentions("R\"(\")\" foo", "foo"));
  EXPECT_FALSE(mentions("R\"x(a)\" foo)x\" bar", "foo"));
  EXPECT_TRUE(mentions("R\"x(a)\" foo)x\" bar", "bar"));
  EXPECT_FALSE(mentions("u8R\"(foo\nfoo)\"", "foo"));
  EXPECT_FALSE(mentions("LR\"(// )\" /* foo */", "foo"));
  EXPECT_TRUE(mentions("R\"(a\\)\" foo", "foo"));  // no escapes in there
}

TEST(Names, RawStringsThatAreNone) {
  EXPECT_TRUE(mentions("R\"(never closed\nfoo", "foo"));
  EXPECT_TRUE(mentions("R\"a b(x)a b\" foo", "foo"));
  EXPECT_TRUE(mentions("FOOR\"(x)\" foo", "FOOR"));
  EXPECT_TRUE(mentions("R\"12345678901234567(\nfoo", "foo"));
}

TEST(Names, NumbersAndDigitSeparators) {
  EXPECT_TRUE(mentions("1'000'000 foo", "foo"));
  EXPECT_TRUE(mentions("int a = 1'0; foo; int b = 2'0;", "foo"));
  EXPECT_FALSE(mentions("0xfoo", "foo"));
  EXPECT_FALSE(mentions("1.e+foo", "foo"));
  EXPECT_TRUE(mentions("1+foo", "foo"));
  EXPECT_FALSE(mentions(".5foo", "foo"));
  EXPECT_TRUE(mentions("a.foo", "foo"));
  EXPECT_TRUE(mentions("x = '1' foo", "foo"));
}

TEST(Names, ContinuedLinesJoin) {
  EXPECT_TRUE(mentions("fo\\\no", "foo"));
  EXPECT_TRUE(mentions("f\\\r\no\\ \no bar", "foo"));
  EXPECT_FALSE(mentions("fo\\\n o", "foo"));
  EXPECT_TRUE(mentions("foo\\\n", "foo"));
  EXPECT_TRUE(mentions("foo\\", "foo"));
}

TEST(Names, BytesAboveAsciiAreLetters) {
  EXPECT_TRUE(
      mentions("int gr\xC3\xB6\xC3\x9F"
               "e;",
               "gr\xC3\xB6\xC3\x9F"
               "e"));
  EXPECT_FALSE(
      mentions("int gr\xC3\xB6\xC3\x9F"
               "e;",
               "gr"));
  EXPECT_TRUE(
      mentions("int gr\xF6\xDF"
               "e;",
               "gr\xF6\xDF"
               "e"));
  EXPECT_TRUE(
      mentions("\xEF\xBB\xBF"
               "foo",
               "foo"));
}

TEST(Names, NulBytesSeparate) {
  EXPECT_TRUE(mentions(std::string_view("foo\0bar", 7), "foo"));
  EXPECT_TRUE(mentions(std::string_view("foo\0bar", 7), "bar"));
}

TEST(Names, SortedAndOnce) {
  const FileDigest digest = digest_file("b a b c a");
  EXPECT_THAT(digest.identifiers, SizeIs(3));
  EXPECT_TRUE(std::is_sorted(digest.identifiers.begin(), digest.identifiers.end()));
}

TEST(Includes, AllForms) {
  EXPECT_THAT(headers("#include \"a.h\"\n"
                      "  #  include <b/c.h> // x\n"
                      "#include_next <d.h>\n"
                      "#import \"e.h\"\n"
                      "%:include \"f.h\"\n"
                      "#include HEADER\n"
                      "#/**/include/* */\"g.h\"\n"
                      "#inc\\\nlude \"h\\\n.h\"\n"
                      "/* c */ #include \"i.h\"\n"
                      "#include\"j.h\""),
              ElementsAre("\"a.h", "<b/c.h", "<d.h next", "\"e.h", "\"f.h", "HEADER", "\"g.h",
                          "\"h.h", "\"i.h", "\"j.h"));
}

TEST(Includes, WhatIsNone) {
  EXPECT_THAT(headers("// #include \"a.h\"\n/*\n#include \"b.h\"\n*/\n\"\\\n#include <c.h>\"\n"
                      "x #include \"d.h\"\nR\"(\n#include \"e.h\"\n)\"\n#include\n#include 42\n"
                      "#include \"open\n#include <>\n#includes \"f.h\"\n"),
              IsEmpty());
}

TEST(Includes, LinesAreCounted) {
  const FileDigest digest = digest_file("\n\n#include \"a.h\"\n/*\n\n*/\n#include \"b.h\"\n");
  ASSERT_THAT(digest.includes, SizeIs(2));
  EXPECT_EQ(digest.includes[0].line, 3U);
  EXPECT_EQ(digest.includes[1].line, 7U);
}

TEST(Includes, BothBranchesCountAndAreConditional) {
  EXPECT_THAT(headers("#include \"a.h\"\n#ifdef X\n#include \"b.h\"\n#else\n#include \"c.h\"\n"
                      "#endif\n#include \"d.h\"\n"),
              ElementsAre("\"a.h", "\"b.h conditional", "\"c.h conditional", "\"d.h"));
}

TEST(Includes, TheGuardIsNoCondition) {
  EXPECT_THAT(headers("#ifndef G\n#define G\n#include \"a.h\"\n#if X\n#include \"b.h\"\n#endif\n"
                      "#endif\n"),
              ElementsAre("\"a.h", "\"b.h conditional"));
}

TEST(Includes, Flags) {
  EXPECT_TRUE(digest_file("#include X\n").is(kMacroInclude));
  EXPECT_TRUE(digest_file("#if __has_include(<x>)\n#endif\n").is(kHasInclude));
  EXPECT_TRUE(digest_file("#ifdef __cplusplus\n#endif\n").is(kCplusplus));
  EXPECT_TRUE(digest_file("[[clang::annotate(\"pool::get\")]] void f();").is(kAnnotated));
  EXPECT_EQ(digest_file("#include \"x.h\"\n").flags, 0U);
}

TEST(Guards, PragmaOnce) {
  EXPECT_TRUE(guarded("// c\n#pragma once\nint x;"));
  EXPECT_TRUE(guarded("# pragma  once // c"));
  EXPECT_FALSE(guarded("#pragma pack(1)\nint x;"));
  EXPECT_FALSE(guarded("// #pragma once\nint x;"));
}

TEST(Guards, Macro) {
  EXPECT_TRUE(guarded("/* c */\n#ifndef G_H\n#define G_H\nint x;\n#endif // G_H\n"));
  EXPECT_TRUE(guarded("#if !defined(G)\n#define G 1\n#endif"));
  EXPECT_TRUE(guarded("#if ! defined G\n#define G\n#if X\n#else\n#endif\n#endif\n"));
  EXPECT_TRUE(guarded("#pragma GCC system_header\n#ifndef G\n#define G\n#endif\n"));
  EXPECT_TRUE(guarded("#ifndef G\n\n#include \"a.h\"\n#define G\n#endif\n\n/* end */"));
}

TEST(Guards, WhatIsNone) {
  EXPECT_FALSE(guarded(""));
  EXPECT_FALSE(guarded("int x;"));
  EXPECT_FALSE(guarded("#ifndef G\n#define G\n#endif\nint x;"));
  EXPECT_FALSE(guarded("int x;\n#ifndef G\n#define G\n#endif\n"));
  EXPECT_FALSE(guarded("#ifndef G\n#define H\n#endif\n"));
  EXPECT_FALSE(guarded("#ifndef G\n#define G\n#else\nint x;\n#endif\n"));
  EXPECT_FALSE(guarded("#ifdef G\n#define G\n#endif\n"));
  EXPECT_FALSE(guarded("#if !defined(G) && !defined(H)\n#define G\n#endif\n"));
  EXPECT_FALSE(guarded("#ifndef G\n#define G\n"));
  EXPECT_FALSE(guarded("#ifndef G\n#define G\n#endif\n#include \"x.h\"\n"));
  EXPECT_FALSE(guarded("#define X\n#ifndef G\n#define G\n#endif\n"));
  EXPECT_FALSE(guarded("#endif\n#ifndef G\n#define G\n#endif\n"));
}

TEST(Macros, BodiesKeepTheirNames) {
  const FileDigest digest =
      digest_file("#define GET(x) pool_get(x, \\\n  MORE)\n#define N 1\n#define F() f\n");
  ASSERT_THAT(digest.macros, SizeIs(2));
  EXPECT_EQ(digest.macros[0].name, "GET");
  EXPECT_THAT(digest.macros[0].body,
              ::testing::UnorderedElementsAre(hash64("pool_get"), hash64("x"), hash64("MORE")));
  EXPECT_EQ(digest.macros[1].name, "F");
}

TEST(Macros, HeaderNames) {
  const FileDigest digest = digest_file(
      "#define A \"a.h\"\n#define B <b.h> // c\n#define C \"c\" \"d\"\n#define D(x) <d.h>\n"
      "#define E a < b > c\n#define F\n");
  ASSERT_THAT(digest.header_macros, SizeIs(2));
  EXPECT_EQ(digest.header_macros[0].name, "A");
  EXPECT_EQ(digest.header_macros[0].header, "a.h");
  EXPECT_EQ(digest.header_macros[1].kind, Include::Kind::angled);
}

TEST(Hints, TheFirstInTheFile) {
  EXPECT_EQ(digest_file("int a; Node* freeList_; ObjectPool p;").hint, "freeList_");
  EXPECT_EQ(digest_file("// pool\n\"pool\" int x;").hint, "");
  EXPECT_EQ(digest_file("release(transparent)").hint, "");
}

std::vector<std::string> prefix(std::string_view text) {
  std::vector<std::string> out;
  for (const PrefixItem& item : digest_file(text).prefix) out.push_back(item.text);
  return out;
}

TEST(Prefix, IncludesBeforeAnythingElse) {
  EXPECT_THAT(prefix("// c\n#pragma once\n\n#include <a>  /* x */\n# include \"b.h\"\nint x;\n"
                     "#include <c>\n"),
              ElementsAre("#include <a>\n", "#include \"b.h\"\n"));
}

TEST(Prefix, WholeConditionalsAreOneItem) {
  EXPECT_THAT(prefix("#ifdef HAVE_CONFIG_H\n#include \"config.h\"\n#endif\n#define F(x)  x\n"
                     "#include <a>\n#if X\nint y;\n#endif\n"),
              ElementsAre("#ifdef HAVE_CONFIG_H\n#include \"config.h\"\n#endif\n",
                          "#define F(x) x\n", "#include <a>\n"));
}

TEST(Prefix, RangesOfIncludes) {
  const FileDigest digest = digest_file("#if X\n#include <a>\n#include <b>\n#endif\n#include <c>");
  ASSERT_THAT(digest.prefix, SizeIs(2));
  EXPECT_EQ(digest.prefix[0].include_count, 2U);
  EXPECT_EQ(digest.prefix[1].first_include, 2U);
  EXPECT_EQ(digest.prefix[1].include_count, 1U);
}

TEST(Prefix, OtherPragmasAndMacroIncludesEndIt) {
  EXPECT_THAT(prefix("#include <a>\n#pragma pack(1)\n#include <b>\n"),
              ElementsAre("#include <a>\n"));
  EXPECT_THAT(prefix("#include <a>\n#include X\n#include <b>\n"), ElementsAre("#include <a>\n"));
}

TEST(FileDigest, FiveMegabytes) {
  std::string text;
  while (text.size() < 5'000'000) {
    text += "int name_" + std::to_string(text.size()) + " = 1'000; /* c */ \"s\" 'c' // x\n";
  }
  text += "int last_one;";
  const FileDigest digest = digest_file(text);
  EXPECT_TRUE(digest.mentions(hash64("last_one")));
  EXPECT_GT(digest.identifiers.size(), 90'000U);
}

TEST(FileDigest, NothingTakesQuadraticTime) {
  // Each would need minutes if every character cost a look at the rest of the text.
  constexpr size_t kTimes = 200'000;
  for (const char* piece : {"R\"(", "R\"a(", "/*", "\\ ", "\"", "'", "#", "#if\n", "#define X <",
                            "#include <", "\\\n", "a\\\n", "//\\\n", "1'"}) {
    std::string text;
    for (size_t i = 0; i < kTimes; ++i) text += piece;
    EXPECT_EQ(digest_file(text).content, digest_of(text)) << piece;
  }
}

TEST(Codec, RoundTrip) {
  const FileDigest digest = digest_file(
      "#pragma once\n#include <a>\n#include \"b.h\"\n#if X\n#include Y\n#include_next <c>\n#endif\n"
      "#define Y \"y.h\"\n#define Z(q) pool(q)\nstruct FreeList { int __cplusplus; };\n");
  const std::string bytes = encode(digest);
  ASSERT_TRUE(decode(bytes).has_value());
  EXPECT_EQ(*decode(bytes), digest);
  EXPECT_EQ(*decode(encode(FileDigest{})), FileDigest{});
}

TEST(Codec, DamageIsNoticed) {
  const std::string bytes = encode(digest_file("#include \"a.h\"\nint pool; #define X y\n"));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    EXPECT_FALSE(decode(damaged).has_value()) << i;
    EXPECT_FALSE(decode(bytes.substr(0, i)).has_value()) << i;
  }
  EXPECT_FALSE(decode(bytes + "x").has_value());
}

TEST(Codec, KeysDifferByContent) {
  EXPECT_NE(storage_key(digest_of("a")), storage_key(digest_of("b")));
  EXPECT_NE(storage_key(digest_of("a")), digest_of("a"));
}

}  // namespace
}  // namespace pool_audit::scan
