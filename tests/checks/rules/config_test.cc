// The sections `rules` and `suppressions` of a configuration file.
#include "checks/rules/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"

namespace pool_audit::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Config good(std::string_view yaml) {
  auto config = read_config(yaml, "c.yaml");
  EXPECT_TRUE(config) << (config ? "" : config.error().front().to_string());
  return config ? *config : Config{};
}

std::vector<std::string> errors(std::string_view yaml) {
  std::vector<std::string> out;
  const auto config = read_config(yaml, "c.yaml");
  EXPECT_FALSE(config) << yaml;
  if (!config) {
    for (const Error& error : config.error()) out.push_back(error.to_string());
  }
  return out;
}

TEST(Config, IsRead) {
  const Config config = good(
      "pools: []\n"
      "rules:\n"
      "  checks: [pool-*, \"-pool-undocumented\"]\n"
      "  options:\n"
      "    pool-tiny-type: {MinimumBytes: 32}\n"
      "suppressions:\n"
      "  - {rule: pool-*, path: \"src/legacy/**\", pool: \"*_\", reason: leaves next year}\n"
      "  - rule: pool-tiny-type\n"
      "    path: src/a.cc\n"
      "    reason: measured\n");
  EXPECT_THAT(config.selection.patterns, ElementsAre("pool-*", "-pool-undocumented"));
  EXPECT_EQ(config.selection.options.at("pool-tiny-type").at("MinimumBytes"), 32);
  EXPECT_THAT(
      config.acceptances,
      ElementsAre(Acceptance{"pool-*", "src/legacy/**", "*_", "leaves next year", "c.yaml", 7, 5},
                  Acceptance{"pool-tiny-type", "src/a.cc", "", "measured", "c.yaml", 8, 5}));
}

TEST(Config, NothingIsNothing) {
  for (const char* text : {"", "pools: []\n", "rules:\nsuppressions:\n", "rules: {}\n",
                           "rules: {checks: [], options: {}}\nsuppressions: []\n", "- a list\n"}) {
    const Config config = good(text);
    EXPECT_THAT(config.selection.patterns, IsEmpty()) << text;
    EXPECT_THAT(config.acceptances, IsEmpty()) << text;
  }
}

TEST(Config, ChecksMayStandInOneText) {
  EXPECT_THAT(good("rules: {checks: \"pool-*, -pool-tiny-type\"}").selection.patterns,
              ElementsAre("pool-*", "-pool-tiny-type"));
}

TEST(Config, ErrorsSayWhereAndWhatWasMeant) {
  const struct {
    const char* yaml;
    const char* text;
  } cases[] = {
      {"rules: [pool-x]", "c.yaml:1:8: expected 'rules' as a map"},
      {"rules: {check: []}", "c.yaml:1:9: unknown key 'check' in 'rules'; did you mean 'checks'?"},
      {"rules:\n  checks: [pool-tiny-typ]\n",
       "c.yaml:2:12: expected the id of a rule, or a pattern that matches one, found "
       "'pool-tiny-typ'; did you mean pool-tiny-type?"},
      {"rules:\n  checks: {a: b}\n", "c.yaml:2:11: expected a list of patterns of rules"},
      {"rules:\n  options: {pool-tinytype: {}}\n", "did you mean 'pool-tiny-type'?"},
      {"rules:\n  options: {pool-tiny-type: {MinimumByte: 3}}\n",
       "c.yaml:2:30: unknown key 'MinimumByte' in the options of pool-tiny-type; did you mean "
       "'MinimumBytes'?"},
      {"rules:\n  options: {pool-tiny-type: {MinimumBytes: many}}\n",
       "c.yaml:2:44: expected a whole number for 'MinimumBytes', found"},
      {"rules:\n  options: {pool-tiny-type: {MinimumBytes: 99999999999999999999}}\n",
       "expected a whole number"},
      {"rules:\n  options: {pool-missing-put: {Depth: 3}}\n",
       "the rule pool-missing-put has no options"},
      {"suppressions: {}", "c.yaml:1:15: expected a list of suppressions"},
      {"suppressions: [pool-x]", "c.yaml:1:16: expected a suppression as a map"},
      {"suppressions:\n  - {rule: pool-*, path: a}\n",
       "c.yaml:2:5: expected 'reason' in a suppression: why"},
      {"suppressions:\n  - {rule: pool-*, reason: a}\n", "expected 'path' in a suppression"},
      {"suppressions:\n  - {path: a, reason: a}\n", "expected 'rule' in a suppression"},
      {"suppressions:\n  - {rule: pool-*, path: a, reason: \" \"}\n", "expected a reason"},
      {"suppressions:\n  - {rule: pool-*, path: a, reason: \"\"}\n", "expected a reason"},
      {"suppressions:\n  - {rule: pool-mising-put, path: a, reason: b}\n",
       "c.yaml:2:12: expected the id of a rule, or a pattern that matches one, found "
       "'pool-mising-put'; did you mean pool-missing-put?"},
      {"suppressions:\n  - {rule: pool-*, paths: a, reason: b}\n", "did you mean 'path'?"},
      {"rules: [", "c.yaml:"},
  };
  for (const auto& each : cases) {
    EXPECT_THAT(errors(each.yaml), testing::Contains(HasSubstr(each.text))) << each.yaml;
  }
}

TEST(Config, AllErrorsAreSaid) {
  EXPECT_EQ(errors("rules: {checks: [a, b]}\nsuppressions: [{}, 7]\n").size(), 6U);
}

TEST(Config, LaterFilesWin) {
  ScratchFolder folder;
  const auto write = [&](const char* name, const char* text) {
    const std::string path = folder.path() + "/" + name;
    EXPECT_TRUE(write_file_atomically(path, text));
    return path;
  };
  const std::string a = write("a.yaml",
                              "rules: {checks: [pool-*], options: {pool-tiny-type: {MinimumBytes: "
                              "8}}}\nsuppressions: [{rule: pool-*, path: a, reason: a}]\n");
  const std::string b = write("b.yaml",
                              "rules: {checks: [-pool-tiny-*]}\n"
                              "suppressions: [{rule: pool-*, path: b, reason: b}]\n");
  const std::string c = write("c.yaml", "rules: {checks: [pool-discarded-get]}\n");
  const auto two = read_configs({a, b});
  ASSERT_TRUE(two);
  EXPECT_THAT(two->selection.patterns, ElementsAre("pool-*", "-pool-tiny-*"));
  EXPECT_EQ(two->selection.options.at("pool-tiny-type").at("MinimumBytes"), 8);
  EXPECT_EQ(two->acceptances.size(), 2U);
  const auto three = read_configs({a, b, c});
  ASSERT_TRUE(three);
  EXPECT_THAT(three->selection.patterns, ElementsAre("pool-discarded-get"));
  EXPECT_FALSE(read_configs({folder.path() + "/none.yaml"}));
}

// The examples of the manual and of the guide.
TEST(Config, IsReadAsDocumented) {
  size_t acceptances = 0;
  for (const char* page : {"docs/formats/model.md", "docs/guides/suppressions.md"}) {
    const auto manual = read_file(page);
    ASSERT_TRUE(manual);
    const std::string open = "```yaml\n";
    for (size_t at = manual->find(open); at != std::string::npos; at = manual->find(open, at + 1)) {
      const size_t start = at + open.size();
      const std::string example = manual->substr(start, manual->find("```", start) - start);
      acceptances += good(example).acceptances.size();
    }
  }
  EXPECT_EQ(acceptances, 3U);
}

}  // namespace
}  // namespace pool_audit::rules
