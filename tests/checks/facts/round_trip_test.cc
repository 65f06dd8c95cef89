// Both forms give back exactly what they were given, whatever it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <typeinfo>

#include "checks/facts/disk.h"
#include "checks/facts/fields.h"
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

// What the random facts never set, no other test here would miss.
template <class T>
void note_fields(const T& value, std::map<std::string, bool>& touched) {
  if constexpr (requires { value.size(); }) {
    for (const auto& each : value) note_fields(each, touched);
  } else if constexpr (Described<T>) {
    static const T defaults{};
    for_each_field<T>([&](auto field) {
      bool& here = touched[std::string(typeid(T).name()) + "::" + std::string(field.name)];
      here = here || !(value.*field.member == defaults.*field.member);
      note_fields(value.*field.member, touched);
    });
  }
}

TEST(RandomFacts, TouchEveryField) {
  std::map<std::string, bool> touched;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) note_fields(random_facts(seed), touched);
  EXPECT_GT(touched.size(), 100U);
  for (const auto& [field, seen] : touched) EXPECT_TRUE(seen) << field;
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
