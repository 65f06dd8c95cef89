// Pools with what was measured of them, from series and from counted lines.
#include "tool/verdict/assess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::verdict {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

inventory::Pool pool(std::string name, std::string file, uint32_t line) {
  inventory::Pool out;
  out.id = "id:" + name;
  out.name = std::move(name);
  out.place = {file, line, 1, line, 20, ""};
  inventory::Site get;
  get.place = {std::move(file), line + 10, 5, line + 10, 12, ""};
  get.api = "get_" + out.name;
  get.pairing = inventory::Pairing::all_paths;
  out.sites = {get};
  return out;
}

inventory::Inventory program() {
  inventory::Inventory out;
  out.pools = {pool("a", "src/a.cc", 3), pool("b", "src/b.cc", 3)};
  return out;
}

telemetry::Series series(std::string name, double gets) {
  telemetry::Series out;
  out.pool.name = std::move(name);
  out.instance.id = "p";
  out.points = {{0, {}}, {10, {.hits = gets}}};
  return out;
}

TEST(Assess, JoinsSeriesAndListsTheRest) {
  telemetry::Telemetry telemetry;
  telemetry.series = {series("a", 1e6), series("none", 5)};
  const Assessment out = assess(program(), telemetry, {});
  ASSERT_EQ(out.pools.size(), 2U);
  EXPECT_EQ(out.pools[0].verdict.class_, Class::hot);
  EXPECT_EQ(out.pools[0].confidence, Confidence::name);
  EXPECT_EQ(out.pools[1].verdict.action, Action::instrument);
  EXPECT_EQ(out.measurements, out.joined + out.leftovers.size());
  EXPECT_THAT(out.leftovers, ElementsAre(Leftover{"none", "no pool is called 'none'"}));
  EXPECT_EQ(out.measured_pools(), 1U);
}

TEST(Assess, CountsTheLinesOfGets) {
  telemetry::Telemetry telemetry;
  telemetry.lines = {{"/build/src/a.cc", 13, 0, 14, 0, "", 5000, 10, "cov"},
                     {"/build/src/a.cc", 14, 0, 15, 0, "", 9000, 10, "cov"}};
  const Assessment out = assess(program(), telemetry, {});
  ASSERT_TRUE(out.pools[0].measured);
  EXPECT_DOUBLE_EQ(out.pools[0].measured->process.peak, 500);
  EXPECT_EQ(out.pools[0].confidence, Confidence::site);
  EXPECT_FALSE(out.pools[0].measured->hit_rate());
  EXPECT_FALSE(out.pools[1].measured);
}

TEST(Assess, CountsCallsOfTheFunctionThatOnePoolIsTakenFromBy) {
  telemetry::Telemetry telemetry;
  telemetry.lines = {{"", 0, 0, 0, 0, "ns::get_b(int)", 200, 10, "trace"},
                     {"", 0, 0, 0, 0, "other", 1, 10, "trace"}};
  const Assessment out = assess(program(), telemetry, {});
  ASSERT_TRUE(out.pools[1].measured);
  EXPECT_DOUBLE_EQ(out.pools[1].measured->process.peak, 20);
  EXPECT_EQ(out.pools[1].confidence, Confidence::type);
  EXPECT_THAT(out.leftovers, ElementsAre(Leftover{"function other", "no get calls it"}));
}

TEST(Assess, FindingsDecideWithTheRate) {
  inventory::Inventory bad = program();
  bad.findings.resize(2);
  bad.findings[0].pool = bad.findings[1].pool = "id:a";
  bad.findings[0].rule = "pool-missing-put";
  bad.findings[1].rule = "pool-missing-put";
  bad.findings[1].suppressed = inventory::Suppressed{};
  telemetry::Telemetry telemetry;
  telemetry.series = {series("a", 1e6)};
  AssessOptions options;
  options.concern = [](const std::string& rule) {
    return rule == "pool-missing-put" ? Concern::use : Concern::design;
  };
  const Assessment out = assess(bad, telemetry, options);
  EXPECT_EQ(out.pools[0].verdict.action, Action::review);
  EXPECT_THAT(out.pools[0].verdict.reasons, testing::Contains(HasSubstr("1 finding about")));
}

TEST(Assess, FindingsThatFollowFromTheTelemetryDecideNothing) {
  inventory::Inventory bad = program();
  bad.findings.resize(1);
  bad.findings[0].pool = "id:a";
  telemetry::Telemetry telemetry;
  telemetry.series = {series("a", 1e6)};
  AssessOptions options;
  options.concern = [](const std::string&) { return Concern::none; };
  EXPECT_EQ(assess(bad, telemetry, options).pools[0].verdict.action, Action::leave);
}

TEST(Assess, VerdictsFollowFindingsThatComeLater) {
  inventory::Inventory later = program();
  telemetry::Telemetry telemetry;
  telemetry.series = {series("a", 1e6)};
  Assessment out = assess(later, telemetry, {});
  EXPECT_EQ(out.pools[0].verdict.action, Action::leave);
  later.findings.resize(1);
  later.findings[0].pool = "id:a";
  judge_again(out, later, {});
  EXPECT_EQ(out.pools[0].verdict.action, Action::review);
  EXPECT_EQ(out, assess(later, telemetry, {}));
}

TEST(Assess, EachSourceOfCountsIsAProcess) {
  telemetry::Telemetry telemetry;
  telemetry.lines = {{"src/a.cc", 13, 0, 14, 0, "", 5000, 10, "one"},
                     {"src/a.cc", 13, 0, 14, 0, "", 3000, 100, "two"}};
  const Assessment out = assess(program(), telemetry, {});
  ASSERT_TRUE(out.pools[0].measured);
  EXPECT_DOUBLE_EQ(out.pools[0].measured->process.peak, 500);
  EXPECT_DOUBLE_EQ(out.pools[0].measured->fleet.peak, 530);
  EXPECT_EQ(out.pools[0].measured->instances.size(), 2U);
  EXPECT_EQ(out.pools[0].measured->end, 0) << "nobody knows when";
  EXPECT_EQ(out.measurements, 2U);
  EXPECT_EQ(out.joined, 2U);
}

TEST(Assess, APoolThatCountsItselfNeedsNoCountsOfLines) {
  telemetry::Telemetry telemetry;
  telemetry.series = {series("a", 100)};
  telemetry.lines = {{"src/a.cc", 13, 0, 14, 0, "", 5000, 10, "cov"}};
  const Assessment out = assess(program(), telemetry, {});
  EXPECT_DOUBLE_EQ(out.pools[0].measured->process.peak, 10);
  EXPECT_EQ(out.pools[0].measured->sources, std::vector<std::string>());
  EXPECT_EQ(out.pools[0].confidence, Confidence::name);
}

TEST(Assess, LinesOfAnotherRevisionAreMapped) {
  telemetry::Telemetry telemetry;
  telemetry.lines = {{"src/a.cc", 3, 0, 4, 0, "", 5000, 10, "cov", "old"},
                     {"src/b.cc", 13, 0, 14, 0, "", 700, 10, "cov", "old"},
                     {"src/b.cc", 14, 0, 15, 0, "", 900, 10, "cov", "gone"}};
  AssessOptions options;
  options.join.revision = "new";
  options.join.map_line = [](std::string_view revision, std::string_view file,
                             uint32_t line) -> std::optional<Where> {
    if (revision != "old") return std::nullopt;
    if (file == "src/b.cc") return Where{std::string(file), line, true};
    return Where{std::string(file), line + 10, false};
  };
  const Assessment out = assess(program(), telemetry, options);
  ASSERT_TRUE(out.pools[0].measured);
  EXPECT_DOUBLE_EQ(out.pools[0].measured->process.peak, 500);
  EXPECT_EQ(out.pools[0].confidence, Confidence::mapped);
  EXPECT_DOUBLE_EQ(out.pools[1].measured->process.peak, 70);
  EXPECT_EQ(out.pools[1].confidence, Confidence::site) << "its file is as it was";
}

}  // namespace
}  // namespace pool_audit::verdict
