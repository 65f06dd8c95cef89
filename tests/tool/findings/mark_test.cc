// Comments and the configuration's list against findings, on files of a scratch folder.
#include "tool/findings/mark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "checks/support/files.h"
#include "checks/support/scratch_folder.h"

namespace pool_audit::findings {
namespace {

using inventory::Finding;
using inventory::Inventory;
using inventory::Suppression;
using inventory::SuppressionKind;
using inventory::SuppressionState;
using testing::HasSubstr;

class Mark : public testing::Test {
 protected:
  Mark() { run.root = folder.path(); }

  void write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(write_file_atomically(path.string(), text));
    run.analysed.push_back(name);
  }

  void find(const std::string& rule, const std::string& file, uint32_t line,
            const std::string& pool = "") {
    Finding one;
    one.rule = rule;
    one.pool = pool;
    one.place = {file, line, 1, line, 4, ""};
    all.findings.push_back(one);
  }

  void accept(const std::string& rule, const std::string& path, const std::string& pool = "") {
    run.acceptances.push_back({rule, path, pool, "agreed", ".pool-audit.yaml", 7, 5});
  }

  void mark() { findings::mark(all, run); }

  ScratchFolder folder;
  findings::Run run;
  Inventory all;
};

TEST_F(Mark, ACommentWithAReasonHides) {
  write("a.cc", "get(); // NOLINT(pool-missing-put): kept by C\nget();\n");
  find("pool-missing-put", "a.cc", 1);
  find("pool-discarded-get", "a.cc", 1);
  find("pool-missing-put", "a.cc", 2);
  mark();
  ASSERT_TRUE(all.findings[0].suppressed);
  EXPECT_EQ(all.findings[0].suppressed->kind, SuppressionKind::nolint);
  EXPECT_EQ(all.findings[0].suppressed->reason, "kept by C");
  EXPECT_EQ(all.findings[0].suppressed->place.line, 1U);
  EXPECT_FALSE(all.findings[1].suppressed);
  EXPECT_FALSE(all.findings[2].suppressed);
  ASSERT_EQ(all.suppressions.size(), 1U);
  EXPECT_EQ(all.suppressions[0].state, SuppressionState::used);
  EXPECT_EQ(all.suppressions[0].hidden, 1U);
  EXPECT_EQ(all.suppressions[0].message, "");
}

TEST_F(Mark, ACommentWithoutAReasonDoesNot) {
  write("a.cc", "get(); // NOLINT(pool-missing-put)\n");
  find("pool-missing-put", "a.cc", 1);
  mark();
  EXPECT_FALSE(all.findings[0].suppressed);
  ASSERT_EQ(all.suppressions.size(), 1U);
  EXPECT_EQ(all.suppressions[0].state, SuppressionState::unexplained);
  EXPECT_THAT(all.suppressions[0].message, HasSubstr("gives no reason"));
}

TEST_F(Mark, ACommentOfEveryCheckNeedsNone) {
  write("a.cc", "get(); // NOLINT\nget(); // NOLINT(bugprone-x)\nget(); // NOLINT\n");
  find("pool-missing-put", "a.cc", 1);
  find("pool-missing-put", "a.cc", 2);
  mark();
  EXPECT_TRUE(all.findings[0].suppressed);
  EXPECT_FALSE(all.findings[1].suppressed);
  // What speaks of other checks, for all that is known, is not listed.
  ASSERT_EQ(all.suppressions.size(), 1U);
  EXPECT_EQ(all.suppressions[0].rule, "*");
}

TEST_F(Mark, UnusedOnes) {
  write("a.cc",
        "get(); // NOLINT(pool-missing-put, pool-tiny-type): why\n"
        "// NOLINTBEGIN(pool-missing-put): why\n"
        "// NOLINTNEXTLINE(pool-mising-put): why\n");
  find("pool-missing-put", "a.cc", 1);
  mark();
  ASSERT_EQ(all.suppressions.size(), 4U);
  EXPECT_EQ(all.suppressions[0].state, SuppressionState::used);
  EXPECT_EQ(all.suppressions[1].rule, "pool-tiny-type");
  EXPECT_EQ(all.suppressions[1].state, SuppressionState::unused);
  EXPECT_EQ(all.suppressions[1].message, "'NOLINT(pool-tiny-type)' suppresses nothing");
  EXPECT_EQ(all.suppressions[2].state, SuppressionState::unmatched);
  EXPECT_EQ(all.suppressions[3].state, SuppressionState::unknown_rule);
  EXPECT_THAT(all.suppressions[3].message, HasSubstr("did you mean pool-missing-put?"));
}

TEST_F(Mark, OnlyWhatWasLookedAtIsUnused) {
  const auto state = [&] {
    all.suppressions.clear();
    mark();
    EXPECT_EQ(all.suppressions.size(), 1U);
    return all.suppressions.empty() ? SuppressionState::used : all.suppressions[0].state;
  };
  write("a.cc", "get(); // NOLINT(pool-missing-put): why\n");
  EXPECT_EQ(state(), SuppressionState::unused);
  run.ran.patterns = {"pool-discarded-get"};
  EXPECT_EQ(state(), SuppressionState::unchecked) << "its rule did not run";
  run.ran.patterns = {};
  run.whole = false;
  EXPECT_EQ(state(), SuppressionState::unchecked) << "a unit failed";
  run.whole = true;
  run.analysed.clear();
  find("pool-tiny-type", "a.cc", 9);
  EXPECT_EQ(state(), SuppressionState::unchecked) << "the file was not analysed";
}

TEST_F(Mark, APatternIsUnusedWhenAllRulesOfTheProjectRan) {
  write("a.cc", "get(); // NOLINT(pool-*): why\n");
  run.usual.patterns = {"pool-missing-put", "pool-tiny-type"};
  run.ran.patterns = {"pool-missing-put"};
  mark();
  EXPECT_EQ(all.suppressions[0].state, SuppressionState::unchecked);
  all.suppressions.clear();
  run.ran = run.usual;
  mark();
  EXPECT_EQ(all.suppressions[0].state, SuppressionState::unused);
}

TEST_F(Mark, TheListHidesByRulePathAndPool) {
  all.pools.resize(2);
  all.pools[0].id = "1";
  all.pools[0].name = "net::Server::buffers_";
  all.pools[1].id = "2";
  all.pools[1].name = "rebuffers_";
  write("src/legacy/a.cc", "get();\n");
  write("src/new/b.cc", "get();\n");
  find("pool-missing-put", "src/legacy/a.cc", 1, "1");
  find("pool-missing-put", "src/legacy/a.cc", 1, "2");
  find("pool-tiny-type", "src/legacy/a.cc", 1, "1");
  find("pool-missing-put", "src/new/b.cc", 1, "1");
  accept("pool-missing-*", "src/legacy/**", "buffers_");
  mark();
  ASSERT_TRUE(all.findings[0].suppressed);
  EXPECT_EQ(all.findings[0].suppressed->reason, "agreed");
  EXPECT_EQ(all.findings[0].suppressed->place.file, ".pool-audit.yaml");
  for (size_t i = 1; i < 4; ++i) EXPECT_FALSE(all.findings[i].suppressed) << i;
  ASSERT_EQ(all.suppressions.size(), 1U);
  EXPECT_EQ(all.suppressions[0].kind, SuppressionKind::config);
  EXPECT_EQ(all.suppressions[0].hidden, 1U);
}

TEST_F(Mark, EntriesOfTheListThatHideNothing) {
  write("src/a.cc", "get();\n");
  accept("pool-*", "src/**");
  accept("pool-*", "src/gone/**");
  accept("pool-*", "lib/**");
  std::filesystem::create_directories(std::filesystem::path(folder.path()) / "src" / "other");
  accept("pool-*", "src/other/**");
  mark();
  ASSERT_EQ(all.suppressions.size(), 4U);
  std::vector<SuppressionState> states;
  for (const Suppression& each : all.suppressions) states.push_back(each.state);
  EXPECT_THAT(states, testing::ElementsAre(SuppressionState::unused, SuppressionState::unused,
                                           SuppressionState::unused, SuppressionState::unchecked));
  EXPECT_THAT(all.suppressions[0].message, HasSubstr("hides nothing"));
}

TEST_F(Mark, EverybodyWhoHidesIsUsed) {
  write("a.cc",
        "// NOLINTNEXTLINE(pool-missing-put): one\nget(); // NOLINT(pool-missing-put): two\n");
  find("pool-missing-put", "a.cc", 2);
  accept("pool-missing-put", "a.cc");
  mark();
  EXPECT_EQ(all.findings[0].suppressed->reason, "one");
  ASSERT_EQ(all.suppressions.size(), 3U);
  for (const Suppression& each : all.suppressions) EXPECT_EQ(each.hidden, 1U);
}

TEST_F(Mark, FilesThatAreGoneSayNothing) {
  find("pool-missing-put", "gone.cc", 1);
  run.analysed = {"gone.cc", "gone.h"};
  mark();
  EXPECT_FALSE(all.findings[0].suppressed);
  EXPECT_EQ(all.findings[0].fingerprint.size(), 32U);
}

}  // namespace
}  // namespace pool_audit::findings
