#include "tool/scan/scan.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>

#include "tests/tool/scan/project.h"

namespace pool_audit::scan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ScanTest : public ::testing::Test {
 protected:
  test::Project project;
};

TEST_F(ScanTest, NamesSelectUnitsAndSayWhy) {
  project.unit("a.cc", "void f() { p.getObject(); }\n");
  project.unit("b.cc", "int main() {}\n");
  project.unit("c.cc", "#include \"c.h\"\n");
  project.write("c.h", "#pragma once\ninline void g() { putObject(); }\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({"x::getObject", "putObject"}), ElementsAre(0, 2));
  EXPECT_EQ(scanner.verdict(0), (Verdict{true, "mentions getObject"}));
  EXPECT_EQ(scanner.verdict(1), (Verdict{false, "no pool name in b.cc"}));
  EXPECT_EQ(scanner.verdict(2), (Verdict{true, "mentions putObject in c.h"}));
}

TEST_F(ScanTest, HintsSelectUnits) {
  project.unit("a.cc", "Node* m_firstFree;\n");
  project.unit("src/b.cc", "#include \"b.h\"\n#include \"n.h\"\n");
  project.write("src/b.h", "#pragma once\nNode* freeList_;\n");
  project.write("src/n.h", "#pragma once\n");
  project.unit("src/c.cc", "#include \"b.h\"\n#include \"n.h\"\nint parent, release;\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({}), ElementsAre(0, 1));
  EXPECT_EQ(scanner.verdict(0).reason, "pool-like name m_firstFree");
  EXPECT_EQ(scanner.verdict(1).reason, "pool-like name freeList_ in src/b.h");
  EXPECT_EQ(scanner.verdict(2).reason, "no pool name in src/c.cc");
}

TEST_F(ScanTest, SkippedUnitsNameTheHeadersTheyOwn) {
  project.unit("a.cc", "#include \"x.h\"\n");
  project.unit("b.cc", "#include \"x.h\"\n#include \"y.h\"\n#include \"z.h\"\n");
  project.unit("c.cc", "#include \"t.inc\"\n");
  for (const char* name : {"x.h", "y.h", "z.h"}) project.write(name, "#pragma once\n");
  project.write("t.inc", "");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({"nothing"}), IsEmpty());
  EXPECT_EQ(scanner.verdict(0).reason, "no pool name in a.cc or the 1 header it owns");
  EXPECT_EQ(scanner.verdict(1).reason, "no pool name in b.cc or the 2 headers it owns");
  EXPECT_EQ(scanner.verdict(2).reason, "no pool name in c.cc or the 1 file analysed with it");
}

TEST_F(ScanTest, RoundsReturnWhatIsNew) {
  project.unit("a.cc", "one();\n");
  project.unit("b.cc", "two(); one();\n");
  project.unit("c.cc", "three();\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({"two"}), ElementsAre(1));
  EXPECT_THAT(scanner.select({"two"}), IsEmpty());
  EXPECT_THAT(scanner.select({"one", "two"}), ElementsAre(0));
  EXPECT_EQ(scanner.verdict(1).reason, "mentions two");  // the reason of a selection stays
  EXPECT_THAT(scanner.select({"three"}), ElementsAre(2));
}

TEST_F(ScanTest, NamesMayBeQualified) {
  project.unit("a.cc", "get_object x;\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({"", "::", "<>", "operator()", "get", "object"}), IsEmpty());
  EXPECT_THAT(scanner.select({"butil::get_object<Foo::Bar>"}), ElementsAre(0));
}

TEST_F(ScanTest, AMacroStandsForTheNamesInItsBodyWhereItIsIncluded) {
  project.unit("a.cc", "#include \"m.h\"\nvoid f() { TAKE(); }\n");
  project.unit("b.cc", "#include \"m.h\"\nvoid f() { TAKE_TWO(); }\n");
  project.unit("c.cc", "void f() { TAKE(); }\n");
  project.unit("m.cc", "#include \"m.h\"\n");
  project.write("m.h",
                "#pragma once\n#define TAKE() raw_take(1)\n#define TAKE_TWO() (TAKE(), TAKE())\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({"raw_take"}), ElementsAre(0, 1));
  EXPECT_EQ(scanner.verdict(0).reason, "mentions raw_take in m.h");
  EXPECT_EQ(scanner.verdict(1).reason, "mentions TAKE_TWO, a macro that uses raw_take");
  EXPECT_FALSE(scanner.verdict(2).selected);
}

TEST_F(ScanTest, Annotations) {
  project.unit("a.cc", "__attribute__((annotate(\"pool::get\"))) X* make();\n");
  Scanner scanner(project.work());
  EXPECT_THAT(scanner.select({}), ElementsAre(0));
  EXPECT_EQ(scanner.verdict(0).reason, "has a pool annotation");
}

TEST_F(ScanTest, UnreadableFilesSelectTheirUnits) {
  project.unit("a.cc", "int x;\n");
  load::WorkList list = project.work();
  std::filesystem::remove(list.units[0].file);
  Scanner scanner(list);
  EXPECT_THAT(scanner.select({}), ElementsAre(0));
  EXPECT_THAT(scanner.verdict(0).reason, ::testing::HasSubstr("a.cc: cannot open"));
}

TEST_F(ScanTest, NoUnits) {
  Scanner scanner(load::WorkList{});
  EXPECT_THAT(scanner.select({"x"}), IsEmpty());
  EXPECT_THAT(scanner.prefix_groups({}), IsEmpty());
}

class MapStore : public FileStore {
 public:
  std::optional<std::string> get(Digest key) override {
    const auto at = map.find(key);
    if (at == map.end()) return std::nullopt;
    return at->second;
  }
  void put(Digest key, std::string_view bytes) override { map[key] = bytes; }

  std::map<Digest, std::string> map;
};

TEST_F(ScanTest, TheStoreSparesTheLexerAndChangesNothing) {
  project.unit("a.cc", "#include \"x.h\"\nfoo();\n");
  project.write("x.h", "#pragma once\n#define M() foo()\n");
  MapStore store;
  ScanOptions options;
  options.store = &store;
  const auto run = [&](uint64_t lexed) {
    Scanner scanner(project.work(), options);
    EXPECT_THAT(scanner.select({"foo"}), ElementsAre(0));
    EXPECT_EQ(scanner.statistics().files_read, 2U);
    EXPECT_EQ(scanner.statistics().files_lexed, lexed);
    return project.shown(scanner.owned_files(0));
  };
  const auto cold = run(2);
  EXPECT_EQ(run(0), cold);
  // Damage and another file's entry count as absent.
  auto first = store.map.begin();
  auto second = std::next(first);
  first->second = second->second;
  second->second += "x";
  EXPECT_EQ(run(2), cold);
  EXPECT_EQ(run(0), cold);
  project.write("x.h", "#pragma once\n");
  run(1);
}

}  // namespace
}  // namespace pool_audit::scan
