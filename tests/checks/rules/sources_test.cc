// tests/projects/rules: one C++ source a rule, and one in C, with every finding claimed.
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

std::map<std::string, std::vector<std::string>> sources_by_rule() {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".cc" && path.extension() != ".c") continue;
    std::string rule = "pool-" + path.stem().string();
    std::ranges::replace(rule, '_', '-');
    out[rule].push_back(path.filename().string());
  }
  for (auto& [rule, files] : out) std::ranges::sort(files);
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
  for (const auto& [rule, files] : sources) {
    ASSERT_NE(find(rule), nullptr) << kFolder << "/" << files.front() << " is of no rule";
    Selection only;
    only.patterns = {rule};
    for (const std::string& file : files) {
      SCOPED_TRACE(file);
      for (const std::string& each :
           unclaimed(findings_of(kFolder, {file}, only), kFolder, {file})) {
        ADD_FAILURE() << each;
      }
    }
  }
}

TEST(RuleSources, ShowEnoughOfBothKinds) {
  for (const auto& [rule, files] : sources_by_rule()) {
    const size_t wanted = find(rule)->rule->category == Category::checkout ? 10 : 5;
    size_t flagged = 0;
    size_t clean = 0;
    for (const std::string& file : files) {
      const auto text = read_file(std::string(kFolder) + "/" + file);
      ASSERT_TRUE(text) << text.error().to_string();
      flagged += count(*text, " warn: ");
      clean += count(*text, " clean_");
    }
    EXPECT_GE(flagged, wanted) << rule;
    EXPECT_GE(clean, wanted) << rule;
  }
}

}  // namespace
}  // namespace pool_audit::rules
