#include "tool/load/load.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "tests/tool/load/temp_tree.h"

namespace pool_audit::load {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string entry(const std::string& directory, const std::string& file,
                  const std::string& command) {
  return R"({"directory":")" + directory + R"(","file":")" + file + R"(","command":")" + command +
         "\"}";
}

std::string database(const std::vector<std::string>& entries) {
  std::string out = "[";
  for (const std::string& text : entries) out += (out.size() > 1 ? "," : "") + text;
  return out + "]";
}

class LoadTest : public ::testing::Test {
 protected:
  // Loads a database that stands in build/.
  Result<WorkList> try_load(const std::vector<std::string>& entries, LoadOptions options = {}) {
    tree.write("build/compile_commands.json", database(entries));
    options.database = tree.path("build");
    return load(options);
  }
  WorkList must_load(const std::vector<std::string>& entries, LoadOptions options = {}) {
    Result<WorkList> list = try_load(entries, std::move(options));
    EXPECT_TRUE(list.has_value()) << (list ? "" : list.error().to_string());
    return list ? *list : WorkList{};
  }
  std::string reason(const std::string& one_entry) {
    const WorkList list = must_load({one_entry});
    EXPECT_THAT(list.units, IsEmpty());
    EXPECT_THAT(list.bad, SizeIs(1));
    return list.bad.empty() ? "" : list.bad[0].reason;
  }
  std::string build() const { return tree.path("build"); }

  test::TempTree tree;
};

TEST_F(LoadTest, AGoodEntry) {
  tree.write("src/a.cc");
  const WorkList list = must_load({entry(build(), "../src/a.cc", "g++ -I../inc -c ../src/a.cc")});
  ASSERT_THAT(list.units, SizeIs(1));
  EXPECT_EQ(list.units[0].file, tree.path("src/a.cc"));
  EXPECT_EQ(list.units[0].directory, build());
  EXPECT_THAT(list.units[0].arguments, ElementsAre("g++", "-I../inc", tree.path("src/a.cc")));
  EXPECT_THAT(list.units[0].notes, IsEmpty());
  EXPECT_THAT(list.bad, IsEmpty());
  EXPECT_THAT(list.notes, IsEmpty());
}

TEST_F(LoadTest, TheDatabaseMayBeNamedByItself) {
  tree.write("a.c");
  const std::string file =
      tree.write("other.json", database({entry(tree.root(), "a.c", "cc a.c")}));
  LoadOptions options;
  options.database = file;
  EXPECT_THAT(load(options)->units, SizeIs(1));
}

TEST_F(LoadTest, NoDatabasePointsToOneNearby) {
  LoadOptions options;
  options.database = tree.root();
  Result<WorkList> none = load(options);
  ASSERT_FALSE(none.has_value());
  EXPECT_THAT(none.error().message, HasSubstr("CMAKE_EXPORT_COMPILE_COMMANDS"));
  EXPECT_EQ(none.error().file, tree.root());

  tree.write("build/compile_commands.json", "[]");
  none = load(options);
  EXPECT_THAT(none.error().message, HasSubstr("there is one in " + build()));

  // What is called as builds are comes before what is not.
  tree.write("aaa/compile_commands.json", "[]");
  none = load(options);
  EXPECT_THAT(none.error().message, HasSubstr("there is one in " + build()));

  options.database = tree.path("nowhere/compile_commands.json");
  EXPECT_THAT(load(options).error().message, HasSubstr("not there"));
}

TEST_F(LoadTest, NoDatabaseNamesNoFolderByChance) {
  LoadOptions options;
  for (const char* name : {"a", "b", "c"}) {
    tree.write(std::string(name) + "/compile_commands.json", "[]");
  }
  options.database = tree.root();
  EXPECT_THAT(load(options).error().message, HasSubstr("pass one of " + tree.path("a") + ", " +
                                                       tree.path("b") + " and " + tree.path("c")));
  tree.write("d/compile_commands.json", "[]");
  EXPECT_THAT(load(options).error().message, HasSubstr("4 folders below it have one"));

  // Neighbours of what is not there are other projects.
  options.database = tree.path("nowhere");
  EXPECT_THAT(load(options).error().message, Not(HasSubstr(tree.root())));
  tree.write("build-debug/compile_commands.json", "[]");
  EXPECT_THAT(load(options).error().message,
              HasSubstr("there is one in " + tree.path("build-debug")));
}

TEST_F(LoadTest, AnUnusableDatabaseIsAnError) {
  LoadOptions options;
  options.database = tree.write("x.json", "");
  EXPECT_THAT(load(options).error().to_string(),
              HasSubstr("x.json: the compile database is empty"));
  tree.write("x.json", "[]");
  EXPECT_THAT(load(options).error().message, HasSubstr("holds no commands"));
  tree.write("x.json", "[\n{]");
  EXPECT_THAT(load(options).error().to_string(), HasSubstr("x.json:2:2: malformed JSON"));
  tree.write("x.json", "{}");
  EXPECT_THAT(load(options).error().message, HasSubstr("expected an array"));
  options.database = "/dev/null";
  EXPECT_THAT(load(options).error().message, HasSubstr("no regular file"));
}

TEST_F(LoadTest, BadEntriesAreKeptAndTheRestIsUsed) {
  tree.write("a.c");
  const WorkList list =
      must_load({"7", entry(build(), "../a.c", "cc ../a.c"), R"({"file":"b.c"})"});
  EXPECT_THAT(list.units, SizeIs(1));
  ASSERT_THAT(list.bad, SizeIs(2));
  EXPECT_EQ(list.bad[0].index, 0U);
  EXPECT_EQ(list.bad[1].file, "b.c");
  EXPECT_EQ(list.bad[1].index, 2U);
}

TEST_F(LoadTest, MissingAndGeneratedSources) {
  tree.write("src/a.c");
  const WorkList list = must_load({entry(build(), "../src/a.c", "cc ../src/a.c"),
                                   entry(build(), "../src/b.c", "cc ../src/b.c"),
                                   entry(build(), "gen/c.c", "cc gen/c.c")});
  ASSERT_THAT(list.bad, SizeIs(2));
  EXPECT_EQ(list.bad[0].file, "../src/b.c");
  EXPECT_EQ(list.bad[0].reason, "the source file is not there");
  EXPECT_THAT(list.bad[1].reason, HasSubstr("generated: build the project first"));
}

TEST_F(LoadTest, SourcesThatAreNoFiles) {
  tree.folder("d.c");
  ASSERT_EQ(::mkfifo(tree.path("p.c").c_str(), 0600), 0);
  EXPECT_THAT(reason(entry(build(), "../d.c", "cc ../d.c")), HasSubstr("is a folder"));
  EXPECT_THAT(reason(entry(build(), "../p.c", "cc ../p.c")), HasSubstr("a pipe"));
}

TEST_F(LoadTest, OtherLanguagesAreListedWithTheirReason) {
  tree.write("a.S");
  EXPECT_THAT(reason(entry(build(), "../a.S", "cc ../a.S")), HasSubstr("assembler"));
}

TEST_F(LoadTest, WhenNothingIsThereAPathMapIsSuggested) {
  const WorkList list = must_load({entry("/ci/p/build", "../src/a.c", "cc ../src/a.c"),
                                   entry("/ci/p/build", "/ci/p/lib/b.c", "cc b.c")});
  EXPECT_THAT(list.notes, Contains(HasSubstr("--path-map /ci/p=")));
}

TEST_F(LoadTest, PathMapReachesFileFolderArgumentsAndResponseFiles) {
  tree.write("src/a.c");
  tree.write("build/a.rsp", "-I/ci/p/inc2 -include /ci/p/x.h");
  LoadOptions options;
  options.path_map = {{"/ci/p", tree.root()}};
  const WorkList list =
      must_load({entry("/ci/p/build", "/ci/p/src/a.c",
                       "/opt/cc -I/ci/p/inc -isystem /ci/p/sys @/ci/p/build/a.rsp /ci/p/src/a.c")},
                options);
  ASSERT_THAT(list.units, SizeIs(1));
  EXPECT_EQ(list.units[0].directory, build());
  EXPECT_THAT(
      list.units[0].arguments,
      ElementsAre("/opt/cc", "-I" + tree.path("inc"), "-isystem", tree.path("sys"),
                  "-I" + tree.path("inc2"), "-include", tree.path("x.h"), tree.path("src/a.c")));
}

TEST_F(LoadTest, ABadPathMapIsAnError) {
  LoadOptions options;
  options.path_map = {{"", "/x"}};
  EXPECT_THAT(try_load({"1"}, options).error().message, HasSubstr("--path-map expects FROM=TO"));
}

TEST_F(LoadTest, ResponseFilesMayNest) {
  tree.write("a.c");
  tree.write("build/one.rsp", "-DA @two.rsp\n-DC");
  tree.write("build/two.rsp", "'-DB=x y'\n");
  const WorkList list = must_load({entry(build(), "../a.c", "cc @one.rsp ../a.c")});
  EXPECT_THAT(list.units.at(0).arguments,
              ElementsAre("cc", "-DA", "-DB=x y", "-DC", tree.path("a.c")));
}

TEST_F(LoadTest, AMissingResponseFileIsNoted) {
  tree.write("a.c");
  const WorkList list = must_load({entry(build(), "../a.c", "cc @no.rsp -DX ../a.c")});
  EXPECT_THAT(list.units.at(0).arguments, ElementsAre("cc", "-DX", tree.path("a.c")));
  EXPECT_THAT(list.units.at(0).notes, ElementsAre(HasSubstr("left out @no.rsp")));
}

TEST_F(LoadTest, ResponseFilesThatNeverEndAreBad) {
  tree.write("a.c");
  tree.write("build/a.rsp", "@b.rsp");
  tree.write("build/b.rsp", "@a.rsp");
  EXPECT_EQ(reason(entry(build(), "../a.c", "cc @a.rsp ../a.c")),
            "response files include each other: a.rsp -> b.rsp -> a.rsp");
  // Each file doubles the one before: 2^40 arguments.
  for (int i = 0; i < 40; ++i) {
    const std::string next = "@" + std::to_string(i + 1) + ".rsp ";
    tree.write("build/" + std::to_string(i) + ".rsp", next + next);
  }
  tree.write("build/40.rsp", "-DX");
  EXPECT_THAT(reason(entry(build(), "../a.c", "cc @0.rsp ../a.c")),
              HasSubstr("more than 1000 times"));
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "-DX ";
  tree.write("build/40.rsp", many);
  EXPECT_THAT(reason(entry(build(), "../a.c", "cc @36.rsp ../a.c")), HasSubstr("200000 arguments"));
  EXPECT_THAT(reason(entry(build(), "../a.c", "cc @/dev/zero ../a.c")),
              HasSubstr("not a regular file"));
}

TEST_F(LoadTest, DuplicatesAreMergedAndVariantsKept) {
  tree.write("a.c");
  const WorkList list = must_load({entry(build(), "../a.c", "cc -DX -c ../a.c -o 1.o"),
                                   entry(build(), tree.path("a.c"), "cc -DX -c ../a.c -o 2.o"),
                                   entry(tree.root(), "a.c", "cc -DX -g a.c"),
                                   entry(build(), "../a.c", "cc -DY -c ../a.c")});
  ASSERT_THAT(list.units, SizeIs(2));
  EXPECT_THAT(list.units[0].arguments, Contains("-DX"));
  EXPECT_THAT(list.units[1].arguments, Contains("-DY"));
  EXPECT_THAT(list.notes, ElementsAre(HasSubstr("2 of 4 entries repeat")));
}

TEST_F(LoadTest, TheOrderOfEntriesDoesNotMatter) {
  std::vector<std::string> entries;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "s" + std::to_string(i % 13) + ".c";
    tree.write("src/" + name);
    entries.push_back(entry(i % 3 == 0 ? build() : tree.root(), tree.path("src/" + name),
                            "cc -DV=" + std::to_string(i % 2) + " -Ix " + tree.path("src/" + name) +
                                (i % 5 == 0 ? " -fconserve-stack" : "")));
  }
  entries.push_back(entry(build(), "gone.c", "cc gone.c"));
  WorkList first = must_load(entries);
  std::mt19937 random(7);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(entries.begin(), entries.end(), random);
    WorkList list = must_load(entries);
    list.bad.at(0).index = first.bad.at(0).index;
    EXPECT_EQ(list, first);
  }
}

TEST_F(LoadTest, SymlinkedPathsBecomeOneFile) {
  tree.write("real/src/a.c");
  tree.link("real", "link");
  const WorkList list =
      must_load({entry(build(), tree.path("link/src/a.c"), "cc " + tree.path("link/src/a.c")),
                 entry(build(), tree.path("real/src/a.c"), "cc " + tree.path("real/src/a.c"))});
  ASSERT_THAT(list.units, SizeIs(1));
  EXPECT_EQ(list.units[0].file, tree.path("real/src/a.c"));
}

TEST_F(LoadTest, ALinkedSourceStillFindsTheHeadersBesideTheLink) {
  tree.write("store/a.c");
  tree.link("../store/a.c", "src/a.c");
  const WorkList list = must_load({entry(build(), "../src/a.c", "cc ../src/a.c")});
  EXPECT_THAT(list.units.at(0).arguments,
              ElementsAre("cc", "-iquote", tree.path("src"), tree.path("store/a.c")));
}

TEST_F(LoadTest, RelativeAndMissingFolders) {
  tree.write("build/sub/a.c");
  tree.write("build/b.c");
  const WorkList list = must_load({R"({"directory":"sub","file":"a.c","command":"cc a.c"})",
                                   R"({"file":"b.c","command":"cc b.c"})"});
  ASSERT_THAT(list.units, SizeIs(2));
  EXPECT_EQ(list.units[0].directory, build());
  EXPECT_THAT(list.units[0].notes, ElementsAre(HasSubstr("no 'directory'")));
  EXPECT_EQ(list.units[1].directory, tree.path("build/sub"));
}

TEST_F(LoadTest, AWorkingFolderThatIsGone) {
  tree.write("a.c");
  const WorkList list =
      must_load({entry(tree.path("build/gone"), tree.path("a.c"), "cc -I../inc ../../a.c")});
  ASSERT_THAT(list.units, SizeIs(1));
  EXPECT_EQ(list.units[0].directory, build());
  EXPECT_THAT(list.units[0].arguments,
              ElementsAre("cc", "-I" + tree.path("build/inc"), tree.path("a.c")));
  EXPECT_THAT(list.units[0].notes, ElementsAre(HasSubstr("working folder")));
}

TEST_F(LoadTest, APrecompiledTwinOfAnIncludedHeaderIsBypassed) {
  tree.write("a.c");
  tree.write("build/pch.hxx");
  tree.write("build/pch.hxx.pch");
  const WorkList list = must_load({entry(build(), "../a.c", "cc -include pch.hxx ../a.c")});
  EXPECT_THAT(list.units.at(0).arguments,
              ElementsAre("cc", "-Xclang", "-include", "-Xclang", "pch.hxx", tree.path("a.c")));
}

TEST_F(LoadTest, OnlyAndExclude) {
  for (const char* file : {"src/a.c", "src/sub/b.c", "test/c.c"}) tree.write(file);
  const std::vector<std::string> entries = {entry(build(), "../src/a.c", "cc ../src/a.c"),
                                            entry(build(), "../src/sub/b.c", "cc ../src/sub/b.c"),
                                            entry(build(), "../test/c.c", "cc ../test/c.c")};
  LoadOptions options;
  options.only = {"src", "nothing/*"};
  options.exclude = {"**/sub/*.c"};
  const WorkList list = must_load(entries, options);
  ASSERT_THAT(list.units, SizeIs(1));
  EXPECT_EQ(list.units[0].file, tree.path("src/a.c"));
  EXPECT_THAT(list.notes, Contains("--only 'nothing/*' fits no source"));
  EXPECT_THAT(list.notes, Contains(HasSubstr("2 of 3 sources were left out")));

  options.only = {"nothing"};
  EXPECT_THAT(try_load(entries, options).error().message, HasSubstr("leave none of the 3"));
  options.only = {tree.path("test/c.c")};
  EXPECT_THAT(must_load(entries, options).units, SizeIs(1));
}

TEST_F(LoadTest, ExtraArgumentsReachEveryCommand) {
  tree.write("a.c");
  LoadOptions options;
  options.extra_arguments = {"-D", "EXTRA"};
  EXPECT_THAT(must_load({entry(build(), "../a.c", "cc ../a.c")}, options).units.at(0).arguments,
              ElementsAre("cc", "-DEXTRA", tree.path("a.c")));
}

class RootTest : public LoadTest {
 protected:
  std::string root_of(const std::vector<std::string>& files, LoadOptions options = {}) {
    std::vector<std::string> entries;
    for (const std::string& file : files) {
      tree.write(file);
      entries.push_back(entry(build(), tree.path(file), "cc " + tree.path(file)));
    }
    return relative_to_root(must_load(entries, std::move(options)).root, tree.root());
  }
};

TEST_F(RootTest, WithoutMarkersItIsTheCommonFolderOfTheSources) {
  EXPECT_EQ(root_of({"p/src/a.c", "p/src/deep/b.c", "build/gen.c"}), "p/src");
}

TEST_F(RootTest, TheMarkerAboveTheBuildFolderThatHoldsTheSources) {
  tree.folder(".git");
  tree.write("src/.pool-audit.yaml");
  EXPECT_EQ(root_of({"src/a.c", "src/sub/b.c"}), ".");
}

TEST_F(RootTest, TheMarkerAboveTheSourcesWhenTheBuildFolderStandsApart) {
  tree.write("p/.pool-audit.yaml");
  EXPECT_EQ(root_of({"p/src/a.c", "p/src/b.c"}), "p");
}

TEST_F(RootTest, AMarkerThatDoesNotHoldTheSourcesIsPassedOver) {
  tree.folder("build/.git");
  EXPECT_EQ(root_of({"p/src/a.c", "p/lib/b.c"}), "p");
}

TEST_F(RootTest, GivenRoot) {
  LoadOptions options;
  options.root = tree.root();
  EXPECT_EQ(root_of({"p/src/a.c"}, options), ".");
  options.root = std::filesystem::relative(tree.path("p"));
  EXPECT_EQ(root_of({"p/src/a.c"}, options), "p");
  options.root = tree.path("no-such-folder");
  EXPECT_THAT(try_load({"1"}, options).error().message, HasSubstr("--root"));
}

TEST_F(LoadTest, TenThousandEntries) {
  std::vector<std::string> entries;
  tree.folder("src");
  for (int i = 0; i < 10'000; ++i) {
    const std::string name = "d" + std::to_string(i % 100) + "/f" + std::to_string(i) + ".c";
    if (i % 10 == 0) tree.write("src/" + name);
    entries.push_back(entry(build(), "../src/" + name, "cc -I../inc -DX=1 -c ../src/" + name));
  }
  const WorkList list = must_load(entries);
  EXPECT_THAT(list.units, SizeIs(1000));
  EXPECT_THAT(list.bad, SizeIs(9000));
}

}  // namespace
}  // namespace pool_audit::load
