#include <gmock/gmock.h>

#include <random>

#include "tests/tool/scan/project.h"
#include "tool/scan/scan.h"

namespace pool_audit::scan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kGuard = "#pragma once\n";

class ClosuresTest : public ::testing::Test {
 protected:
  Scanner scan() { return Scanner(project.work()); }
  std::vector<std::string> owned(const Scanner& scanner, size_t unit) {
    return project.shown(scanner.owned_files(unit));
  }
  std::vector<std::string> closure(const Scanner& scanner, size_t unit) {
    return project.shown(scanner.closure(unit));
  }
  void header(const std::string& file, const std::string& text = "") {
    project.write(file, kGuard + text);
  }

  test::Project project;
};

TEST_F(ClosuresTest, SearchesBesideTheIncluderThenThePath) {
  project.unit("src/a.cc", "#include \"x.h\"\n#include \"y.h\"\n#include <x.h>\n#include <z.h>\n",
               {"-iquote", "q", "-Iinc"});
  header("src/x.h");
  header("q/x.h");
  header("inc/x.h");
  header("q/y.h");
  header("inc/y.h");
  header("src/z.h");
  EXPECT_THAT(closure(scan(), 0), ElementsAre("inc/x.h", "q/y.h", "src/a.cc", "src/x.h"));
}

TEST_F(ClosuresTest, HeadersIncludeHeadersAlsoInCircles) {
  project.unit("a.cc", "#include \"x.h\"\n");
  header("x.h", "#include \"sub/y.h\"\n");
  header("sub/y.h", "#include \"../x.h\"\n#include \"z.h\"\n#include \"../a.cc\"\n");
  header("sub/z.h");
  EXPECT_THAT(closure(scan(), 0), ElementsAre("a.cc", "sub/y.h", "sub/z.h", "x.h"));
}

TEST_F(ClosuresTest, SystemHeadersEndTheSearch) {
  project.unit("a.cc",
               "#include <sys.h>\n#include <late.h>\n#include <stdio.h>\n#include \"no.h\"\n",
               {"-isystem", "third", "-idirafter", "late"});
  header("third/sys.h", "#include \"../b.h\"\n");
  header("late/late.h");
  header("b.h");
  const Scanner scanner = scan();
  EXPECT_THAT(closure(scanner, 0), ElementsAre("a.cc"));
  EXPECT_EQ(scanner.statistics().files_read, 1U);
}

TEST_F(ClosuresTest, FoldersOfTheSystemInsideTheRootAreTheProjects) {
  project.unit("a.cc", "#include \"lib/x.h\"\n");
  header("lib/x.h");
  const test::TempTree elsewhere;
  elsewhere.write("y.h", kGuard);
  project.unit("b.cc", "#include <y.h>\n", {"-I" + elsewhere.root()});
  ScanOptions options;
  options.system_folders = {project.tree.path("lib"), elsewhere.root()};
  const Scanner scanner(project.work(), options);
  EXPECT_THAT(closure(scanner, 0), ElementsAre("a.cc", "lib/x.h"));
  EXPECT_THAT(closure(scanner, 1), ElementsAre("b.cc"));
}

TEST_F(ClosuresTest, ForcedHeaders) {
  header("pre.h", "#include \"x.h\"\n");
  header("x.h");
  header("inc/macros.h");
  project.unit("src/a.cc", "", {"-include", "pre.h", "-Iinc", "-imacros", "macros.h"});
  EXPECT_THAT(closure(scan(), 0), ElementsAre("inc/macros.h", "pre.h", "src/a.cc", "x.h"));
}

TEST_F(ClosuresTest, IncludeNextTakesEveryOther) {
  project.unit("a.cc", "#include <x.h>\n", {"-Ione", "-Itwo", "-Ithree"});
  header("one/x.h", "#include_next <x.h>\n");
  header("two/x.h");
  header("three/x.h");
  EXPECT_THAT(closure(scan(), 0), ElementsAre("a.cc", "one/x.h", "three/x.h", "two/x.h"));
}

TEST_F(ClosuresTest, MacroIncludes) {
  project.unit("a.cc", "#include \"names.h\"\n#include NAME\n#include CONFIG\n",
               {"-DCONFIG=\"config.h\""});
  header("names.h", "#define NAME \"sub/x.h\"\n");
  header("sub/x.h", "#include NESTED\n#define NESTED <y.h>\n");
  header("sub/y.h");
  header("config.h");
  project.unit("b.cc", "#include UNKNOWN\n");
  Scanner scanner = scan();
  EXPECT_THAT(closure(scanner, 0), ElementsAre("a.cc", "config.h", "names.h", "sub/x.h"));
  EXPECT_THAT(scanner.select({}), ElementsAre(1));
  EXPECT_EQ(scanner.verdict(1).reason,
            "includes a header through the macro UNKNOWN, whose value is not known");
}

TEST_F(ClosuresTest, TheFirstUnitOwnsAHeader) {
  project.unit("b.cc", "#include \"x.h\"\n");
  project.unit("a.cc", "#include \"y.h\"\n");
  header("x.h", "#include \"y.h\"\n");
  header("y.h");
  const Scanner scanner = scan();
  EXPECT_THAT(owned(scanner, 0), ElementsAre("a.cc", "y.h"));
  EXPECT_THAT(owned(scanner, 1), ElementsAre("b.cc", "x.h"));
}

TEST_F(ClosuresTest, AUnitThatIsSureToIncludeComesFirst) {
  project.unit("a.cc", "#ifdef NEVER\n#include \"x.h\"\n#endif\n");
  project.unit("b.cc", "#include \"x.h\"\n");
  header("x.h", "#include \"y.h\"\n");
  header("y.h");
  const Scanner scanner = scan();
  EXPECT_THAT(owned(scanner, 0), ElementsAre("a.cc"));
  EXPECT_THAT(owned(scanner, 1), ElementsAre("b.cc", "x.h", "y.h"));
}

TEST_F(ClosuresTest, HeadersWithPartsForCplusplusGoToCplusplus) {
  project.unit("a.c", "#include \"x.h\"\n#include \"y.h\"\n");
  project.unit("b.cc", "#include \"x.h\"\n#include \"y.h\"\n");
  header("x.h", "#ifdef __cplusplus\nclass X {};\n#endif\n");
  header("y.h");
  const Scanner scanner = scan();
  EXPECT_THAT(owned(scanner, 0), ElementsAre("a.c", "y.h"));
  EXPECT_THAT(owned(scanner, 1), ElementsAre("b.cc", "x.h"));
}

TEST_F(ClosuresTest, UnguardedFilesBelongToWhoeverAnalysesTheirIncluder) {
  project.unit("a.cc", "#include \"x.h\"\n#include \"ops.def\"\n");
  project.unit("b.cc", "#include \"x.h\"\n#include \"ops.def\"\n");
  header("x.h", "#include \"impl.inc\"\n");
  project.write("impl.inc", "#include \"deeper.inc\"\n");
  project.write("deeper.inc", "OP(1)\n");
  project.write("ops.def", "OP(2)\n");
  const Scanner scanner = scan();
  EXPECT_THAT(owned(scanner, 0), ElementsAre("a.cc", "deeper.inc", "impl.inc", "ops.def", "x.h"));
  EXPECT_THAT(owned(scanner, 1), ElementsAre("b.cc", "ops.def"));
}

TEST_F(ClosuresTest, HeadersArePassedOnUntilNobodyIsLeft) {
  project.unit("a.cc", "#include \"x.h\"\n");
  project.unit("b.cc", "#include \"x.h\"\n");
  project.unit("c.cc", "#ifdef A\n#include \"x.h\"\n#endif\n");
  header("x.h", "struct ObjectPool;\n#include \"t.inc\"\n");
  project.write("t.inc", "");
  Scanner scanner = scan();
  EXPECT_THAT(scanner.select({}), ElementsAre(0));
  const std::vector<std::string> lost = {project.tree.path("x.h")};
  EXPECT_THAT(scanner.pass_on(1, lost), IsEmpty());  // is not its owner
  EXPECT_THAT(scanner.pass_on(0, scanner.owned_files(0)), ElementsAre(1));
  EXPECT_THAT(owned(scanner, 0), ElementsAre("a.cc"));
  EXPECT_THAT(owned(scanner, 1), ElementsAre("b.cc", "t.inc", "x.h"));
  EXPECT_EQ(scanner.verdict(1).reason, "pool-like name ObjectPool in x.h");
  EXPECT_THAT(scanner.pass_on(1, lost), ElementsAre(2));
  EXPECT_THAT(scanner.pass_on(2, lost), IsEmpty());
  EXPECT_THAT(owned(scanner, 2), ElementsAre("c.cc"));
  EXPECT_THAT(scanner.pass_on(0, {project.tree.path("never-heard-of.h")}), IsEmpty());
}

TEST_F(ClosuresTest, OwnersDoNotDependOnTheOrderOfEntries) {
  std::mt19937 random(3);
  for (int i = 0; i < 30; ++i) {
    std::string text;
    for (int j = 0; j < 4; ++j) text += "#include \"h" + std::to_string(random() % 40) + ".h\"\n";
    project.unit("s" + std::to_string(i) + ".cc", text);
  }
  for (int i = 0; i < 40; ++i) {
    const std::string next = std::to_string(random() % 40);
    project.write("h" + std::to_string(i) + ".h",
                  (i % 5 == 0 ? "" : kGuard) + ("#include \"h" + next + ".h\"\n"));
  }
  const auto answers = [&] {
    Scanner scanner = scan();
    std::vector<std::vector<std::string>> out;
    for (size_t unit = 0; unit < 30; ++unit) out.push_back(scanner.owned_files(unit));
    return out;
  };
  const auto expected = answers();
  for (int round = 0; round < 5; ++round) {
    std::shuffle(project.list.units.begin(), project.list.units.end(), random);
    EXPECT_EQ(answers(), expected);
  }
  // Every guarded header that somebody includes is owned exactly once.
  std::map<std::string, int> owners;
  for (const auto& files : expected) {
    for (const std::string& file : files) ++owners[project.shown({file})[0]];
  }
  for (int i = 0; i < 40; ++i) {
    const std::string name = "h" + std::to_string(i) + ".h";
    if (i % 5 != 0 && owners.contains(name)) EXPECT_EQ(owners[name], 1) << name;
  }
}

TEST_F(ClosuresTest, TwoThousandUnitsReadEveryFileOnce) {
  constexpr int kUnits = 2000;
  constexpr int kHeaders = 400;
  for (int i = 0; i < kUnits; ++i) {
    project.unit("src/d" + std::to_string(i % 20) + "/s" + std::to_string(i) + ".cc",
                 "#include \"h" + std::to_string(i % 100) + ".h\"\n#include <vector>\n",
                 {"-Iinc", "-Igen/" + std::to_string(i % 50)});
  }
  for (int i = 0; i < kHeaders; ++i) {
    // Each includes the next three: a unit reaches 300 headers and more.
    std::string text;
    for (int j = 1; j <= 3 && i + j < kHeaders; ++j) {
      text += "#include \"h" + std::to_string(i + j) + ".h\"\n";
    }
    header("inc/h" + std::to_string(i) + ".h", text);
  }
  const Scanner scanner = scan();
  EXPECT_EQ(scanner.statistics().files_read, uint64_t{kUnits} + kHeaders);
  EXPECT_EQ(scanner.closure(0).size(), 1U + kHeaders);
  // gen/ is not there, but the folders differ: 50 search paths, not 2,000.
  EXPECT_EQ(scanner.statistics().configurations, 50U);
  EXPECT_EQ(scanner.owned_files(0).size(), 1U + kHeaders);
  EXPECT_EQ(scanner.owned_files(1).size(), 1U);
}

}  // namespace
}  // namespace pool_audit::scan
