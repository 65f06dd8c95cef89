#include "tool/verdict/join.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::verdict {
namespace {

using inventory::Pool;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Pool pool(std::string name, std::string type, std::string file, uint32_t line, uint32_t end = 0) {
  Pool out;
  out.name = std::move(name);
  out.pooled.name = std::move(type);
  out.place = {std::move(file), line, 1, end == 0 ? line : end, 1, ""};
  return out;
}

const std::vector<Pool> kPools = {
    pool("net::packets", "Packet", "src/net/packets.cc", 10, 12),
    pool("buffers", "std::vector<char>", "src/buffers.cc", 5),
    pool("others", "Other", "src/a.cc", 7),
    pool("more_others", "Other", "src/b.cc", 7),
};

Label label(std::string name, std::string type, std::string file, uint32_t line,
            std::string revision = "") {
  return {{std::move(name), "", std::move(type), std::move(file), line}, std::move(revision)};
}

Match one(const Label& of, const Rules& rules = {}) {
  const std::vector<Label> labels = {of};
  const Joined joined = join(kPools, labels, rules);
  EXPECT_EQ(joined.matches.size() + joined.labels.size(), 1U);
  return joined.matches.empty() ? Match{} : joined.matches.front();
}

std::string why(const Label& of, const Rules& rules = {}) {
  const std::vector<Label> labels = {of};
  const Joined joined = join(kPools, labels, rules);
  return joined.labels.empty() ? "" : joined.labels.front().reason;
}

TEST(Join, ByName) {
  EXPECT_EQ(one(label("net::packets", "", "", 0)), (Match{0, 0, Confidence::name}));
  Rules rules;
  rules.names = {{"buffers", "io.buffers"}};
  EXPECT_EQ(one(label("io.buffers", "", "", 0), rules), (Match{0, 1, Confidence::name}));
}

TEST(Join, ByTheNameThatItHasAtRunTime) {
  std::vector<Pool> named = kPools;
  named[2].runtime_name = "net.others";
  const std::vector<Label> labels = {label("net.others", "", "", 0)};
  EXPECT_THAT(join(named, labels, {}).matches, ElementsAre(Match{0, 2, Confidence::name}));
}

TEST(Join, ByThePlaceOfItsConstruction) {
  std::vector<Pool> made = kPools;
  made[2].made_at = {{"src/server.cc", 40, 5, 41, 9, ""}};
  const std::vector<Label> labels = {label("", "", "server.cc", 41)};
  EXPECT_THAT(join(made, labels, {}).matches, ElementsAre(Match{0, 2, Confidence::site}));
}

Pool of_class(std::string name, std::string of, std::string type, std::string file) {
  Pool out = pool(std::move(name), std::move(type), std::move(file), 3);
  out.type = std::move(of);
  return out;
}

TEST(Join, ByTheClassThatCounts) {
  const std::vector<Pool> pools = {
      of_class("pages", "net::Spares<net::Page, 8>", "net::Page", "a.cc"),
      of_class("leaves", "net::Spares<net::Leaf>", "net::Leaf", "a.cc"),
      of_class("sent", "(anonymous namespace)::Pool", "Card", "a.cc"),
      of_class("cards", "Card", "Card", "a.cc")};
  const std::vector<Label> labels = {
      label("net::Spares<net::Page,8>", "net::Page", "spares.h", 20),
      label("net::Spares<net::Leaf>", "net::Leaf", "spares.h", 20),
      label("{anonymous}::Pool", "Card", "a.cc", 2),
      label("net::Spares<net::Page, 4>", "net::Other", "spares.h", 20),
      label("Card", "Other", "spares.h", 20),  // the name of an object is no name of its pool
  };
  const Joined joined = join(pools, labels, {});
  EXPECT_THAT(joined.matches,
              ElementsAre(Match{0, 0, Confidence::name}, Match{1, 1, Confidence::name},
                          Match{2, 2, Confidence::name}));
}

TEST(Join, WhatCountsSeveralPoolsIsOfNone) {
  // Also when one alone stands where the class does.
  std::vector<Pool> pools = {of_class("sent", "Letters", "Letter", "letters.h"),
                             of_class("received", "Letters", "Letter", "main.cc")};
  const std::vector<Label> labels = {label("Letters", "Letter", "letters.h", 9, "old")};
  const Joined both = join(pools, labels, {});
  EXPECT_THAT(both.matches, IsEmpty());
  ASSERT_EQ(both.labels.size(), 1U);
  EXPECT_EQ(both.labels.front().reason, "it counts 2 pools of one class together: sent, received");
  pools.pop_back();
  EXPECT_THAT(join(pools, labels, {}).matches, ElementsAre(Match{0, 0, Confidence::name}));
  // What is one pool now may have been two when it was measured.
  Rules rules;
  rules.revision = "new";
  EXPECT_THAT(join(pools, labels, rules).matches, ElementsAre(Match{0, 0, Confidence::type}));
}

TEST(Join, BySite) {
  EXPECT_EQ(one(label("", "", "/build/x/src/net/packets.cc", 12)), (Match{0, 0, Confidence::site}));
  EXPECT_EQ(one(label("unknown", "", "packets.cc", 10)), (Match{0, 0, Confidence::site}));
  EXPECT_THAT(why(label("", "", "src/net/packets.cc", 13)),
              HasSubstr("no pool is declared at src/net/packets.cc:13"));
}

TEST(Join, AnotherRevisionNeedsTheDiff) {
  Rules rules;
  rules.revision = "new";
  const Label old = label("", "", "src/buffers.cc", 3, "old");
  EXPECT_THAT(why(old, rules), HasSubstr("at revision old"));
  rules.map_line = [](std::string_view revision, std::string_view file, uint32_t line) {
    EXPECT_EQ(revision, "old");
    EXPECT_EQ(file, "src/buffers.cc");
    return line == 3 ? std::optional(Where{"src/buffers.cc", 5}) : std::nullopt;
  };
  EXPECT_EQ(one(old, rules), (Match{0, 1, Confidence::mapped}));
  EXPECT_EQ(one(label("", "", "src/buffers.cc", 5, "new"), rules), (Match{0, 1, Confidence::site}));
}

TEST(Join, ByTheOnlyPoolOfItsType) {
  EXPECT_EQ(one(label("", "std::vector< char >", "", 0)), (Match{0, 1, Confidence::type}));
  EXPECT_EQ(why(label("", "Other", "", 0)), "2 pools have the type 'Other'");
}

TEST(Join, APlaceThatIsWrongIsNotGuessedByType) {
  // Its type is found elsewhere, so that the weaker join stands, and is called what it is.
  EXPECT_EQ(one(label("", "Packet", "src/elsewhere.cc", 1)).confidence, Confidence::type);
}

TEST(Join, ListsTheRestOfBothSides) {
  const std::vector<Label> labels = {label("none", "", "", 0), label("buffers", "", "", 0),
                                     label("buffers", "", "", 0, "r2")};
  const Joined joined = join(kPools, labels, {});
  EXPECT_THAT(joined.matches,
              ElementsAre(Match{1, 1, Confidence::name}, Match{2, 1, Confidence::name}));
  EXPECT_THAT(joined.labels, ElementsAre(Unmatched{0, "no pool is called 'none'"}));
  EXPECT_THAT(joined.unmeasured, ElementsAre(0, 2, 3));
}

TEST(Join, TwoPoolsOfOneNameAreToldApartByPlaceAndType) {
  const std::vector<Pool> twins = {pool("p", "A", "src/a.cc", 1), pool("p", "B", "src/b.cc", 1)};
  const std::vector<Label> labels = {label("p", "B", "", 0), label("p", "", "src/a.cc", 9),
                                     label("p", "", "", 0)};
  const Joined joined = join(twins, labels, {});
  EXPECT_THAT(joined.matches,
              ElementsAre(Match{0, 1, Confidence::name}, Match{1, 0, Confidence::name}));
  EXPECT_THAT(joined.labels, ElementsAre(Unmatched{2, "2 pools have the name 'p'"}));
}

TEST(SamePath, IsTheEndInWholeComponents) {
  EXPECT_TRUE(same_path("src/a.cc", "src/a.cc"));
  EXPECT_TRUE(same_path("/x/src/a.cc", "src/a.cc"));
  EXPECT_TRUE(same_path("a.cc", "./src/a.cc"));
  EXPECT_FALSE(same_path("src/ba.cc", "a.cc"));
  EXPECT_FALSE(same_path("src/a.cc", "b.cc"));
  EXPECT_FALSE(same_path("", "a.cc"));
}

}  // namespace
}  // namespace pool_audit::verdict
