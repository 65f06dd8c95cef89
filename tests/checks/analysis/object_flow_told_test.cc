// The ways through a function, and calls that are followed on each of theirs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/checks/analysis/object_flow_support.h"

namespace pool_audit::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The parameters of kHead.
constexpr uint32_t kC = 0;
constexpr uint32_t kOut = 4;
constexpr uint32_t kObj = 6;

std::string show(const Way& way) {
  static constexpr std::array kObjects = {"put",      "kept",   "out", "left",
                                          "returned", "absent", "none"};
  static constexpr std::array kResults = {"", " -> 0", " -> 1"};
  std::string out = kObjects[static_cast<size_t>(way.object)];
  for (const Way::Given& each : way.given) {
    out += " " + std::string(each.zero ? "!" : "") + std::to_string(each.parameter);
  }
  return out + kResults[static_cast<size_t>(way.result)] + (way.told_before ? " told" : "");
}

std::vector<std::string> shown(std::vector<Way> ways) {
  std::vector<std::string> out;
  for (const Way& each : ways) out.push_back(show(each));
  std::ranges::sort(out);
  return out;
}

std::vector<Way> ways_of(std::string_view blocks, Origin::Kind kind, uint32_t index) {
  const Program parsed = program(blocks);
  Origin origin;
  origin.kind = kind;
  origin.index = index;
  return ways(parsed.graph, origin, NamedOracle(parsed.facts));
}

std::vector<std::string> of_parameter(std::string_view blocks) {
  return shown(ways_of(blocks, Origin::Kind::parameter, kObj));
}

std::vector<std::string> of_get(std::string_view blocks) {
  const Program parsed = program(blocks);
  return shown(ways(parsed.graph, first_get(parsed.graph), NamedOracle(parsed.facts)));
}

TEST(Ways, ByParameterAndResult) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    call puts_it(obj)
    return 1
  block 2:
    return 0
)"),
              ElementsAre("left !0 -> 0", "put 0 -> 1"));
}

TEST(Ways, OfANumberInALocal) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    ok = 0
    if obj->Obj::state > 3 -> 1 else 2
  block 1:
    call puts_it(obj)
    ok = 1
    -> 2
  block 2:
    return ok
)"),
              ElementsAre("left -> 0", "put -> 1"));
}

TEST(Ways, WithoutAnObject) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    if obj -> 1 else 2
  block 1:
    call puts_it(obj)
    -> 2
  block 2:
    return
)"),
              ElementsAre("absent !6", "put 6"));
}

TEST(Ways, ParametersThatAreWrittenTellNothing) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    call puts_it(obj)
    -> 2
  block 2:
    c = 1
    return
)"),
              ElementsAre("left", "put"));
}

TEST(Ways, NoneWhereItCannotTell) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    call puts_it(obj)
    return
  block 2:
    call unknown_use(obj)
    return
)"),
              IsEmpty());
}

TEST(Ways, IntoAnOutParameter) {
  EXPECT_THAT(of_get(R"(
  block 0:
    t0 = call try_one(): Obj*
    if t0 -> 1 else 2
  block 1:
    *out = t0
    return 0
  block 2:
    return -1
)"),
              ElementsAre("absent -> 1", "out -> 0"));
}

TEST(Ways, TheResultIsATest) {
  EXPECT_THAT(of_get(R"(
  block 0:
    *out = call try_one(): Obj*
    ok = *out != null
    return ok
)"),
              ElementsAre("absent -> 0", "out -> 1"));
}

TEST(Ways, NextToAnOutParameter) {
  EXPECT_THAT(of_get(R"(
  block 0:
    t0 = call get_one(): Obj*
    *out = t0
    @cache = t0
    return
)"),
              ElementsAre("kept"));
  EXPECT_THAT(of_get(R"(
  block 0:
    t0 = call get_one(): Obj*
    *out = t0
    *out = null
    return
)"),
              ElementsAre("kept"));
}

TEST(Ways, Returned) {
  EXPECT_THAT(of_get(R"(
  block 0:
    if c -> 1 else 3
  block 1:
    t0 = call try_one(): Obj*
    if t0 -> 2 else 3
  block 2:
    return t0
  block 3:
    return null
)"),
              ElementsAre("absent 0 -> 0", "none !0 -> 0", "returned 0 -> 1"));
  EXPECT_THAT(of_get(R"(
  block 0:
    t0 = call try_one(): Obj*
    return t0
)"),
              ElementsAre("returned"));
}

TEST(Ways, OfMoreThanOneObject) {
  EXPECT_THAT(of_get(R"(
  block 0:
    t0 = call get_one(): Obj*
    call puts_it(t0)
    if c -> 0 else 1
  block 1:
    return
)"),
              IsEmpty());
}

TEST(Ways, ExceptionsAreNoReturns) {
  EXPECT_THAT(of_parameter(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    throw
  block 2:
    call puts_it(obj)
    return
)"),
              ElementsAre("put !0"));
}

// ---- telling them apart ------------------------------------------------------------------------

Way way(Way::Object object, std::vector<Way::Given> given, Zero result = Zero::unknown) {
  Way out;
  out.object = object;
  out.given = std::move(given);
  out.result = result;
  return out;
}

TEST(TellApart, ByWhatIsPassed) {
  std::vector<Way> ways = {way(Way::Object::put, {{kC, false}}),
                           way(Way::Object::left, {{kC, true}})};
  EXPECT_TRUE(tell_apart(ways));
  EXPECT_THAT(shown(ways), ElementsAre("left !0 told", "put 0 told"));
}

TEST(TellApart, ByWhatComesBack) {
  std::vector<Way> ways = {way(Way::Object::put, {}, Zero::no),
                           way(Way::Object::left, {}, Zero::yes)};
  EXPECT_TRUE(tell_apart(ways));
  EXPECT_THAT(shown(ways), ElementsAre("left -> 0", "put -> 1"));
}

TEST(TellApart, NotAtAll) {
  std::vector<Way> ways = {way(Way::Object::put, {}), way(Way::Object::left, {{kOut, true}})};
  EXPECT_FALSE(tell_apart(ways));
}

TEST(TellApart, NoObjectIsToldByItself) {
  std::vector<Way> ways = {way(Way::Object::put, {}), way(Way::Object::none, {})};
  EXPECT_TRUE(tell_apart(ways));
}

// ---- calls -------------------------------------------------------------------------------------

// `told_*(object, flag)` puts the object when the flag is set, and says so; `says_*(object)` only
// says so.
class TellingOracle : public NamedOracle {
 public:
  using NamedOracle::NamedOracle;
  [[nodiscard]] CallEffect effect(const facts::FlowGraph& graph, const facts::Event& event,
                                  int index, bool address) const override {
    const bool told = event.callee.text().starts_with("told_");
    if ((!told && !event.callee.text().starts_with("says_")) || index != 0) {
      return NamedOracle::effect(graph, event, index, address);
    }
    CallEffect out = {Effect::puts_some, ""};
    out.ways = {way(Way::Object::put, {}, Zero::no), way(Way::Object::left, {}, Zero::yes)};
    if (told) {
      out.ways[0].given = {{1, false}};
      out.ways[1].given = {{1, true}};
    }
    EXPECT_TRUE(tell_apart(out.ways));
    return out;
  }
};

std::string told(std::string_view blocks) {
  const Program parsed = program(blocks);
  return analysis::show(
      explore(parsed.graph, first_get(parsed.graph), TellingOracle(parsed.facts)));
}

TEST(CallsApart, TheFlagIsKnown) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    call told_it(t0, 1)
    return
)"),
            "all_paths puts 2: put on every path");
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    call told_it(t0, 0)
    return
)"),
            "never misses 2: left without being put back");
}

TEST(CallsApart, TheFlagIsAskedAgain) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    call told_it(o, c)
    if c -> 2 else 1
  block 1:
    call puts_it(o)
    return
  block 2:
    return
)"),
            "all_paths puts 3 101: put on every path");
}

TEST(CallsApart, TheResultIsAsked) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call says_it(o): bool
    if t1 -> 2 else 1
  block 1:
    call puts_it(o)
    return
  block 2:
    return
)"),
            "all_paths puts 3 101: put on every path");
}

TEST(CallsApart, TheResultAloneProvesNoLoss) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    t1 = call says_it(t0): bool
    return
)"),
            "unproven puts 2: put by says_it() on some paths only");
}

TEST(CallsApart, WhatNobodyAsksForMayBeOneOfSeveralReferences) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call says_it(o): bool
    t2 = call says_it(o): bool
    return
)"),
            "unproven puts 3 4: put by says_it() on some paths only");
}

TEST(CallsApart, ANumberIsMoreThanATruth) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call says_it(o): int
    if t1 == 1 -> 2 else 1
  block 1:
    call puts_it(o)
    return
  block 2:
    return
)"),
            "unproven puts 3 101: put by says_it() on some paths only");
}

TEST(CallsApart, ANumberOfWhichOneAsksForZeroAloneIsATruth) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call says_it(o): int
    if t1 -> 2 else 1
  block 1:
    call puts_it(o)
    return
  block 2:
    return
)"),
            "all_paths puts 3 101: put on every path");
}

TEST(CallsApart, ANumberThatIsKeptMayBeAskedForMore) {
  EXPECT_EQ(told(R"(
  block 0:
    t0 = call get_one(): Obj*
    o = t0
    t1 = call says_it(o): int
    n = t1
    if t1 -> 2 else 1
  block 1:
    call puts_it(o)
    return
  block 2:
    return
)"),
            "unproven puts 3 101: put by says_it() on some paths only");
}

TEST(CallsApart, OnlyOneWayIsPossible) {
  EXPECT_EQ(told(R"(
  block 0:
    if c -> 1 else 2
  block 1:
    t0 = call get_one(): Obj*
    call told_it(t0, c)
    return
  block 2:
    return
)"),
            "all_paths puts 102: put on every path");
}

}  // namespace
}  // namespace pool_audit::analysis
