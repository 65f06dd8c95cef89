// The JSON report: written, read back, and refused where it is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/tool/report/golden.h"
#include "tests/tool/report/sample.h"
#include "tool/report/json_locate.h"
#include "tool/report/report.h"

namespace pool_audit::report {
namespace {

using inventory::Finding;
using inventory::Inventory;
using Json = nlohmann::ordered_json;
using testing::HasSubstr;

// validate.py validates all of these against the schema.
TEST(Json, IsAsRecorded) {
  expect_golden("report.json", render_json({sample_inventory()}));
  expect_golden("report-empty.json", render_json({}));
  expect_golden("report-hostile.json", render_json({hostile_inventory()}));
  expect_golden("report-telemetry.json", render_json(sample_report()));
  expect_golden("report-hostile-telemetry.json", render_json(hostile_report()));
}

TEST(Json, ReadsBackWhatItWrote) {
  for (const Report& all : {Report{sample_inventory()}, Report{hostile_inventory()}, Report{},
                            sample_report(), hostile_report()}) {
    const auto back = parse_json(render_json(all));
    ASSERT_TRUE(back) << back.error().to_string();
    EXPECT_EQ(*back, all);
  }
}

TEST(Json, LayoutIsThatOfTheSameValue) {
  // The one-line layout of short values is this project's own: it must not change the value.
  const std::string text = render_json({sample_inventory()});
  const Json value = Json::parse(text);
  EXPECT_EQ(value["pools"][0]["sites"][0]["place"]["macro"], "BT_NEW");
  EXPECT_EQ(value["summary"]["gets"]["unproven"], 4);
  EXPECT_EQ(value.begin().key(), "schema_version");
}

TEST(Json, BytesThatAreNotUtf8AreReplaced) {
  Inventory odd = sample_inventory();
  odd.pools[0].name = "caf\xe9::pool\xff";
  odd.pools[0].documentation = std::string("nul\0and\x1b", 8);
  const auto back = parse_json(render_json({odd}));
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(back->inventory.pools[0].name, "caf\xEF\xBF\xBD::pool\xEF\xBF\xBD");
  EXPECT_EQ(back->inventory.pools[0].documentation, odd.pools[0].documentation);
}

TEST(Json, ReportsOfVersion10HaveNoFindings) {
  nlohmann::json report = nlohmann::json::parse(render_json({sample_inventory()}));
  report.erase("findings");
  report["schema_version"] = "1.0";
  const auto read = parse_json(report.dump());
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_TRUE(read->inventory.findings.empty());
  EXPECT_EQ(read->inventory.pools, sample_inventory().pools);
}

TEST(Json, FindingsOfVersion11HaveNoEdits) {
  nlohmann::json report = nlohmann::json::parse(render_json({sample_inventory()}));
  for (nlohmann::json& finding : report["findings"]) finding.erase("edits");
  report["schema_version"] = "1.1";
  const auto read = parse_json(report.dump());
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->inventory.findings.size(), sample_inventory().findings.size());
  for (const Finding& finding : read->inventory.findings) EXPECT_TRUE(finding.edits.empty());
}

TEST(Json, FindingsOfVersion11HaveNoFingerprint) {
  nlohmann::json report = nlohmann::json::parse(render_json({sample_inventory()}));
  report.erase("suppressions");
  for (auto& finding : report["findings"]) {
    finding.erase("fingerprint");
    finding.erase("suppressed");
  }
  report["schema_version"] = "1.1";
  const auto read = parse_json(report.dump());
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_TRUE(read->inventory.suppressions.empty());
  ASSERT_EQ(read->inventory.findings.size(), sample_inventory().findings.size());
  EXPECT_EQ(read->inventory.findings[0].fingerprint, "");
  EXPECT_FALSE(read->inventory.findings[2].suppressed);
}

TEST(Json, ReportsOfVersion12HaveNoTelemetry) {
  nlohmann::json report = nlohmann::json::parse(render_json(sample_report()));
  for (const char* name : {"telemetry", "thresholds", "history"}) report.erase(name);
  for (auto& pool : report["pools"]) {
    for (const char* name : {"telemetry", "verdict", "runtime_name", "made_at"}) pool.erase(name);
  }
  report["schema_version"] = "1.2";
  const auto read = parse_json(report.dump());
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_FALSE(read->assessment);
  EXPECT_EQ(read->thresholds, verdict::Thresholds());
  EXPECT_EQ(read->inventory.pools.size(), sample_inventory().pools.size());
}

TEST(Json, LaterMinorVersionsCanBeRead) {
  Json report = Json::parse(render_json({sample_inventory()}));
  report["schema_version"] = "1.7";
  report["pools"][0]["colour"] = "blue";
  const auto back = parse_json(report.dump());
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(*back, Report{sample_inventory()});
}

struct Wrong {
  std::string pointer;
  Json value;  // null: the member is taken away
  std::string message;
};

TEST(Json, VerdictsAreThoseOfTheirPools) {
  const Json report = Json::parse(render_json(sample_report()));
  EXPECT_EQ(report["pools"][5]["runtime_name"], "net.buffers");
  EXPECT_EQ(report["pools"][5]["telemetry"]["label"]["name"], "net.buffers");
  EXPECT_EQ(report["pools"][5]["verdict"]["class"], "warm");
  EXPECT_DOUBLE_EQ(report["pools"][5]["telemetry"]["drop_rate"].get<double>(), 0.1);
  EXPECT_TRUE(report["pools"][1]["telemetry"].is_null());
  EXPECT_TRUE(Json::parse(render_json({sample_inventory()}))["pools"][5]["verdict"].is_null());
}

class JsonWrong : public testing::TestWithParam<Wrong> {};

TEST_P(JsonWrong, IsRefusedWithItsPlace) {
  Json report = Json::parse(render_json(sample_report()));
  const Json::json_pointer pointer(GetParam().pointer);
  if (GetParam().value.is_null()) {
    report[pointer.parent_pointer()].erase(pointer.back());
  } else {
    report[pointer] = GetParam().value;
  }
  const auto back = parse_json(report.dump(1), "r.json");
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().message, GetParam().message);
  EXPECT_EQ(back.error().file, "r.json");
  EXPECT_GT(back.error().line, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Members, JsonWrong,
    testing::Values(
        Wrong{"/schema_version", "2.0",
              "/schema_version: expected version 1.x; read it with the pool-audit that wrote it, "
              "found \"2.0\""},
        Wrong{"/schema_version", "1.",
              "/schema_version: expected version 1.x; read it with the pool-audit that wrote it, "
              "found \"1.\""},
        Wrong{"/schema_version", 1, "/schema_version: expected a string, found 1"},
        Wrong{"/pools", nullptr, "the report: the member \"pools\" is missing"},
        Wrong{"/tool/version", nullptr, "/tool: the member \"version\" is missing"},
        Wrong{"/pools/3/storage", "static",
              "/pools/3/storage: expected \"package-level\", \"member\", \"injected\", "
              "\"function-local\", \"thread-local\" or \"type-wide\", found \"static\""},
        Wrong{
            "/pools/0/sites/0/place/line", -1,
            "/pools/0/sites/0/place/line: expected a whole number from 0 to 4294967295, found -1"},
        Wrong{"/pools/0/sites/0/place/line", 4294967296,
              "/pools/0/sites/0/place/line: expected a whole number from 0 to 4294967295, found "
              "4294967296"},
        Wrong{"/pools/0/score", 1.5,
              "/pools/0/score: expected a whole number from -2147483648 to 2147483647, found 1.5"},
        Wrong{"/pools/0/sites", "none", "/pools/0/sites: expected an array, found \"none\""},
        Wrong{"/units/0", Json::array({1}), "/units/0: expected an object, found an array"},
        Wrong{"/pools/0/verdict/class", "tepid",
              "/pools/0/verdict/class: expected \"unmeasured\", \"cold\", \"warm\" or \"hot\", "
              "found \"tepid\""},
        Wrong{
            "/pools/0/telemetry/process/peak", -1.5,
            "/pools/0/telemetry/process/peak: expected a number that is not negative, found -1.5"},
        Wrong{"/pools/0/verdict", nullptr, "/pools/0: the member \"verdict\" is missing"},
        Wrong{"/history/0/pools", 3, "/history/0/pools: expected an array, found 3"},
        Wrong{"/notes/0", Json::object({{"a", 1}}),
              "/notes/0: expected a string, found an object"}));

TEST(Json, ErrorsNameLineAndColumn) {
  std::string text = render_json({sample_inventory()});
  const std::string good = "\"kind\": \"put\"";
  const size_t at = text.find(good);
  text.replace(at, good.size(), "\"kind\": \"pot\"");
  const auto back = parse_json(text, "r.json");
  ASSERT_FALSE(back);
  const size_t line = static_cast<size_t>(std::count(
                          text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n')) +
                      1;
  EXPECT_EQ(back.error().line, line);
  const size_t line_start = text.rfind('\n', at) + 1;
  EXPECT_EQ(back.error().column, at + 8 - line_start + 1);
  EXPECT_THAT(back.error().to_string(), HasSubstr("found \"pot\""));
}

TEST(Json, BrokenTextIsRefusedWithItsPlace) {
  const auto comma = parse_json("{\n  \"schema_version\": \"1.0\",\n}", "r.json");
  ASSERT_FALSE(comma);
  EXPECT_EQ(comma.error().line, 3U);
  EXPECT_EQ(comma.error().column, 1U);
  EXPECT_THAT(comma.error().message, HasSubstr("not JSON"));
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("nul"), std::string("\xff"),
        std::string("{\"a\": \"\xff\"}"), std::string(200000, '['), std::string("\"\\ud800\""),
        std::string("1e999")}) {
    EXPECT_FALSE(parse_json(text)) << text.substr(0, 20);
  }
}

TEST(Locate, FindsMembersAndElements) {
  const std::string text = "{\"a\": [1, {\"b\\\"\": 2,\n \"b\": \"x]}\", \"c\": 3}], \"d\": null}";
  const auto key = [](const char* name) { return Step{name, 0, false}; };
  const auto index = [](size_t i) { return Step{"", i, true}; };
  EXPECT_EQ(locate(text, {}), (Position{1, 1}));
  EXPECT_EQ(locate(text, {key("a"), index(0)}), (Position{1, 8}));
  EXPECT_EQ(locate(text, {key("a"), index(1), key("b")}), (Position{2, 7}));
  EXPECT_EQ(locate(text, {key("a"), index(1), key("c")}), (Position{2, 19}));
  EXPECT_EQ(locate(text, {key("d")}), (Position{2, 29}));
  EXPECT_EQ(locate(text, {key("a"), index(1), key("missing")}), (Position{1, 11}));
  EXPECT_EQ(locate(text, {key("a"), index(9)}), (Position{1, 7}));
}

}  // namespace
}  // namespace pool_audit::report
