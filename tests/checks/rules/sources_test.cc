// tests/projects/rules: one C++ source a rule, and one in C, with every finding claimed. A folder
// of that name is one program of several units.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "checks/support/files.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

constexpr const char* kFolder = "tests/projects/rules";

// One program: a source by itself, or what stands below the folder of a rule.
struct Sources {
  std::vector<std::string> units;
  std::vector<std::string> files;  // the units and the headers among them
};

bool is_unit(const std::filesystem::path& path) {
  return path.extension() == ".cc" || path.extension() == ".c";
}

std::string below_folder(const std::filesystem::path& path) {
  return path.lexically_relative(kFolder).generic_string();
}

Sources sources_at(const std::filesystem::path& path) {
  Sources out;
  if (!is_directory(path)) {
    if (is_unit(path)) out.units = out.files = {below_folder(path)};
    return out;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (!entry.is_regular_file()) continue;
    if (is_unit(entry.path())) out.units.push_back(below_folder(entry.path()));
    out.files.push_back(below_folder(entry.path()));
  }
  std::ranges::sort(out.units);
  std::ranges::sort(out.files);
  return out;
}

std::map<std::string, std::vector<Sources>> sources_by_rule() {
  std::map<std::string, std::vector<Sources>> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    Sources found = sources_at(entry.path());
    if (found.units.empty()) continue;
    std::string rule = "pool-" + entry.path().stem().string();
    std::ranges::replace(rule, '_', '-');
    out[rule].push_back(std::move(found));
  }
  for (auto& [rule, programs] : out) std::ranges::sort(programs, {}, &Sources::units);
  return out;
}

size_t count(const std::string& text, std::string_view word) {
  size_t out = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++out;
  return out;
}

TEST(RuleSources, FindingsAreThoseThatAreClaimed) {
  const auto sources = sources_by_rule();
  ASSERT_FALSE(sources.empty());
  for (const auto& [rule, programs] : sources) {
    ASSERT_NE(find(rule), nullptr)
        << kFolder << "/" << programs.front().units.front() << " is of no rule";
    Selection only;
    only.patterns = {rule};
    for (const Sources& program : programs) {
      SCOPED_TRACE(program.units.front());
      const auto findings = findings_of(kFolder, program.units, only);
      for (const std::string& each : unclaimed(findings, kFolder, program.files)) {
        ADD_FAILURE() << each;
      }
    }
  }
}

// `misses: TEXT` marks what should be found and is not: a finding there is one that nobody claims.
// In numbers, so that adding a mark shows up in a review.
TEST(RuleSources, KnowHowMuchIsMissed) {
  size_t missed = 0;
  for (const auto& [rule, programs] : sources_by_rule()) {
    for (const Sources& program : programs) {
      for (const std::string& file : program.files) {
        const auto text = read_file(std::string(kFolder) + "/" + file);
        ASSERT_TRUE(text) << text.error().to_string();
        missed += count(*text, " misses: ");
      }
    }
  }
  EXPECT_LE(missed, 2U);
}

}  // namespace
}  // namespace pool_audit::rules
