#include "tool/scan/search_path.h"

#include <gmock/gmock.h>

namespace pool_audit::scan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SearchPath path_of(std::vector<std::string> flags) {
  load::TranslationUnit unit;
  unit.file = "/p/a.cc";
  unit.directory = "/p/build";
  unit.arguments = {"g++"};
  unit.arguments.insert(unit.arguments.end(), flags.begin(), flags.end());
  unit.arguments.push_back(unit.file);
  return search_path_of(unit);
}

TEST(SearchPath, FoldersInTheOrderOfTheSearch) {
  const SearchPath path =
      path_of({"-idirafter", "/late", "-I../inc", "-iquote", "q", "-isystem", "/sys", "-I/abs"});
  EXPECT_THAT(path.quote, ElementsAre("/p/build/q"));
  EXPECT_THAT(path.user, ElementsAre("/p/inc", "/abs"));
  EXPECT_THAT(path.system, ElementsAre("/sys", "/late"));
}

TEST(SearchPath, AFolderThatIsAlsoASystemsIsTheSystems) {
  const SearchPath path = path_of({"-I/x", "-isystem", "/x"});
  EXPECT_THAT(path.user, IsEmpty());
  EXPECT_THAT(path.system, ElementsAre("/x"));
}

TEST(SearchPath, ForcedHeaders) {
  EXPECT_THAT(path_of({"-include", "a.h", "-imacros", "b.h", "-Xclang", "-include", "-Xclang",
                       "c.h", "-Xclang", "-fcxx-exceptions"})
                  .forced,
              ElementsAre("a.h", "b.h", "c.h"));
}

TEST(SearchPath, Sysroot) {
  const SearchPath path = path_of({"-I=/inc", "-isystem", "=/sys", "--sysroot=/root"});
  EXPECT_THAT(path.user, ElementsAre("/root/inc"));
  EXPECT_THAT(path.system, ElementsAre("/root/sys"));
}

TEST(SearchPath, MacrosThatNameHeaders) {
  const SearchPath path =
      path_of({"-DCONFIG=\"config.h\"", "-DSYS=<sys.h>", "-DX=1", "-DY", "-DZ=\"", "-DE=\"\""});
  ASSERT_THAT(path.macros, SizeIs(2));
  EXPECT_EQ(path.macros[0].header, "config.h");
  EXPECT_EQ(path.macros[1].header, "sys.h");
  EXPECT_EQ(path.macros[1].kind, Include::Kind::angled);
}

TEST(SearchPath, Language) {
  const auto cplusplus = [](std::vector<std::string> arguments, const std::string& file) {
    load::TranslationUnit unit;
    unit.file = file;
    unit.arguments = std::move(arguments);
    return is_cplusplus(unit);
  };
  EXPECT_TRUE(cplusplus({"gcc", "/a.cc"}, "/a.cc"));
  EXPECT_FALSE(cplusplus({"gcc", "/a.c"}, "/a.c"));
  EXPECT_TRUE(cplusplus({"/usr/bin/g++", "/a.c"}, "/a.c"));
  EXPECT_FALSE(cplusplus({"g++", "-x", "c", "/a.cc"}, "/a.cc"));
  EXPECT_TRUE(cplusplus({"gcc", "-x", "c++", "/a.c"}, "/a.c"));
}

}  // namespace
}  // namespace pool_audit::scan
