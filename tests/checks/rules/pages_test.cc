// The page of every rule: its headings, and its examples, which are run.
#include <gtest/gtest.h>

#include <algorithm>

#include "checks/support/scratch_folder.h"
#include "tests/checks/rules/rule_sources.h"

namespace pool_audit::rules {
namespace {

class PageOf : public testing::TestWithParam<size_t> {
 protected:
  const Entry& entry_ = all()[GetParam()];
};

TEST_P(PageOf, SaysEverything) {
  const std::string page(entry_.page);
  EXPECT_TRUE(page.starts_with("# " + std::string(entry_.rule->id) + "\n"));
  for (const char* heading : {"**What.**", "**Why.**", "**Flagged.**", "**Clean.**", "**Fix.**"}) {
    EXPECT_NE(page.find(heading), std::string::npos) << heading;
  }
  for (const Option& option : entry_.rule->options) {
    EXPECT_NE(page.find("`" + std::string(option.name) + "`"), std::string::npos) << option.name;
  }
}

// Those that take telemetry along are run by tests/tool/pipeline/production_test.cc.
TEST_P(PageOf, ExamplesDoWhatItSays) {
  if (entry_.rule->scope == Scope::telemetry) return;
  const std::string page(entry_.page);
  const size_t clean = page.find("**Clean.**");
  const auto clean_line = std::count(page.begin(), page.begin() + static_cast<long>(clean), '\n');
  size_t flagged = 0;
  size_t unflagged = 0;
  for (const Fence& fence : fences_of(page)) {
    if (fence.language != "cpp") continue;
    SCOPED_TRACE("the example of line " + std::to_string(fence.line));
    ScratchFolder folder;
    write_example(fence, folder.path());
    Selection only;
    only.patterns = {std::string(entry_.rule->id)};
    const auto findings = findings_of(folder.path(), {"example.cc"}, only);
    for (const std::string& each : unclaimed(findings, folder.path(), {fence.file})) {
      ADD_FAILURE() << each;
    }
    const bool is_clean = fence.line > static_cast<uint32_t>(clean_line);
    EXPECT_EQ(findings.empty(), is_clean);
    ++(is_clean ? unflagged : flagged);
  }
  EXPECT_GT(flagged, 0U);
  EXPECT_GT(unflagged, 0U);
}

INSTANTIATE_TEST_SUITE_P(Rules, PageOf, testing::Range<size_t>(0, all().size()),
                         [](const auto& at) {
                           std::string name(all()[at.param].rule->id);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace pool_audit::rules
