// tests/projects/misuse: 28 ways to misuse a pool and their correct twins, as they are and with an
// opaque call after each get. The table that is printed is asserted, with what is missed by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <regex>
#include <set>
#include <sstream>

#include "checks/support/files.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

constexpr const char* kFolder = "tests/projects/misuse";

struct Pattern {
  std::string name;
  std::string rule;
};

std::vector<Pattern> patterns() {
  static const std::regex pair("// ([a-z_]+): (pool-[a-z-]+)");
  const auto text = read_file(std::string(kFolder) + "/patterns.h");
  EXPECT_TRUE(text) << text.error().to_string();
  std::vector<Pattern> out;
  if (!text) return out;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, pair)) out.push_back({match[1], match[2]});
  }
  return out;
}

struct Table {
  std::vector<std::string> missed;
  std::vector<std::string> waiting;       // for a rule that there is not yet
  std::vector<std::string> false_alarms;  // "function: rule: message"
  size_t found = 0;
  size_t clean = 0;
};

// Resets are another matter than the one that the other patterns show.
bool concerns(const Finding& finding, const std::string& name) {
  return finding.rule != "pool-missing-reset" || name == "missing_reset";
}

Table table_of(const std::string& source) {
  Selection checkout;
  checkout.patterns = {"-*"};
  std::set<std::string> rules;
  for (const Pattern& each : patterns()) rules.insert(each.rule);
  for (const std::string& each : rules) {
    if (find(each)) checkout.patterns.push_back(each);
  }
  const std::vector<Finding> findings = findings_of(kFolder, {source}, checkout);
  Table out;
  std::vector<bool> placed(findings.size(), false);
  const auto of = [&](const std::string& function, const std::string& name) {
    std::vector<const Finding*> in;
    for (size_t i = 0; i < findings.size(); ++i) {
      if (!findings[i].function.ends_with(function)) continue;
      placed[i] = true;
      if (concerns(findings[i], name)) in.push_back(&findings[i]);
    }
    return in;
  };
  const auto alarm = [&](const Finding& finding) {
    out.false_alarms.push_back(finding.function + ": " + finding.rule + ": " + finding.message);
  };
  for (const auto& [name, rule] : patterns()) {
    bool found = false;
    for (const Finding* each : of("bug_" + name, name)) {
      if (each->rule == rule) {
        found = true;
      } else {
        alarm(*each);
      }
    }
    const auto alarms = of("clean_" + name, name);
    for (const Finding* each : alarms) alarm(*each);
    out.clean += alarms.empty() ? 1U : 0U;
    out.found += found ? 1U : 0U;
    if (!found) (find(rule) ? out.missed : out.waiting).push_back(name);
  }
  for (size_t i = 0; i < findings.size(); ++i) {
    if (!placed[i]) alarm(findings[i]);
  }
  std::printf("%-10s true %zu, missed %zu, false %zu, clean %zu, without their rule %zu\n",
              source.c_str(), out.found, out.missed.size(), out.false_alarms.size(), out.clean,
              out.waiting.size());
  return out;
}

using Names = std::vector<std::string>;

TEST(Misuse, ThereAre28) {
  EXPECT_EQ(patterns().size(), 28U);
}

// What is missed, by name: finding one of them makes noise here.
TEST(Misuse, AsTheyAre) {
  const Table table = table_of("plain.cc");
  EXPECT_EQ(table.false_alarms, Names{});
  EXPECT_EQ(table.clean, 28U);
  EXPECT_EQ(table.missed, Names{});
}

// Whoever is handed the object may keep it or put it. Here it does not: many of the twins put it
// right behind the call, whatever happens. But it may well be what cleans the object.
TEST(Misuse, WithAnOpaqueCall) {
  const Table table = table_of("opaque.cc");
  EXPECT_EQ(table.false_alarms, Names{});
  EXPECT_EQ(table.clean, 28U);
  EXPECT_EQ(table.missed, Names{"missing_reset"});
}

}  // namespace
}  // namespace pool_audit::rules
