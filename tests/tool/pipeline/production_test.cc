// The rules that judge telemetry: the examples of their pages, and the numbers at which they speak.
#include "tool/production.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "checks/support/scratch_folder.h"
#include "tests/checks/rules/rule_sources.h"
#include "tool/telemetry/runtime_json.h"

namespace pool_audit {
namespace {

using rules::Heat;
using rules::MeasuredPool;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<const rules::Entry*> judging() {
  std::vector<const rules::Entry*> out;
  for (const rules::Entry& entry : rules::all()) {
    if (entry.rule->judge) out.push_back(&entry);
  }
  return out;
}

// A fence of C++ with those behind it, up to the next one of C++.
struct Example {
  rules::Fence source;
  std::string config;
  std::string telemetry;
};

std::vector<Example> examples_of(std::string_view page) {
  std::vector<Example> out;
  for (rules::Fence& fence : rules::fences_of(page)) {
    if (fence.language == "cpp") {
      out.emplace_back().source = std::move(fence);
    } else if (fence.language == "yaml") {
      out.back().config = fence.code;
    } else if (fence.language == "json") {
      out.back().telemetry = fence.code;
    }
  }
  return out;
}

std::vector<std::string> wrong_with(const Example& example, const rules::Rule& rule) {
  ScratchFolder folder;
  rules::write_example(example.source, folder.path());
  rules::Selection only;
  only.patterns = {std::string(rule.id)};
  report::Report report;
  report.inventory.pools = rules::built_of(folder.path(), {"example.cc"}).pools;
  TelemetryConfig config;
  EXPECT_TRUE(read_telemetry_config(example.config, "page", config));
  auto telemetry = telemetry::read_runtime_json(example.telemetry, "page");
  if (!telemetry) return {telemetry.error().to_string()};
  Production production;
  production.telemetry = std::move(*telemetry);
  production.options.thresholds = config.thresholds;
  measure(report, production, only);
  return rules::unclaimed(report.inventory.findings, folder.path(), {example.source.file});
}

TEST(TelemetryRules, ExamplesOfThePagesDoWhatTheySay) {
  ASSERT_FALSE(judging().empty());
  for (const rules::Entry* entry : judging()) {
    const std::string page(entry->page);
    const size_t clean = page.find("**Clean.**");
    const auto clean_line =
        std::count(page.begin(), page.begin() + static_cast<ptrdiff_t>(clean), '\n');
    size_t flagged = 0;
    const std::vector<Example> examples = examples_of(page);
    for (const Example& example : examples) {
      SCOPED_TRACE(std::string(entry->rule->id) + ", the example of line " +
                   std::to_string(example.source.line));
      EXPECT_THAT(wrong_with(example, *entry->rule), IsEmpty());
      const bool claims = example.source.code.find("// warn") != std::string::npos;
      EXPECT_EQ(claims, example.source.line < static_cast<uint32_t>(clean_line));
      flagged += claims ? 1 : 0;
    }
    EXPECT_GT(flagged, 0U) << entry->rule->id;
    EXPECT_GT(examples.size(), flagged) << entry->rule->id;
  }
}

// ---- the numbers

inventory::Pool pool(std::string documentation = "") {
  inventory::Pool out;
  out.id = "id";
  out.name = "buffers";
  out.place = {"a.cc", 3, 1, 3, 9, ""};
  out.documentation = std::move(documentation);
  return out;
}

std::vector<std::string> said(const MeasuredPool& measured, const char* rule,
                              std::map<std::string, long> options = {}) {
  rules::Selection selection{{rule}, {{rule, std::move(options)}}};
  std::vector<std::string> out;
  for (const auto& finding : rules::run_measured(std::vector{measured}, selection)) {
    EXPECT_EQ(finding.rule, rule);
    EXPECT_EQ(finding.place.line, 3U);
    out.push_back(finding.message);
  }
  return out;
}

class Judged : public testing::Test {
 protected:
  inventory::Pool pool_ = pool();
  MeasuredPool measured_{.pool = &pool_,
                         .heat = Heat::warm,
                         .reasons = {"at peak 85 gets/s"},
                         .missing = {},
                         .hit_rate = {},
                         .drop_rate = {},
                         .served = 1000,
                         .puts = 1000,
                         .peak = 85,
                         .peak_words = "85 gets/s",
                         .cold_below = 100,
                         .hot_above = 10'000};
};

TEST_F(Judged, ColdWhenProven) {
  EXPECT_THAT(said(measured_, "pool-cold"), IsEmpty());
  measured_.heat = Heat::cold;
  EXPECT_THAT(said(measured_, "pool-cold"),
              ElementsAre("'buffers' is cold: at peak 85 gets/s; a candidate for removal"));
  measured_.missing = {"12 of 100 scrapes"};
  EXPECT_THAT(said(measured_, "pool-cold"), IsEmpty());
  EXPECT_THAT(said(measured_, "pool-cold", {{"EvenIfUnproven", 1}}),
              ElementsAre(HasSubstr("a candidate for removal once that is proven")));
}

TEST_F(Judged, HitsFromHalf) {
  EXPECT_THAT(said(measured_, "pool-low-hit-rate"), IsEmpty()) << "nobody says";
  measured_.hit_rate = 0.5;
  EXPECT_THAT(said(measured_, "pool-low-hit-rate"), IsEmpty());
  measured_.hit_rate = 0.4999;
  EXPECT_THAT(said(measured_, "pool-low-hit-rate"),
              ElementsAre("'buffers' reuses an object in 49 % of its gets, and makes one in the "
                          "others"));
  measured_.served = 999;
  EXPECT_THAT(said(measured_, "pool-low-hit-rate"), IsEmpty());
  EXPECT_THAT(said(measured_, "pool-low-hit-rate", {{"MinimumGets", 1}}), testing::SizeIs(1));
  measured_.served = 1000;
  EXPECT_THAT(said(measured_, "pool-low-hit-rate", {{"Percent", 40}}), IsEmpty());
  measured_.heat = Heat::cold;
  EXPECT_THAT(said(measured_, "pool-low-hit-rate"), IsEmpty());
}

TEST_F(Judged, DropsUpToATenth) {
  EXPECT_THAT(said(measured_, "pool-high-drop-rate"), IsEmpty()) << "nobody says";
  measured_.drop_rate = 0.1;
  EXPECT_THAT(said(measured_, "pool-high-drop-rate"), IsEmpty());
  measured_.drop_rate = 0.1001;
  EXPECT_THAT(said(measured_, "pool-high-drop-rate"),
              ElementsAre("'buffers' drops 11 % of the objects that are put back"));
  measured_.puts = 999;
  EXPECT_THAT(said(measured_, "pool-high-drop-rate"), IsEmpty());
  measured_.puts = 1000;
  measured_.heat = Heat::cold;
  EXPECT_THAT(said(measured_, "pool-high-drop-rate"), IsEmpty());
}

TEST_F(Judged, CommentsByTheThresholdsOfTheProject) {
  struct Case {
    const char* comment;
    Heat measured;
    bool stale;
  };
  for (const Case& each :
       {Case{"~50K gets/s", Heat::hot, false}, Case{"~50K gets/s", Heat::warm, true},
        Case{"10,000 gets/s", Heat::warm, false}, Case{"10,001 gets/s", Heat::warm, true},
        Case{"100 a second", Heat::warm, false}, Case{"99 a second", Heat::cold, false},
        Case{"99 a second", Heat::hot, true}, Case{"rate: hot", Heat::hot, false},
        Case{"rate: hot", Heat::cold, true}, Case{"~50K gets/s", Heat::unmeasured, false},
        Case{"for replies", Heat::hot, false}, Case{"", Heat::hot, false}}) {
    pool_ = pool(each.comment);
    measured_.heat = each.measured;
    EXPECT_EQ(!said(measured_, "pool-stale-doc").empty(), each.stale)
        << each.comment << ", " << to_text(each.measured);
  }
}

TEST_F(Judged, Unmeasured) {
  EXPECT_THAT(said(measured_, "pool-unmeasured"), IsEmpty());
  measured_.heat = Heat::unmeasured;
  EXPECT_THAT(said(measured_, "pool-unmeasured"),
              ElementsAre("nobody knows how often 'buffers' is taken from"));
}

TEST(Selection, TelemetryIsLeftOutWithoutAny) {
  const rules::Selection all{{"pool-*"}, {}};
  for (const rules::Entry& entry : rules::all()) {
    EXPECT_EQ(rules::without_telemetry(all).runs(*entry.rule), entry.rule->judge == nullptr);
    EXPECT_EQ(rules::without_telemetry({}).runs(*entry.rule),
              entry.rule->on_by_default && entry.rule->judge == nullptr);
  }
}

// ---- the configuration

TEST(Config, IsRead) {
  TelemetryConfig config;
  ASSERT_TRUE(read_telemetry_config(
      "telemetry:\n  hot_above: 5000\n  cold_below: 50.5\n  hysteresis: 0.1\n  window_days: 7\n"
      "  points: 20\n  covered_share: 0.5\n  names: {net::Server::buffers_: net.buffers}\n"
      "  path_map: {/build/src: src}\npools: []\n",
      "a.yaml", config));
  EXPECT_EQ(config.thresholds, (verdict::Thresholds{5000, 50.5, 0.1, 7 * 86400.0, 0.5, 20}));
  EXPECT_THAT(config.names, ElementsAre(testing::Pair("net::Server::buffers_", "net.buffers")));
  EXPECT_THAT(config.path_map, ElementsAre(testing::Pair("/build/src", "src")));
  // A later file changes what it names.
  ASSERT_TRUE(read_telemetry_config("telemetry: {points: 3, names: {a: b}}", "b.yaml", config));
  EXPECT_EQ(config.thresholds.points, 3U);
  EXPECT_EQ(config.thresholds.hot_above, 5000);
  EXPECT_EQ(config.names.size(), 2U);
  ASSERT_TRUE(read_telemetry_config("", "c.yaml", config));
  ASSERT_TRUE(read_telemetry_config("telemetry:\n", "c.yaml", config));
  ASSERT_TRUE(read_telemetry_config("pools: []", "c.yaml", config));
}

TEST(Config, ErrorsSayWhereAndWhat) {
  struct Case {
    const char* yaml;
    const char* message;
  };
  for (const Case& each : {
           Case{"telemetry: 3", "'telemetry'"},
           Case{"telemetry: {hot: 3}", "hot_above"},
           Case{"telemetry: {hot_above: many}",
                "expected a number that is not negative for 'hot_above', found 'many'"},
           Case{"telemetry: {hysteresis: 2}", "expected a number from 0 to 0.99 for 'hysteresis'"},
           Case{"telemetry: {covered_share: -1}", "from 0 to 1 for 'covered_share'"},
           Case{"telemetry: {points: 1.5}", "expected a whole number for 'points'"},
           Case{"telemetry: {window_days: nan}", "for 'window_days'"},
           Case{"telemetry: {cold_below: 20000}", "'cold_below' to be at most 'hot_above'"},
           Case{"telemetry: {names: [a]}", "expected a map for 'names'"},
           Case{"telemetry: {path_map: {a: [b]}}", "a path of the source"},
       }) {
    TelemetryConfig config;
    const auto read = read_telemetry_config(each.yaml, "a.yaml", config);
    ASSERT_FALSE(read) << each.yaml;
    EXPECT_THAT(read.error().front().to_string(), HasSubstr(each.message));
    EXPECT_THAT(read.error().front().to_string(), testing::StartsWith("a.yaml:1:"));
    EXPECT_EQ(config, TelemetryConfig()) << "nothing is taken from a section that is wrong";
  }
}

}  // namespace
}  // namespace pool_audit
