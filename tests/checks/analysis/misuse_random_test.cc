// misuses() against every run that a random graph has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "checks/facts/text.h"
#include "tests/checks/analysis/misuse_model.h"

namespace pool_audit::analysis {
namespace {

uint32_t setting(const char* name, uint32_t otherwise) {
  const char* value = std::getenv(name);
  return value ? static_cast<uint32_t>(std::strtoul(value, nullptr, 10)) : otherwise;
}

std::string words(const std::set<Happened>& all) {
  static constexpr std::array kKinds = {"use", "put_again", "unchecked"};
  std::string out;
  for (const auto& [kind, line, put] : all) {
    out += std::string(kKinds[static_cast<size_t>(kind)]) + " " + std::to_string(line) +
           " after put " + std::to_string(put) + "\n";
  }
  return out;
}

// A misuse may happen after one of several puts; the walk names one of them.
std::set<Happened> without_puts(const std::set<Happened>& all) {
  std::set<Happened> out;
  for (const auto& [kind, line, put] : all) out.emplace(kind, line, 0);
  return out;
}

std::set<Happened> difference(const std::set<Happened>& a, const std::set<Happened>& b) {
  std::set<Happened> out;
  std::ranges::set_difference(a, b, std::inserter(out, out.end()));
  return out;
}

std::set<Happened> reported_by(const Misuses& misuses) {
  std::set<Happened> out;
  for (const Misuse& each : misuses.found) out.emplace(each.kind, each.at.line, each.put.line);
  return out;
}

MisuseVocabulary vocabulary_of(uint32_t seed) {
  MisuseVocabulary out;
  out.addresses = seed % 2 == 0;
  out.parts = seed % 3 != 0;
  out.inside = seed % 4 < 2;
  out.owners = seed % 5 < 2;
  out.exceptions = seed % 7 < 3;
  out.opaque = seed % 11 < 4;
  out.numbers = seed % 13 < 6;
  return out;
}

TEST(MisuseRandom, AgreesWithEveryRun) {
  const uint32_t first = setting("SEED", 0);
  const uint32_t count = setting("COUNT", 300);
  size_t compared = 0;
  size_t undecided = 0;
  std::array<size_t, 3> kinds = {};
  for (uint32_t seed = first; seed < first + count; ++seed) {
    std::mt19937 random(seed);
    const MisuseGraph input = random_misuse_graph(random, vocabulary_of(seed));
    const MisuseRuns runs = run_misuses(input);
    if (!runs.complete) continue;
    ++compared;
    const MisuseOracle oracle(input.program.facts);
    const auto print = [&] { return facts::print(input.program.graph, input.program.facts); };
    const Misuses exact = misuses(input.program.graph, input.origin, oracle);
    // With the states of a block merged at once, it may know less but nothing else.
    const Misuses merged = misuses(input.program.graph, input.origin, oracle, {.max_states = 0});
    for (const Misuses& each : {exact, merged}) {
      const std::set<Happened> reported = reported_by(each);
      ASSERT_EQ(words(difference(reported, runs.happened)), "")
          << "reported, but no run does it; seed " << seed << "\n"
          << print();
      if (each.unsure) continue;
      ASSERT_EQ(words(difference(without_puts(runs.certain), without_puts(reported))), "")
          << "happens, but is not reported; seed " << seed << "\n"
          << print();
    }
    undecided += exact.unsure ? 1U : 0U;
    for (const auto& [kind, line, put] : runs.happened) ++kinds[static_cast<size_t>(kind)];
  }
  std::cout << count << " graphs, " << compared << " compared, 0 disagreements, " << undecided
            << " undecided; " << kinds[0] << " uses after put, " << kinds[1] << " double puts, "
            << kinds[2] << " unchecked\n";
  EXPECT_GT(compared * 10, count * size_t{9});
  EXPECT_LT(undecided * 10, compared);
}

// A walk that is taken up where the object came in finds what a new one finds.
TEST(MisuseRandom, TakenUpAgainFindsTheSame) {
  const uint32_t first = setting("SEED", 0);
  const uint32_t count = setting("COUNT", 300);
  size_t compared = 0;
  size_t found = 0;
  for (uint32_t seed = first; seed < first + count; ++seed) {
    std::mt19937 random(seed);
    const MisuseGraph input = random_misuse_graph(random, vocabulary_of(seed));
    const MisuseOracle oracle(input.program.facts);
    const auto graph = std::make_shared<const facts::FlowGraph>(input.program.graph);
    Continuation later;
    const Outcome outcome = explore(graph, input.origin, oracle, later, {.least_kept = 0});
    ASSERT_EQ(outcome, explore(*graph, input.origin, oracle)) << "seed " << seed;
    if (!later) continue;
    ++compared;
    const std::vector<Misuse> fresh = all_misuses(*graph, input.origin, oracle);
    const std::vector<Misuse> again = std::move(later).all_misuses();
    ASSERT_EQ(reported_by({again}), reported_by({fresh}))
        << "seed " << seed << "\n"
        << facts::print(input.program.graph, input.program.facts);
    found += again.size();
  }
  std::cout << compared << " walks taken up again, " << found << " misuses\n";
  EXPECT_GT(compared * 2, count);
  EXPECT_GT(found, 0U);
}

}  // namespace
}  // namespace pool_audit::analysis
