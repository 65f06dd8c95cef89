// What changed between two states.
#include "tool/compare/compare.h"

#include <gtest/gtest.h>

namespace pool_audit::compare {
namespace {

using inventory::Finding;
using inventory::Inventory;
using inventory::Pool;
using verdict::Class;

Finding finding(std::string rule, char mark, uint32_t line = 1) {
  Finding out;
  out.rule = std::move(rule);
  out.place = {"src/a.cc", line, 1, line, 2, ""};
  out.message = std::string("finding ") + mark;
  out.fingerprint = std::string(32, mark);
  return out;
}

Pool pool(std::string id) {
  Pool out;
  out.name = "name of " + id;
  out.id = std::move(id);
  return out;
}

std::string marks(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& each : findings) out += each.fingerprint.front();
  return out;
}

verdict::Assessment classes(std::initializer_list<Class> list) {
  verdict::Assessment out;
  for (const Class each : list) out.pools.emplace_back().verdict.class_ = each;
  return out;
}

TEST(Compare, SortsFindingsByFingerprintAlone) {
  Inventory before;
  Inventory after;
  before.findings = {finding("pool-x", 'a', 1), finding("pool-x", 'b', 2),
                     finding("pool-x", 'c', 3)};
  after.findings = {finding("pool-x", 'd', 1), finding("pool-x", 'b', 90)};
  const Comparison out = compare("main", {&before}, {&after}, {});
  EXPECT_EQ(out.before, "main");
  EXPECT_EQ(marks(out.introduced), "d");
  EXPECT_EQ(marks(out.unchanged), "b");
  EXPECT_EQ(out.unchanged[0].place.line, 90U);  // as it stands after
  EXPECT_EQ(marks(out.fixed), "ac");
  EXPECT_TRUE(out.unchecked.empty());
}

TEST(Compare, SuppressedIsNotThere) {
  Inventory before;
  Inventory after;
  before.findings = {finding("pool-x", 'a'), finding("pool-x", 'b')};
  after.findings = before.findings;
  before.findings[1].suppressed.emplace();
  after.findings[0].suppressed.emplace();
  const Comparison out = compare("main", {&before}, {&after}, {});
  EXPECT_EQ(marks(out.introduced), "b");
  EXPECT_EQ(marks(out.fixed), "a");
  EXPECT_EQ(marks(out.unchanged), "");
}

TEST(Compare, NothingIsFixedWhereNobodyLooked) {
  Inventory before;
  const Inventory after;
  before.findings = {finding("pool-x", 'a'), finding("pool-y", 'b')};
  const Comparison part = compare("main", {&before}, {&after}, {false, {}});
  EXPECT_EQ(marks(part.fixed), "");
  EXPECT_EQ(marks(part.unchecked), "ab");
  const Comparison one_rule = compare("main", {&before}, {&after}, {true, {"pool-y"}});
  EXPECT_EQ(marks(one_rule.fixed), "b");
  EXPECT_EQ(marks(one_rule.unchecked), "a");
}

TEST(Compare, PoolsThatCameAndWentAndChangedClass) {
  Inventory before;
  Inventory after;
  before.pools = {pool("p"), pool("q"), pool("r")};
  after.pools = {pool("n"), pool("q"), pool("r")};
  const auto was = classes({Class::hot, Class::hot, Class::warm});
  const auto is = classes({Class::cold, Class::cold, Class::warm});
  const Comparison out = compare("main", {&before, &was}, {&after, &is}, {});
  EXPECT_EQ(out.added_pools, std::vector<std::string>{"name of n"});
  EXPECT_EQ(out.removed_pools, std::vector<std::string>{"name of p"});
  ASSERT_EQ(out.classes.size(), 1U);
  EXPECT_EQ(out.classes[0], (ClassChange{"q", "name of q", {}, Class::hot, Class::cold}));
}

TEST(Compare, WithoutTelemetryThereAreNoClasses) {
  Inventory both;
  both.pools = {pool("p")};
  EXPECT_TRUE(compare("main", {&both}, {&both}, {}).classes.empty());
  const auto is = classes({Class::warm});
  const Comparison out = compare("main", {&both}, {&both, &is}, {});
  ASSERT_EQ(out.classes.size(), 1U);
  EXPECT_EQ(out.classes[0].before, Class::unmeasured);
}

TEST(OnlyNew, LeavesOutWhatIsUnchanged) {
  Inventory before;
  Inventory after;
  before.findings = {finding("pool-x", 'a'), finding("pool-x", 's')};
  after.findings = {finding("pool-x", 'a'), finding("pool-x", 'b'), finding("pool-x", 's')};
  after.findings[2].suppressed.emplace();
  const Inventory shown = only_new(after, compare("main", {&before}, {&after}, {}));
  EXPECT_EQ(marks(shown.findings), "bs");
}

}  // namespace
}  // namespace pool_audit::compare
