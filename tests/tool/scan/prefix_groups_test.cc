#include "tool/scan/prefix_groups.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/tool/scan/project.h"

namespace pool_audit::scan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PrefixCandidate candidate(size_t unit, const std::string& letters, const std::string& flags = "") {
  PrefixCandidate out;
  out.unit = unit;
  out.flags = flags;
  for (const char c : letters) out.items.push_back({std::string(1, c), std::string(1, c), 1});
  return out;
}

std::vector<std::string> choose(std::vector<PrefixCandidate> candidates) {
  std::vector<std::string> out;
  for (const PrefixGroup& group : choose_prefix_groups(std::move(candidates))) {
    std::string text;
    for (const std::string& line : group.lines) text += line;
    for (const size_t unit : group.units) text += ' ' + std::to_string(unit);
    out.push_back(text);
  }
  return out;
}

TEST(PrefixGroups, FourOrMoreWithOneBeginning) {
  EXPECT_THAT(
      choose({candidate(0, "abx"), candidate(1, "aby"), candidate(2, "ab"), candidate(3, "abz")}),
      ElementsAre("ab 0 1 2 3"));
  EXPECT_THAT(choose({candidate(0, "ab"), candidate(1, "ab"), candidate(2, "ab")}), IsEmpty());
  EXPECT_THAT(choose({candidate(0, "a"), candidate(1, "b"), candidate(2, "c"), candidate(3, "d")}),
              IsEmpty());
  EXPECT_THAT(choose({candidate(0, ""), candidate(1, ""), candidate(2, ""), candidate(3, "")}),
              IsEmpty());
}

TEST(PrefixGroups, FlagsMustBeTheSame) {
  EXPECT_THAT(choose({candidate(0, "a", "x"), candidate(1, "a", "x"), candidate(2, "a", "y"),
                      candidate(3, "a", "y")}),
              IsEmpty());
}

TEST(PrefixGroups, SplitsWhereThatSharesMore) {
  std::vector<PrefixCandidate> candidates;
  for (size_t i = 0; i < 5; ++i) candidates.push_back(candidate(i, "abcd"));
  for (size_t i = 5; i < 10; ++i) candidates.push_back(candidate(i, "aefg"));
  EXPECT_THAT(choose(candidates), ElementsAre("abcd 0 1 2 3 4", "aefg 5 6 7 8 9"));
  // A single further header does not pay for a second precompilation.
  candidates.clear();
  for (size_t i = 0; i < 4; ++i) candidates.push_back(candidate(i, "abcdefx"));
  for (size_t i = 4; i < 8; ++i) candidates.push_back(candidate(i, "abcdefy"));
  EXPECT_THAT(choose(candidates), ElementsAre("abcdef 0 1 2 3 4 5 6 7"));
}

TEST(PrefixGroups, TheRestOfASplitIsAGroupToo) {
  std::vector<PrefixCandidate> candidates;
  for (size_t i = 0; i < 8; ++i) candidates.push_back(candidate(i, "abcdefgh"));
  for (size_t i = 8; i < 12; ++i)
    candidates.push_back(candidate(i, std::string("a") + char('m' + i)));
  EXPECT_THAT(choose(candidates), ElementsAre("abcdefgh 0 1 2 3 4 5 6 7", "a 8 9 10 11"));
}

TEST(PrefixGroups, ItemsWithoutHeadersAreWorthNothing) {
  std::vector<PrefixCandidate> candidates;
  for (size_t i = 0; i < 4; ++i) {
    PrefixCandidate one = candidate(i, "abc");
    one.items[1].includes = 0;
    one.items[2].includes = 0;
    candidates.push_back(one);
  }
  EXPECT_THAT(choose(candidates), ElementsAre("a 0 1 2 3"));
}

TEST(PrefixGroups, OrderOfCandidatesDoesNotMatter) {
  std::mt19937 random(5);
  std::vector<PrefixCandidate> candidates;
  for (size_t i = 0; i < 200; ++i) {
    std::string letters;
    for (size_t j = 0; j < 6; ++j) letters += static_cast<char>('a' + random() % 2);
    candidates.push_back(candidate(i, letters));
  }
  const auto expected = choose(candidates);
  EXPECT_FALSE(expected.empty());
  for (int round = 0; round < 5; ++round) {
    std::shuffle(candidates.begin(), candidates.end(), random);
    EXPECT_EQ(choose(candidates), expected);
  }
}

TEST(PrefixGroups, LongChainsNeedNoDeepStack) {
  std::vector<PrefixCandidate> candidates;
  for (size_t i = 0; i < 1000; ++i) candidates.push_back(candidate(i, std::string(i, 'a')));
  EXPECT_FALSE(choose(candidates).empty());
}

class ScannedPrefixTest : public ::testing::Test {
 protected:
  std::vector<PrefixGroup> groups() {
    Scanner scanner(project.work());
    std::vector<size_t> units(project.list.units.size());
    for (size_t i = 0; i < units.size(); ++i) units[i] = i;
    return scanner.prefix_groups(units);
  }
  void four(const std::string& text, const std::string& folder = "src/") {
    for (const char* name : {"a.cc", "b.cc", "c.cc", "d.cc"}) {
      project.unit(folder + name, text + "int " + name[0] + ";\n");
    }
  }

  test::Project project;
};

TEST_F(ScannedPrefixTest, LinesOfTheHeader) {
  four(
      "// c\n#ifdef HAVE_CONFIG_H\n#include \"config.h\"\n#endif\n#include <vector>\n"
      "#include \"x.h\"\n");
  project.write("src/config.h", "#ifndef C\n#define C\n#endif\n");
  project.write("src/x.h", "#pragma once\n");
  const auto found = groups();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].units, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(found[0].lines, ElementsAre("#ifdef HAVE_CONFIG_H\n#include \"" +
                                              project.tree.path("src/config.h") + "\"\n#endif",
                                          "#include <vector>",
                                          "#include \"" + project.tree.path("src/x.h") + "\""));
}

TEST_F(ScannedPrefixTest, UnguardedHeadersEndThePrefix) {
  four("#include <vector>\n#include \"most.h\"\n#include \"ops.def\"\n#include <map>\n");
  project.write("src/most.h",
                "#pragma once\n#include <a>\n#include <b>\n#include <c>\n#include <d>\n");
  project.write("src/ops.def", "OP(1)\n");
  const auto found = groups();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].lines, ElementsAre("#include <vector>",
                                          "#include \"" + project.tree.path("src/most.h") + "\""));
}

TEST_F(ScannedPrefixTest, UnitsOfWhichItIsASmallPartAreLeftOut) {
  four("#include <vector>\n#include <map>\n#include <string>\n");
  // Reaches three headers through the common beginning, and two more.
  project.unit(
      "src/e.cc",
      "#include <vector>\n#include <map>\n#include <string>\n#include \"own.h\"\nint e;\n");
  project.write("src/own.h", "#pragma once\n#include <regex>\n");
  const auto found = groups();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].units, ElementsAre(0, 1, 2, 3));
  // Three that are left are no group.
  project.write("src/d.cc",
                "#include <vector>\n#include <map>\n#include <string>\n#include \"own.h\"\n");
  EXPECT_THAT(groups(), IsEmpty());
}

TEST_F(ScannedPrefixTest, TheSameSpellingMayMeanDifferentHeaders) {
  for (const char* folder : {"one/", "two/", "three/", "four/"}) {
    project.unit(std::string(folder) + "a.cc", "#include \"x.h\"\n");
    project.write(std::string(folder) + "x.h", "#pragma once\n");
  }
  EXPECT_THAT(groups(), IsEmpty());
}

TEST_F(ScannedPrefixTest, CAndCplusplusAreApart) {
  for (const char* name : {"a.c", "b.c", "c.cc", "d.cc"}) project.unit(name, "#include <x.h>\n");
  for (auto& unit : project.list.units) unit.arguments[0] = "cc";
  EXPECT_THAT(groups(), IsEmpty());
}

}  // namespace
}  // namespace pool_audit::scan
