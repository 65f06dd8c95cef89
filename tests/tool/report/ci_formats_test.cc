// The formats of CI systems: what each needs of a finding, and text that tries to break out of
// them.
#include "tool/report/ci_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/tool/report/sample.h"
#include "tool/report/utf8.h"

namespace pool_audit::report {
namespace {

using inventory::Finding;
using inventory::Inventory;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const RuleInfos kRules = {
    {"pool-missing-put", "an object is lost", "# pool-missing-put\n", "checkout", Level::warning,
     true},
    {"pool-tiny-type", "an object is tiny", "# pool-tiny-type\n", "design", Level::note, true}};

Inventory sample() {
  Inventory out;
  out.tool_version = "0.1.0";
  out.pools.resize(1);
  out.pools[0].id = "p";
  out.pools[0].name = "net::buffers";
  Finding lost;
  lost.rule = "pool-missing-put";
  lost.pool = "p";
  lost.place = {"src/a b.cc", 3, 7, 3, 12, ""};
  lost.function = "f";
  lost.message = "lost: 100%, <&\"\n::error ::";
  lost.notes = {{{"src/a b.cc", 4, 1, 4, 2, ""}, "lost here"}};
  lost.fingerprint = "0123";
  lost.edits = {{{"src/a b.cc", 5, 3, 5, 3, ""}, "put(p);\n"}};
  Finding hidden = lost;
  hidden.rule = "pool-tiny-type";
  hidden.message = "=cmd()";
  hidden.suppressed = inventory::Suppressed{inventory::SuppressionKind::nolint, "known", {}};
  out.findings = {lost, hidden};
  inventory::Unit failed;
  failed.file = "src/bad.cc";
  failed.state = inventory::UnitState::failed;
  failed.reason = "no such file";
  out.units = {failed};
  return out;
}

TEST(CiFormats, Sarif) {
  const json log =
      json::parse(render_sarif({sample()}, kRules, [](const std::string&, uint32_t line) {
        return line == 3 ? std::optional<std::string>("\xC3\xA9\xC3\xA9  get()") : std::nullopt;
      }));
  const json& run = log["runs"][0];
  EXPECT_EQ(log["version"], "2.1.0");
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["name"], "MissingPut");
  EXPECT_THAT(run["tool"]["driver"]["informationUri"].get<std::string>(),
              testing::StartsWith("data:text/plain,pool-audit%20"));
  const json& result = run["results"][0];
  EXPECT_EQ(result["ruleIndex"], 0);
  EXPECT_EQ(result["level"], "warning");
  const json& place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "src/a%20b.cc");
  EXPECT_EQ(place["region"]["startColumn"], 5) << "two characters of two bytes stand before it";
  EXPECT_EQ(result["codeFlows"][0]["threadFlows"][0]["locations"].size(), 1U);
  EXPECT_EQ(result["partialFingerprints"]["poolAudit/v1"], "0123");
  EXPECT_EQ(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
            "put(p);\n");
  EXPECT_FALSE(result.contains("suppressions"));
  EXPECT_EQ(run["results"][1]["suppressions"][0]["kind"], "inSource");
  EXPECT_EQ(run["results"][1]["suppressions"][0]["justification"], "known");
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
}

TEST(CiFormats, GitHub) {
  const std::string text = render_github({sample()}, kRules);
  EXPECT_THAT(text, HasSubstr("::warning file=src/a b.cc,line=3,col=7,endColumn=12,"
                              "title=pool-missing-put::lost: 100%25, <&\"%0A::error ::"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << "a command a finding, and none that is hidden";
}

TEST(CiFormats, GitLab) {
  const json issues = json::parse(render_gitlab({sample()}, kRules));
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues[0]["fingerprint"], "0123");
  EXPECT_EQ(issues[0]["location"]["lines"]["begin"], 3);
}

TEST(CiFormats, JUnit) {
  const std::string text = render_junit({sample()}, kRules);
  EXPECT_THAT(text, HasSubstr("tests=\"3\" failures=\"1\" errors=\"1\""));
  EXPECT_THAT(text, HasSubstr("lost: 100%, &lt;&amp;&quot;&#10;"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"pool-audit\" name=\"pool-tiny-type\"/>"));
}

TEST(CiFormats, Csv) {
  const std::string text = render_csv({sample()});
  EXPECT_THAT(text, HasSubstr("\"lost: 100%, <&\"\"\n::error ::\",0123,,\r\n"));
  EXPECT_THAT(text, HasSubstr(",'=cmd(),0123,known,\r\n")) << "no formula";
}

TEST(CiFormats, FindingsHaveTheClassOfTheirPool) {
  const json log = json::parse(render_sarif(sample_report(), kRules, {}));
  const json& known = log["runs"][0]["results"][0]["properties"];
  EXPECT_EQ(known["pool"], "sessions");
  EXPECT_EQ(known["poolClass"], "unmeasured");
  EXPECT_EQ(known["poolAction"], "instrument");
  EXPECT_FALSE(known.contains("peakGetsPerSecond"));
  const json& warm = log["runs"][0]["results"][2]["properties"];
  EXPECT_EQ(warm["poolClass"], "warm");
  EXPECT_EQ(warm["peakGetsPerSecond"], 400);
  const json& of_none = log["runs"][0]["results"][1];
  EXPECT_FALSE(of_none.contains("properties"));
  const std::string csv = render_csv(sample_report());
  EXPECT_THAT(csv, HasSubstr(",00112233445566778899aabbccddeeff,,unmeasured\r\n"));
  EXPECT_THAT(csv, HasSubstr(",moved out with the old protocol,warm\r\n"));
}

TEST(Utf8, IsCleanedAndCounted) {
  EXPECT_EQ(clean_utf8("a\xFFz\x01\n\xC2\x85"), "a\xEF\xBF\xBDz\xEF\xBF\xBD\n\xEF\xBF\xBD");
  EXPECT_EQ(character_column("\xC3\xA9x", 3), 2U);
  EXPECT_EQ(character_column("ab", 5), 5U);
  EXPECT_EQ(character_column("\xFF\xFF", 2), 2U);
  EXPECT_EQ(character_column("", 0), 0U);
}

}  // namespace
}  // namespace pool_audit::report
