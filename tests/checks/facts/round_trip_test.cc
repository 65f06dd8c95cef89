// Both forms give back exactly what they were given, whatever it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/facts/disk.h"
#include "checks/facts/text.h"
#include "checks/facts/validate.h"
#include "tests/checks/facts/random_facts.h"

namespace pool_audit::facts {
namespace {

constexpr uint64_t kSeeds = 400;

TEST(RandomFacts, HoldTheInvariants) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto valid = validate(random_facts(seed));
    ASSERT_TRUE(valid) << "seed " << seed << ": " << valid.error().to_string();
  }
}

TEST(RandomFacts, AreTheSameForTheSameSeed) {
  EXPECT_EQ(random_facts(7), random_facts(7));
  EXPECT_NE(random_facts(7), random_facts(8));
}

TEST(RoundTrip, Text) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const TuFacts facts = random_facts(seed);
    const std::string text = print(facts);
    const Result<TuFacts> back = parse(text);
    ASSERT_TRUE(back) << "seed " << seed << ": " << back.error().line << ":" << back.error().column
                      << ": " << back.error().message << "\n"
                      << text;
    ASSERT_EQ(print(*back), text) << "seed " << seed;
    ASSERT_TRUE(*back == facts) << "seed " << seed << ", printed the same:\n" << text;
  }
}

TEST(RoundTrip, Disk) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const TuFacts facts = random_facts(seed);
    const Result<TuFacts> back = decode(encode(facts));
    ASSERT_TRUE(back) << "seed " << seed << ": " << back.error().to_string();
    ASSERT_TRUE(*back == facts) << "seed " << seed << "\n" << print(facts);
  }
}

TEST(RoundTrip, TextToDiskToText) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const std::string text = print(random_facts(seed));
    const Result<TuFacts> parsed = parse(text);
    ASSERT_TRUE(parsed) << parsed.error().to_string();
    const Result<TuFacts> decoded = decode(encode(*parsed));
    ASSERT_TRUE(decoded) << decoded.error().to_string();
    ASSERT_EQ(print(*decoded), text) << "seed " << seed;
  }
}

}  // namespace
}  // namespace pool_audit::facts
