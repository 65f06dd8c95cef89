// Sources that are broken, hostile, huge or empty, and files that are not the unit's to analyse.
#include <filesystem>

#include "checks/support/hash.h"
#include "tests/checks/extract/extract_support.h"

namespace pool_audit::extract {
namespace {

using facts::FunctionFlag;

const facts::FileRead& file(const Unit& unit, std::string_view path) {
  static const facts::FileRead kNone;
  for (const facts::FileRead& read : unit.facts().files) {
    if (read.path.text() == path) return read;
  }
  ADD_FAILURE() << "no file " << path;
  return kNone;
}

TEST(Files, SystemHeadersAreSkipped) {
  const Folder folder;
  folder.write("sys/lib.h",
               "struct Sys { int a; int b; }; inline int helper(Sys* s) { return s->a; }\n");
  folder.write("a.cc", "#include <lib.h>\nint f(Sys* s) { return helper(s); }");
  const Unit unit = extract(folder, "a.cc", {.flags = {"-isystem", folder.path() + "/sys"}});
  EXPECT_TRUE(file(unit, "sys/lib.h").is_system);
  EXPECT_TRUE(unit.function("helper").has(FunctionFlag::in_system_header));
  EXPECT_FALSE(unit.function("helper").has(FunctionFlag::defined));
  EXPECT_EQ(unit.graphs_of("helper"), 0U);
  EXPECT_TRUE(unit.record("Sys").is_system);
  EXPECT_EQ(unit.record("Sys").size_bytes, 8U);
  EXPECT_TRUE(unit.record("Sys").fields.empty());
}

TEST(Files, BodiesOfOtherUnitsHeadersAreSkipped) {
  const Folder folder;
  folder.write("own.h", "inline int own() { return 1; }\n");
  folder.write("other.h",
               "inline int other() { return 2; }\nstruct S { int m() { return 3; } };\n");
  folder.write(
      "a.cc",
      "#include \"own.h\"\n#include \"other.h\"\nint f(S s) { return own() + other() + s.m(); }");
  const Unit unit = extract(folder, "a.cc", {.analyse_header = [&](std::string_view path) {
                              EXPECT_TRUE(path.starts_with(folder.path())) << path;
                              return path.ends_with("/own.h");
                            }});
  EXPECT_TRUE(unit.facts().diagnostics.empty());
  EXPECT_EQ(unit.graphs_of("own"), 1U);
  EXPECT_EQ(unit.graphs_of("other"), 0U);
  EXPECT_EQ(unit.graphs_of("S::m"), 0U);
  EXPECT_FALSE(unit.function("other").has(FunctionFlag::defined));
  EXPECT_TRUE(file(unit, "other.h").bodies_skipped);
  EXPECT_FALSE(file(unit, "own.h").bodies_skipped);
  EXPECT_FALSE(file(unit, "a.cc").bodies_skipped);
  EXPECT_EQ(file(unit, "own.h").digest, digest_of("inline int own() { return 1; }\n"));
}

TEST(Files, SymlinkedFoldersGiveRealRootRelativeNames) {
  const Folder folder;
  folder.write("real/src/a.cc", "#include \"../inc/a.h\"\nvoid f() { g(); }");
  folder.write("real/inc/a.h", "inline void g() {}\n");
  std::filesystem::create_directory_symlink(folder.path() + "/real", folder.path() + "/link");
  Options options;
  options.root = folder.path() + "/link";
  Extractor extractor(options);
  const std::string path = folder.path() + "/link/src/a.cc";
  const auto facts = extractor.run({path, folder.path() + "/link", {"clang++", "-c", "src/a.cc"}});
  ASSERT_TRUE(facts) << facts.error().to_string();
  check_invariants(*facts);
  EXPECT_EQ(facts->main_file.text(), "src/a.cc");
  const Unit unit(*facts);
  EXPECT_EQ(unit.function("g").location.file.text(), "inc/a.h");
}

TEST(Files, OutsideTheRootTheyAreAbsolute) {
  const Folder outside;
  const std::string header = outside.write("x.h", "inline void g() {}\n");
  const Folder folder;
  folder.write("a.cc", "#include \"" + header + "\"\nvoid f() { g(); }");
  const Unit unit = extract(folder, "a.cc");
  EXPECT_EQ(unit.function("g").location.file.text(), header);
}

TEST(Broken, AMissingHeaderIsADiagnostic) {
  const Folder folder;
  folder.write("a.cc", "#include \"nowhere.h\"\nvoid put(int);\nvoid f() { put(1); }\n");
  const Unit unit = extract(folder, "a.cc");
  ASSERT_FALSE(unit.facts().diagnostics.empty());
  const facts::Diagnostic& first = unit.facts().diagnostics[0];
  EXPECT_TRUE(first.is_error);
  EXPECT_EQ(first.location.line, 1U);
  EXPECT_EQ(first.location.file.text(), "a.cc");
  EXPECT_THAT(std::string(first.message.text()), testing::HasSubstr("nowhere.h"));
  EXPECT_EQ(unit.calls("f", "put").size(), 1U);
}

TEST(Broken, OneBodyDoesNotSpoilTheOthers) {
  const Folder folder;
  folder.write("a.cc",
               "void put(int);\nvoid bad() { put(1); nope(2) = ; unknown x; put(3); }\n"
               "struct S { Missing m; int n; };\nvoid g(S* s) { s->n = 1; s->m.x(); }\nvoid f() { "
               "put(4); }\n");
  const Unit unit = extract(folder, "a.cc");
  EXPECT_GE(unit.facts().diagnostics.size(), 2U);
  EXPECT_EQ(unit.calls("f", "put").size(), 1U);
}

TEST(Broken, ACommandThatClangCannotStartIsAnError) {
  Extractor extractor({});
  EXPECT_FALSE(extractor.run({"/nowhere/a.cc", "/", {"clang++", "-c", "/nowhere/a.cc"}}));
  EXPECT_FALSE(extractor.run({"/nowhere/a.cc", "/", {}}));
  EXPECT_FALSE(extractor.run({"/nowhere/a.cc", "/", {"clang++", "--no-such-flag"}}));
}

TEST(Broken, BytesThatAreNoUtf8) {
  const Folder folder;
  folder.write("a.cc",
               "// caf\xE9\nvoid put(const char*);\n/// \xFF\xFE doc\nvoid f(int n) { "
               "put(\"\xE9\x80\"); if (n /* \xE9 */ & 2) put(\"\"); }\n");
  const Unit unit = extract(folder, "a.cc");
  EXPECT_EQ(unit.calls("f", "put").size(), 2U);
}

TEST(Huge, AnEmptyFileHasFacts) {
  const Unit unit = cxx("");
  EXPECT_EQ(unit.facts().main_file.text(), "a.cc");
  EXPECT_EQ(unit.facts().files.size(), 1U);
  EXPECT_TRUE(unit.facts().functions.empty());
}

std::string repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

// clang gives up on such brackets; what stands beside them is still told.
TEST(Huge, FiveThousandParentheses) {
  const Folder folder;
  folder.write("a.cc", "int f(int n) { return " + repeat("(", 5000) + "n" + repeat(")", 5000) +
                           "; }\nint g() { return 1; }\n");
  const Unit unit = extract(folder, "a.cc");
  EXPECT_FALSE(unit.facts().diagnostics.empty());
}

TEST(Huge, ManyParenthesesThatClangAccepts) {
  const Unit unit =
      cxx("int f(int n) { return " + repeat("(", 5000) + "n" + repeat(")", 5000) + "; }",
          {.flags = {"-fbracket-depth=6000"}});
  EXPECT_EQ(unit.graphs_of("f"), 1U);
  EXPECT_THAT(unit.blocks("f"), testing::HasSubstr("  return n\n"));
}

TEST(Huge, TwoThousandNestedIfs) {
  const Unit unit = cxx("void put(int); void f(int n) { " + repeat("if (n) ", 2000) + "put(n); }");
  EXPECT_EQ(unit.calls("f", "put").size(), 1U);
  EXPECT_GE(unit.graph("f").blocks.size(), 2000U);
}

TEST(Huge, LongChainsOfOperators) {
  const Unit unit =
      cxx("int f(int n) { int m = 0" + repeat(" + n", 2000) + "; if (n" + repeat(" && n", 1000) +
          ") m = 1; return m" + repeat(" ? 1 : n", 200) + "; }");
  EXPECT_EQ(unit.graphs_of("f"), 1U);
}

TEST(Huge, ATableOfTwentyThousandElements) {
  const Unit unit =
      cxx("struct Foo { int a; const char* b; };\nconst Foo table[] = {" +
          repeat("{1, \"x\"}, ", 20000) + "};\nint f(int i) { static const Foo local[] = {" +
          repeat("{2, nullptr}, ", 20000) + "}; return table[i].a + local[i].a; }");
  EXPECT_EQ(unit.facts().types[unit.variable("table").type].size_bytes, 320000U);
  EXPECT_LT(unit.events("f").size(), 100U);
  EXPECT_LE(unit.variable("table").arguments.at(0).text().size(), 400U);
}

TEST(Huge, AMegabyteOfFunctions) {
  std::string source = "struct Foo { int n; Foo* next; }; Foo* get(); void put(Foo*);\n";
  int count = 0;
  while (source.size() < 1000000) {
    source += "static void f" + std::to_string(count++) +
              "(Foo* p) { Foo* q = get(); if (p->n > 3) q->next = p; else put(q); while (q) q = "
              "q->next; put(p); }\n";
  }
  const Folder folder;
  folder.write("a.cc", source);
  const Unit unit = extract(folder, "a.cc");
  EXPECT_EQ(unit.facts().graphs.size(), static_cast<size_t>(count));
}

}  // namespace
}  // namespace pool_audit::extract
