// explore() against every run that a random graph has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "checks/facts/text.h"
#include "tests/checks/analysis/object_flow_model.h"
#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

Fate fate_of(const std::set<RunEnd>& ends) {
  const bool lost = ends.contains(RunEnd::lost);
  const bool handed = ends.contains(RunEnd::handed);
  const bool put = ends.contains(RunEnd::put) || ends.contains(RunEnd::leased);
  if (lost) return put || handed ? Fate::some_paths : Fate::never;
  if (put && handed) return Fate::mixed;
  if (handed) return Fate::handed_over;
  if (ends.contains(RunEnd::put)) return Fate::all_paths;
  return put ? Fate::leased : Fate::unproven;
}

TEST(ObjectFlowRandom, AgreesWithEveryRun) {
  const char* first = std::getenv("SEED");
  const uint32_t from = first ? static_cast<uint32_t>(std::atoi(first)) : 0;
  size_t compared = 0;
  size_t unproven = 0;
  size_t merged_unproven = 0;
  std::array<size_t, 8> fates = {};
  for (uint32_t seed = from; seed < from + 3000; ++seed) {
    std::mt19937 random(seed);
    Vocabulary vocabulary;
    vocabulary.addresses = seed % 2 == 0;
    vocabulary.opaque = seed % 3 == 0;
    vocabulary.owners = seed % 5 < 2;
    vocabulary.exceptions = seed % 7 < 3;
    vocabulary.switches = seed % 11 < 5;
    const RandomGraph input = random_graph(random, vocabulary);
    const AllRuns runs = run_everything(input);
    if (!runs.complete) continue;
    ++compared;
    const Outcome outcome = explore(input.graph, input.origin, NamedOracle(input.facts));
    ++fates[static_cast<size_t>(outcome.fate)];
    const Fate expected = fate_of(runs.ends);
    if (outcome.fate == Fate::unproven) {
      unproven += expected != Fate::unproven ? 1U : 0U;
      continue;
    }
    ASSERT_EQ(static_cast<int>(outcome.fate), static_cast<int>(expected))
        << "seed " << seed << "\n"
        << show(outcome) << "\norigin " << input.origin.block << ":" << input.origin.event << "\n"
        << facts::print(input.graph, input.facts);
    // With the states of a block merged at once, it may know less but nothing else.
    const Outcome merged =
        explore(input.graph, input.origin, NamedOracle(input.facts), {.max_states = 0});
    if (merged.fate != Fate::unproven) {
      ASSERT_EQ(static_cast<int>(merged.fate), static_cast<int>(expected))
          << "merged, seed " << seed << "\n"
          << show(merged) << "\n"
          << facts::print(input.graph, input.facts);
    } else {
      merged_unproven += 1;
    }
    const std::vector<uint32_t> missed = lines(outcome.misses);
    ASSERT_EQ(std::set(missed.begin(), missed.end()), runs.lost_at)
        << "seed " << seed << "\n"
        << show(outcome) << "\n"
        << facts::print(input.graph, input.facts);
  }
  EXPECT_GT(compared, 2000U);
  EXPECT_LT(unproven * 10, compared);
  RecordProperty("compared", static_cast<int>(compared));
  RecordProperty("unproven", static_cast<int>(unproven));
  for (const size_t each : fates) std::cout << each << " ";
  std::cout << compared << " compared, " << unproven << " unproven, merged " << merged_unproven
            << "\n";
}

}  // namespace
}  // namespace pool_audit::analysis
