// The numbers, and that they add up.
#include "tool/report/summary.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/tool/report/enumerators.h"
#include "tests/tool/report/sample.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

// The numbered identities of summary.h.
void expect_sums(const Summary& s) {
  EXPECT_EQ(s.pools, s.modelled + s.annotated + s.hand_written) << "S1";
  uint64_t libraries = 0;
  for (const auto& [library, count] : s.libraries) libraries += count;
  EXPECT_EQ(s.pools, libraries) << "S1";
  EXPECT_EQ(s.gets, s.proven_right() + s.proven_wrong() + s.unproven()) << "S2";
  EXPECT_EQ(s.units, s.analysed + s.skipped + s.failed) << "S3";
  EXPECT_EQ(s.sites, s.gets + s.puts + s.resets + s.discards + s.creates + s.destroys) << "S4";
}

TEST(Summary, OfTheSample) {
  const Summary summary = summarise(sample_inventory());
  expect_sums(summary);
  EXPECT_EQ(summary.pools, 7U);
  EXPECT_EQ(summary.hand_written, 2U);
  EXPECT_EQ(summary.libraries.at("Poco"), 2U);
  EXPECT_EQ(summary.libraries.at(""), 4U);
  EXPECT_EQ(summary.sites, 16U);
  EXPECT_EQ(summary.proven_right(), 2U);
  EXPECT_EQ(summary.proven_wrong(), 2U);
  EXPECT_EQ(summary.unproven(), 4U);
  EXPECT_EQ(summary.failed, 1U);
}

TEST(Summary, CountsEveryCombinationOnce) {
  Inventory all;
  for (const Origin origin : enumerators<Origin>()) {
    Pool pool;
    pool.origin = origin;
    pool.library = origin == Origin::hand_written ? "ignored" : "Lib";
    for (const SiteKind kind : enumerators<SiteKind>()) {
      for (const Pairing pairing : enumerators<Pairing>()) {
        Site site;
        site.kind = kind;
        site.pairing = pairing;
        pool.sites.push_back(site);
      }
    }
    all.pools.push_back(pool);
  }
  for (const UnitState state : enumerators<UnitState>()) all.units.push_back({"f", state, "", {}});
  const Summary summary = summarise(all);
  expect_sums(summary);
  const uint64_t pairings = enumerators<Pairing>().size();
  EXPECT_EQ(summary.sites, 3 * enumerators<SiteKind>().size() * pairings);
  EXPECT_EQ(summary.gets, 3 * pairings);
  EXPECT_EQ(summary.puts, 3 * pairings);
  EXPECT_EQ(summary.undecided, 6U) << "none and unproven";
  EXPECT_EQ(summary.libraries.count("ignored"), 0U);
  EXPECT_EQ(summary.units, enumerators<UnitState>().size());
  expect_sums(summarise(all.pools[0]));
  EXPECT_EQ(summarise(Inventory{}), Summary{});
}

}  // namespace
}  // namespace pool_audit::report
