// The list of rules, and which of them run.
#include "checks/rules/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pool_audit::rules {
namespace {

using testing::HasSubstr;

TEST(Rules, AreSortedAndWhole) {
  std::string last;
  for (const Entry& entry : all()) {
    const Rule& rule = *entry.rule;
    EXPECT_LT(last, rule.id);
    last = rule.id;
    EXPECT_TRUE(rule.id.starts_with("pool-")) << rule.id;
    EXPECT_FALSE(rule.summary.empty()) << rule.id;
    EXPECT_FALSE(rule.summary.ends_with('.')) << rule.id;
    const bool of_telemetry = rule.scope == Scope::telemetry;
    EXPECT_EQ(rule.check == nullptr, of_telemetry) << rule.id;
    EXPECT_EQ(rule.judge != nullptr, of_telemetry) << rule.id;
    EXPECT_EQ(rule.category == Category::telemetry, of_telemetry) << rule.id;
    EXPECT_FALSE(entry.page.empty()) << rule.id;
    for (const Option& option : rule.options) EXPECT_FALSE(option.help.empty()) << option.name;
  }
}

TEST(Rules, AreFoundById) {
  ASSERT_NE(find("pool-missing-put"), nullptr);
  EXPECT_EQ(find("pool-missing-put")->rule->id, "pool-missing-put");
  EXPECT_EQ(find("pool-nothing"), nullptr);
}

TEST(Rules, NearestNames) {
  EXPECT_EQ(nearest("missing-put"), "pool-missing-put");
  EXPECT_EQ(nearest("pool-mising-put"), "pool-missing-put");
  EXPECT_EQ(nearest("xyzzy-plugh-frotz"), "");
}

TEST(Selection, TheLastMatchCounts) {
  const Rule& rule = *find("pool-missing-put")->rule;
  EXPECT_TRUE(Selection{}.runs(rule));
  EXPECT_TRUE((Selection{{"pool-*"}, {}}.runs(rule)));
  EXPECT_TRUE((Selection{{"*put"}, {}}.runs(rule)));
  EXPECT_FALSE((Selection{{"pool-*", "-pool-missing-*"}, {}}.runs(rule)));
  EXPECT_TRUE((Selection{{"-*", "pool-missing-put"}, {}}.runs(rule)));
  EXPECT_FALSE((Selection{{"pool-discarded-get"}, {}}.runs(rule)));
}

TEST(Selection, AListThatTakesAwayStartsFromTheDefaults) {
  for (const Entry& entry : all()) {
    const bool is_it = entry.rule->id == "pool-missing-put";
    EXPECT_EQ((Selection{{"-pool-missing-put"}, {}}.runs(*entry.rule)),
              entry.rule->on_by_default && !is_it);
  }
}

TEST(Selection, Layers) {
  const Selection base{{"pool-*"}, {{"pool-tiny-type", {{"MinimumBytes", 8}}}}};
  EXPECT_EQ(layered(base, {}).patterns, base.patterns);
  EXPECT_EQ(layered(base, {{"pool-x"}, {}}).patterns, std::vector<std::string>{"pool-x"});
  EXPECT_THAT(layered(base, {{"-pool-x"}, {}}).patterns, testing::ElementsAre("pool-*", "-pool-x"));
  const Rule& tiny = *find("pool-tiny-type")->rule;
  EXPECT_EQ(Selection{}.value_of(tiny, tiny.options[0]), tiny.options[0].value);
  EXPECT_EQ(layered(base, {}).value_of(tiny, tiny.options[0]), 8);
  const Selection over{{}, {{"pool-tiny-type", {{"MinimumBytes", 9}}}}};
  EXPECT_EQ(layered(base, over).value_of(tiny, tiny.options[0]), 9);
}

TEST(Selection, AWrongNameIsAnError) {
  EXPECT_TRUE(validate({{"pool-*"}, {}}));
  const auto pattern = validate({{"pool-mising-put"}, {}});
  ASSERT_FALSE(pattern);
  EXPECT_THAT(pattern.error().message, HasSubstr("did you mean pool-missing-put?"));
  const auto rule = validate({{}, {{"pool-none-such", {}}}});
  ASSERT_FALSE(rule);
  EXPECT_THAT(rule.error().message, HasSubstr("there is no rule 'pool-none-such'"));
  const auto option = validate({{}, {{"pool-missing-put", {{"Bytes", 1}}}}});
  ASSERT_FALSE(option);
  EXPECT_THAT(option.error().message, HasSubstr("has no option 'Bytes'"));
}

}  // namespace
}  // namespace pool_audit::rules
