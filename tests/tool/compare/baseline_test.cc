// The file of accepted findings: its form, its errors, and the laws of its merge.
#include "tool/compare/baseline.h"

#include <gtest/gtest.h>

namespace pool_audit::compare {
namespace {

using inventory::Finding;
using inventory::Inventory;

BaselineEntry entry(char mark, std::string file = "src/a.cc", std::string message = "lost") {
  return {std::move(file), "pool-missing-put", std::string(32, mark), std::move(message)};
}

Finding finding(char mark, std::string file, std::string rule) {
  Finding out;
  out.rule = std::move(rule);
  out.place.file = std::move(file);
  out.message = std::string("finding ") + mark;
  out.fingerprint = std::string(32, mark);
  return out;
}

TEST(Baseline, OneFindingALineSortedByFileAndRule) {
  Inventory inventory;
  inventory.findings = {finding('3', "b.cc", "pool-a"), finding('1', "a.cc", "pool-z"),
                        finding('2', "a.cc", "pool-b"), finding('4', "a.cc", "pool-b")};
  inventory.findings[3].suppressed.emplace();
  EXPECT_EQ(print_baseline(baseline_of(inventory)),
            "# pool-audit baseline 1\n" + std::string(32, '2') + "\tpool-b\ta.cc\tfinding 2\n" +
                std::string(32, '1') + "\tpool-z\ta.cc\tfinding 1\n" + std::string(32, '3') +
                "\tpool-a\tb.cc\tfinding 3\n");
}

TEST(Baseline, ReadsWhatItWrote) {
  const Baseline odd{{entry('a', "src/a\tb\\c\n.cc", "m\r\\t"), entry('b', "src/b.cc", ""),
                      entry('c', "src/c.cc", "\\")}};
  const auto back = parse_baseline(print_baseline(odd), "f");
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(*back, odd);
}

TEST(Baseline, AcceptsAnyOrderWindowsLinesAndRepetition) {
  const std::string a = std::string(32, 'a') + "\tpool-missing-put\tsrc/a.cc\tlost";
  const std::string b = std::string(32, 'b') + "\tpool-missing-put\tsrc/a.cc\tlost";
  const auto read = parse_baseline(b + "\r\n\n# note\n" + a + "\r\n" + b, "f");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(*read, (Baseline{{entry('a'), entry('b')}}));
}

TEST(Baseline, ErrorsNameTheLineAndWhatToDo) {
  const auto message = [](const std::string& text) {
    const auto read = parse_baseline(text, "pools.baseline");
    return read ? std::string("no error") : read.error().to_string();
  };
  EXPECT_EQ(
      message("# pool-audit baseline 1\nnonsense\n"),
      "pools.baseline:2:1: expected a fingerprint of 32 hexadecimal digits, a rule, a file and "
      "a message between tabs; make the file with pool-audit baseline create");
  EXPECT_NE(message("# pool-audit baseline 2\n").find("later version"), std::string::npos);
  EXPECT_NE(message("\n<<<<<<< HEAD\n").find("pools.baseline:2:1: a merge left a conflict"),
            std::string::npos);
}

// ---- merge: over all triples of sets of three entries

Baseline set_of(unsigned bits) {
  Baseline out;
  for (unsigned i = 0; i < 3; ++i) {
    if ((bits >> i & 1U) != 0) out.entries.push_back(entry(static_cast<char>('a' + i)));
  }
  return out;
}

TEST(Merge, TakesOverWhatEitherSideChanged) {
  for (unsigned base = 0; base < 8; ++base) {
    for (unsigned ours = 0; ours < 8; ++ours) {
      for (unsigned theirs = 0; theirs < 8; ++theirs) {
        // By entry: the side that differs from the base wins; they cannot differ in two ways.
        const unsigned expected = (ours & theirs) | ((ours | theirs) & ~base & 7U);
        EXPECT_EQ(merge(set_of(base), set_of(ours), set_of(theirs)), set_of(expected));
        EXPECT_EQ(merge(set_of(base), set_of(theirs), set_of(ours)), set_of(expected));
      }
      EXPECT_EQ(merge(set_of(base), set_of(ours), set_of(base)), set_of(ours));
    }
  }
}

TEST(Merge, KeepsOurTexts) {
  const Baseline ours{{entry('a', "new.cc", "moved")}};
  EXPECT_EQ(merge({}, ours, {{entry('a')}}), ours);
}

// ---- applied

TEST(Apply, KnownNewAndStale) {
  Inventory now;
  now.findings = {finding('a', "a.cc", "pool-x"), finding('b', "a.cc", "pool-x")};
  const Baseline baseline{{entry('a'), entry('c')}};
  const Comparison out = apply("f", baseline, now, {});
  ASSERT_EQ(out.introduced.size(), 1U);
  EXPECT_EQ(out.introduced[0].message, "finding b");
  ASSERT_EQ(out.fixed.size(), 1U);
  EXPECT_EQ(out.fixed[0].fingerprint, std::string(32, 'c'));
  EXPECT_EQ(prune(baseline, out), (Baseline{{entry('a')}}));
}

TEST(Apply, WhatWasNotLookedAtStaysInTheBaseline) {
  const Baseline baseline{{entry('a')}};
  const Comparison out = apply("f", baseline, Inventory{}, {true, {"pool-tiny-type"}});
  EXPECT_TRUE(out.fixed.empty());
  EXPECT_EQ(out.unchecked.size(), 1U);
  EXPECT_EQ(prune(baseline, out), baseline);
}

TEST(Apply, SaysNothingOfPools) {
  Inventory now;
  now.pools.emplace_back().id = "p";
  EXPECT_TRUE(apply("f", {}, now, {}).added_pools.empty());
}

}  // namespace
}  // namespace pool_audit::compare
