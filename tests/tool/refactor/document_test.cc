// What is written above a pool, where, and what is left to a person.
#include "tool/refactor/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "checks/rules/documented.h"
#include "checks/support/scratch_folder.h"
#include "tool/refactor/document_text.h"

namespace pool_audit::refactor {
namespace {

using inventory::Pool;
using testing::HasSubstr;
using testing::StartsWith;
using verdict::Class;
using verdict::PoolVerdict;

PoolVerdict measured(double peak, Class class_) {
  PoolVerdict out;
  out.verdict.class_ = class_;
  out.measured.emplace();
  out.measured->process.peak = peak;
  out.measured->hits = 93;
  out.measured->created = 7;
  out.measured->end = 1'795'219'200;  // 2026-11-21 00:00
  out.measured->window_seconds = 30 * 86400.0;
  return out;
}

TEST(RateSentence, HasClassRateReuseDateAndWindow) {
  EXPECT_EQ(rate_sentence(measured(12'400, Class::hot), {}),
            "Hot: 12.4k gets/s at peak in one process, 93 % of gets reuse an object (2026-11-21, "
            "30 days).");
}

TEST(RateSentence, LeavesOutWhatNobodyKnows) {
  PoolVerdict known = measured(5, Class::cold);
  known.measured->hits = known.measured->created = known.measured->end = 0;
  known.measured->window_seconds = 0;
  EXPECT_EQ(rate_sentence(known, {}), "Cold: 5 gets/s at peak in one process.");
  known.measured->end = std::numeric_limits<double>::infinity();
  EXPECT_EQ(rate_sentence(known, {}), "Cold: 5 gets/s at peak in one process.");
}

TEST(RateSentence, IsReadAsTheClassThatWasMeasured) {
  const verdict::Thresholds thresholds;
  for (const double peak : {0.0, 0.04, 3.0, 99.7, 99.99, 100.0, 2'000.0, 9'999.0, 10'000.0,
                            10'004.0, 12'400.0, 3e6, 4e7, std::nan("")}) {
    for (const Class class_ : {Class::cold, Class::warm, Class::hot}) {
      const std::string text = rate_sentence(measured(peak, class_), thresholds);
      const rules::Heat read = rules::heat_told(rules::documented_rate(text), thresholds.hot_above,
                                                thresholds.cold_below);
      EXPECT_EQ(rules::to_text(read), verdict::to_text(class_)) << text;
      EXPECT_TRUE(rules::documented(text).rate) << text;
    }
  }
}

TEST(BoundSentence, SatisfiesWhoAsksForBoundAndBenchmark) {
  using inventory::BoundKind;
  EXPECT_EQ(bound_sentence({BoundKind::bounded, "64"}, ""), "Bound: 64. Benchmark: none named");
  for (const BoundKind kind : {BoundKind::unknown, BoundKind::unbounded, BoundKind::bounded}) {
    const std::string text = bound_sentence({kind, ""}, "bench/x.cc");
    EXPECT_TRUE(rules::documented(text).bound) << text;
    EXPECT_TRUE(rules::documented(text).benchmark) << text;
    EXPECT_EQ(benchmark_in(text), "bench/x.cc");
  }
}

TEST(Block, NothingInItEndsTheComment) {
  EXPECT_EQ(block_of({"a */ b \\"}, CommentStyle::block, "  ", "\n"),
            "  /* pool-audit begin\n   * a / b\n   * pool-audit end */\n");
}

class Document : public testing::Test {
 protected:
  // Documents pools of the file, each by its line and name.
  Documentation run(const std::string& text,
                    const std::vector<std::pair<uint32_t, std::string>>& pools,
                    const std::string& file = "a.cc", double peak = 500) {
    std::ofstream(scratch_.path() + "/" + file, std::ios::binary) << text;
    inventory::Inventory inventory;
    verdict::Assessment assessment;
    const Source source(text);
    for (const auto& [line, name] : pools) {
      Pool& pool = inventory.pools.emplace_back();
      pool.id = pool.name = name;
      const size_t line_begin = source.offset(line, 1).value_or(0);
      const size_t begin = line_begin + source.indentation(line_begin).size();
      const size_t end = source.text().find(name, begin) + name.size();
      pool.place = source.place(file, {begin, end});
      pool.place.macro = macro_;
      pool.storage = storage_;
      assessment.pools.push_back(measured(peak, Class::warm));
    }
    Sources sources(scratch_.path());
    Documentation out = document(inventory, assessment, {}, sources);
    EditSet set(scratch_.path());
    for (const Group& group : out.plan.groups) EXPECT_TRUE(set.add(group.edits));
    after_ = text;
    for (const auto& [path, change] : set.changes()) after_ = change.after;
    EXPECT_EQ(judge_comments(set.changes()).value_or("an error"), "");
    return out;
  }
  std::string by_hand(const std::string& text,
                      const std::vector<std::pair<uint32_t, std::string>>& pools) {
    const Documentation out = run(text, pools);
    EXPECT_EQ(after_, text);
    return out.plan.manual.empty() ? "nothing" : out.plan.manual[0].reason;
  }

  static constexpr std::string_view kLines =
      "// pool-audit begin\n"
      "// Warm: 500 gets/s at peak in one process, 93 % of gets reuse an object\n"
      "// (2026-11-21, 30 days).\n"
      "// Bound: not known. Benchmark: none named\n"
      "// pool-audit end\n";
  static std::string indented(std::string_view blanks) {
    std::string out;
    for (const char c : kLines) {
      if (out.empty() || out.back() == '\n') out += blanks;
      out += c;
    }
    return out;
  }

  ScratchFolder scratch_;
  std::string after_;
  std::string macro_;
  inventory::StorageClass storage_ = inventory::StorageClass::package_level;
};

TEST_F(Document, StandsBetweenTheCommentAndTheDeclaration) {
  const Documentation out = run("// What for.\nPool<A, 64> p{1, 2};\n", {{2, "p"}});
  EXPECT_EQ(after_, "// What for.\n" + std::string(kLines) + "Pool<A, 64> p{1, 2};\n");
  ASSERT_EQ(out.drifted.size(), 1U);
  EXPECT_THAT(out.drifted[0].reason, HasSubstr("'p' has no block"));
}

TEST_F(Document, MembersAreIndentedAsTheyAre) {
  run("struct S {\n public:\n\tPool<A> p;  \n};\n", {{3, "p"}});
  EXPECT_EQ(after_, "struct S {\n public:\n" + indented("\t") + "\tPool<A> p;  \n};\n");
}

TEST_F(Document, ATypeThatIsMadeForThePoolBelongsToTheDeclaration) {
  run("static struct {\n  int n;\n} p;\n", {{1, "p"}});
  EXPECT_EQ(after_, std::string(kLines) + "static struct {\n  int n;\n} p;\n");
}

TEST_F(Document, ASecondRunChangesNothing) {
  run("int x;  // y\n\nPool<A> p;\n", {{3, "p"}});
  const std::string once = after_;
  const Documentation out = run(once, {{8, "p"}});
  EXPECT_EQ(after_, once);
  EXPECT_TRUE(out.plan.groups.empty());
  EXPECT_TRUE(out.drifted.empty());
}

TEST_F(Document, OtherLineBreaksAreNoChange) {
  run("// pool-audit begin\n// Warm: 500 gets/s at peak in one\n// process, 93 % of gets reuse an "
      "object (2026-11-21, 30 days).\n// Bound: not known. Benchmark: none\n// named\n"
      "// pool-audit end\n\nPool<A> p;\n",
      {{8, "p"}});
  EXPECT_THAT(after_, StartsWith("// pool-audit begin\n// Warm: 500 gets/s at peak in one\n"));
}

TEST_F(Document, ABlockOfAnotherClassIsReplacedAndHasDrifted) {
  const std::string old =
      "// pool-audit begin\n// Hot: 20k gets/s at peak.\n// Bound: 8. Benchmark: bench/p, 50k "
      "gets/s\n// pool-audit end\n// mine\nPool<A> p;\n";
  const Documentation out = run(old, {{6, "p"}});
  EXPECT_THAT(after_,
              HasSubstr("Benchmark: bench/p, 50k gets/s\n// pool-audit end\n// mine\nPool"));
  EXPECT_THAT(after_, StartsWith("// pool-audit begin\n// Warm: 500 gets/s"));
  ASSERT_EQ(out.drifted.size(), 1U);
  EXPECT_EQ(out.drifted[0].reason,
            "the block of 'p' says '20k gets/s', which is hot; it is warm, at peak 500 gets/s");
}

TEST_F(Document, KeepsCrlf) {
  run("Pool<A> p;\r\n", {{1, "p"}});
  std::string expected;
  for (const char c : std::string(kLines) + "Pool<A> p;\n")
    expected += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(after_, expected);
}

TEST_F(Document, InCWithoutLineCommentsItIsOneBlockComment) {
  run("static struct pool p;\n", {{1, "p"}}, "a.c");
  EXPECT_THAT(after_, StartsWith("/* pool-audit begin\n * Warm: "));
  EXPECT_THAT(after_, HasSubstr(" * pool-audit end */\nstatic struct pool p;\n"));
  const std::string once = after_;
  run(once, {{6, "p"}}, "a.c");
  EXPECT_EQ(after_, once);
  run("// x\nint x;\nstatic struct pool p;\n", {{3, "p"}}, "a.c");
  EXPECT_THAT(after_, HasSubstr("int x;\n// pool-audit begin\n"));
}

TEST_F(Document, WhatSpeaksOfTheNextLineStaysAtIt) {
  run("// mine\n// NOLINTNEXTLINE(pool-unbounded): few\nPool<A> p;\n", {{3, "p"}});
  EXPECT_EQ(after_, "// mine\n" + std::string(kLines) +
                        "// NOLINTNEXTLINE(pool-unbounded): few\nPool<A> p;\n");
  const std::string once = after_;
  run(once, {{8, "p"}});
  EXPECT_EQ(after_, once);
}

TEST_F(Document, WhatIsNotCertainIsByHand) {
  const std::string shares = "'p': it shares its line with other code";
  EXPECT_EQ(by_hand("Pool<A> p, q;\n", {{1, "p"}}), shares);
  EXPECT_EQ(by_hand("Pool<A> p; int x;\n", {{1, "p"}}), shares);
  EXPECT_THAT(by_hand("Pool<A> p; Pool<A> q;\n", {{1, "p"}, {1, "q"}}), HasSubstr("several pools"));
  EXPECT_THAT(by_hand("Pool<A> p;  // mine\n", {{1, "p"}}), HasSubstr("the comment behind it"));
  EXPECT_THAT(by_hand("Q_OBJECT\nPool<A> p;\n", {{2, "p"}}), HasSubstr("what stands before it"));
  EXPECT_THAT(by_hand("// pool-audit begin\nPool<A> p;\n", {{2, "p"}}), HasSubstr("no pair"));
  EXPECT_THAT(
      by_hand("/* mine\n * pool-audit begin\n * pool-audit end */\nPool<A> p;\n", {{4, "p"}}),
      HasSubstr("no pair"));
  macro_ = "POOL";
  EXPECT_THAT(by_hand("Pool<A> p;\n", {{1, "p"}}), HasSubstr("the macro POOL"));
}

TEST_F(Document, PoolsOfSomebodyElseAreLeftOut) {
  storage_ = inventory::StorageClass::injected;
  EXPECT_EQ(by_hand("Pool<A> p;\n", {{1, "p"}}), "nothing");
  storage_ = inventory::StorageClass::type_wide;
  EXPECT_EQ(by_hand("Pool<A> p;\n", {{1, "p"}}), "nothing");
}

TEST(JudgeComments, RefusesWhatChangesTheCode) {
  EXPECT_EQ(judge_comments({{"a", {"int x;\n", "// y\nint x;\n"}}}).value(), "");
  EXPECT_THAT(judge_comments({{"a", {"int x;\n", "// y \\\nint x;\n"}}}).value(),
              HasSubstr("more than comments"));
}

}  // namespace
}  // namespace pool_audit::refactor
