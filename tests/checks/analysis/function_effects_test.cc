// What functions do through what they call, from facts written as text.
#include "checks/analysis/function_effects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "checks/facts/text.h"
#include "checks/model/loader.h"

namespace pool_audit::analysis {
namespace {

using model::Does;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kModels = R"yaml(
functions:
  - {fn: nap, does: sleeps}
  - {fn: sys_open, does: performs_io, opens: descriptor}
  - {fn: say, does: logs}
  - {fn: screen, does: performs_io}
  - {fn: start, args: 1, does: starts_thread}
)yaml";

constexpr std::string_view kPrelude = R"(unit test.cc
locate_lines
record Base size_bytes=8
variable screen: int
variable total: int
function nap() -> void
function sys_open() -> int
function say() -> void
function start(how: int) -> void variadic
function chance() -> int
function write_to(to: int*) -> void
)";

constexpr EffectBits bit(Does does) {
  return static_cast<EffectBits>(does);
}

class FunctionEffectsTest : public testing::Test {
 protected:
  void load(const std::vector<std::string>& units, const std::set<std::string>& opaque = {}) {
    program_ = std::make_unique<Program>();
    for (const std::string& text : units) {
      auto parsed = facts::parse(std::string(kPrelude) + text);
      ASSERT_TRUE(parsed) << parsed.error().to_string() << "\n" << text;
      program_->add(*parsed);
    }
    auto file = model::parse_models(kModels, "test.yaml");
    ASSERT_TRUE(file);
    models_ = std::make_unique<model::ModelSet>(
        std::move(*model::ModelSet::create({}, {}, {}, file->behaviour)));
    effects_ = std::make_unique<FunctionEffects>(
        *program_, *models_, std::set<Symbol>{Symbol("f")},
        [opaque](Symbol id) { return opaque.contains(std::string(id.text())); });
  }
  // The effects of f when it has this body.
  EffectBits of_body(const std::string& body, const std::string& more = "",
                     const std::string& result = "void") {
    load({more + "function f(p: int*, b: bool) -> " + result + " {\n" + body + "}\n"});
    return HasFatalFailure() ? 0 : effects_->of(Symbol("f"));
  }
  std::vector<std::string> path(EffectBits effect) {
    std::vector<std::string> out;
    for (const EffectStep& step : effects_->path(Symbol("f"), effect)) {
      out.emplace_back(step.entity.text());
    }
    return out;
  }

  std::unique_ptr<Program> program_;
  std::unique_ptr<model::ModelSet> models_;
  std::unique_ptr<FunctionEffects> effects_;
};

std::string calling(const std::string& name, const std::string& callee) {
  return "function " + name + "() -> void {\n  block 0:\n    call " + callee +
         "()\n    return\n}\n";
}

TEST_F(FunctionEffectsTest, ByItself) {
  EXPECT_EQ(of_body("  block 0:\n    call nap()\n    return\n"), bit(Does::sleeps));
  EXPECT_THAT(path(bit(Does::sleeps)), ElementsAre("nap"));
  EXPECT_EQ(of_body("  block 0:\n    call chance()\n    return\n"), 0U);
  EXPECT_THAT(path(bit(Does::sleeps)), IsEmpty());
  EXPECT_EQ(of_body("  block 0:\n    t0 = call sys_open()\n    return\n"),
            bit(Does::performs_io) | kOpensHandle);
}

TEST_F(FunctionEffectsTest, OnlyWithEnoughArguments) {
  EXPECT_EQ(of_body("  block 0:\n    call start()\n    return\n"), 0U);
  EXPECT_EQ(of_body("  block 0:\n    call start(1)\n    return\n"), bit(Does::starts_thread));
}

TEST_F(FunctionEffectsTest, ByTheShortestWay) {
  EXPECT_EQ(of_body("  block 0:\n    call g()\n    call h()\n    return\n",
                    calling("g", "i") + calling("i", "h") + calling("h", "nap")),
            bit(Does::sleeps));
  EXPECT_THAT(path(bit(Does::sleeps)), ElementsAre("h", "nap"));
}

TEST_F(FunctionEffectsTest, AcrossUnits) {
  load({"function g() -> void\n" + calling("f", "g"), calling("g", "nap")});
  EXPECT_EQ(effects_->of(Symbol("f")), bit(Does::sleeps));
  EXPECT_THAT(path(bit(Does::sleeps)), ElementsAre("g", "nap"));
}

TEST_F(FunctionEffectsTest, OfFunctionsThatCallEachOther) {
  load({"function h() -> void\n" + calling("f", "g") + calling("g", "h"),
        "function f() -> void\nfunction h() -> void {\n  block 0:\n    call f()\n    call nap()\n"
        "    return\n}\n"});
  EXPECT_EQ(effects_->of(Symbol("f")), bit(Does::sleeps));
  EXPECT_EQ(effects_->of(Symbol("g")), bit(Does::sleeps));
  EXPECT_THAT(path(bit(Does::sleeps)), ElementsAre("g", "h", "nap"));
  load(
      {"function g() -> void\n" + calling("f", "g"), "function f() -> void\n" + calling("g", "f")});
  EXPECT_EQ(effects_->of(Symbol("f")), 0U);
}

TEST_F(FunctionEffectsTest, BodiesThatAreMissing) {
  load({"function g() -> void\n" + calling("f", "g")});
  EXPECT_THAT(effects_->missing_bodies(), ElementsAre(Symbol("g")));
  load({"function g() -> void\n" + calling("f", "a") + calling("a", "b") + calling("b", "c") +
        calling("c", "g")});
  EXPECT_THAT(effects_->missing_bodies(), IsEmpty()) << "too far away";
  load({calling("f", "nap")});
  EXPECT_THAT(effects_->missing_bodies(), IsEmpty()) << "a model knows it";
}

TEST_F(FunctionEffectsTest, NotThroughWhatIsOpaque) {
  load({calling("g", "nap") + calling("f", "g")}, {"g"});
  EXPECT_EQ(effects_->of(Symbol("f")), 0U);
}

constexpr const char* kVirtual = R"(function Base::run() -> void record=Base virtual pure
function A::run() -> void virtual overrides=(Base::run) {
  block 0:
    call nap()
    return
}
)";

TEST_F(FunctionEffectsTest, AVirtualCallDoesWhatAllItsCandidatesDo) {
  const std::string body = "  block 0:\n    call Base::run(object=p) virtual\n    return\n";
  EXPECT_EQ(of_body(body, kVirtual), bit(Does::sleeps));
  const std::string other =
      "function B::run() -> void virtual overrides=(Base::run) {\n  block 0:\n";
  EXPECT_EQ(of_body(body, kVirtual + other + "    return\n}\n"), 0U);
  EXPECT_EQ(of_body(body, kVirtual + other + "    call nap()\n    call say()\n    return\n}\n"),
            bit(Does::sleeps));
  EXPECT_EQ(of_body(body, std::string(kVirtual) +
                              "function C::run() -> void virtual overrides=(Base::run)\n"),
            0U)
      << "one has no body";
}

TEST_F(FunctionEffectsTest, WritesOfGlobals) {
  EXPECT_EQ(of_body("  block 0:\n    @total = 1\n    return\n"), bit(Does::writes_global));
  EXPECT_THAT(path(bit(Does::writes_global)), ElementsAre("total"));
  EXPECT_EQ(of_body("  block 0:\n    @total = 1 arithmetic\n    return\n"), 0U);
  EXPECT_EQ(of_body("  block 0:\n    *p = 1\n    return\n"), 0U);
  EXPECT_EQ(of_body("  block 0:\n    @mine = 1\n    return\n",
                    "variable mine: int is_thread_local=true\n"),
            0U);
}

TEST_F(FunctionEffectsTest, UsesOfGlobalsThatModelsSpeakOf) {
  EXPECT_EQ(of_body("  block 0:\n    call write_to(&@screen)\n    return\n"),
            bit(Does::performs_io));
}

TEST_F(FunctionEffectsTest, FailuresDoNotCount) {
  const std::string fails = R"(  block 0:
    if b -> 1 else 2
  block 1:
    call nap()
    return )";
  EXPECT_EQ(of_body(fails + "null\n  block 2:\n    return p\n", "", "int*"), 0U);
  EXPECT_EQ(of_body(fails + "-1\n  block 2:\n    return 0\n", "", "int"), 0U);
  EXPECT_EQ(of_body(fails + "p\n  block 2:\n    return null\n", "", "int*"), bit(Does::sleeps));
  EXPECT_EQ(of_body(fails + "0\n  block 2:\n    return -1\n", "", "int"), bit(Does::sleeps));
}

TEST_F(FunctionEffectsTest, WhatIsSaidNowAndThenDoesNotCount) {
  const std::string sometimes =
      "  block 0:\n    if b -> 1 else 2\n  block 1:\n    call say()\n"
      "  block 2:\n    return\n";
  EXPECT_EQ(of_body(sometimes), 0U);
  EXPECT_EQ(of_body("  block 0:\n    call say()\n    if b -> 1 else 2\n  block 1:\n    return\n"
                    "  block 2:\n    return\n"),
            bit(Does::logs));
}

TEST_F(FunctionEffectsTest, OfWhatIsNotThere) {
  EXPECT_EQ(of_body("  block 0:\n    return\n"), 0U);
  EXPECT_EQ(effects_->of(Symbol("nobody")), 0U);
  EXPECT_THAT(effects_->path(Symbol("nobody"), bit(Does::sleeps)), IsEmpty());
}

// A long chain takes no stack and no more than its length.
TEST_F(FunctionEffectsTest, LongChains) {
  std::string text = "function f0() -> void {\n  block 0:\n    call nap()\n    return\n}\n";
  constexpr int kLength = 2000;
  for (int i = 1; i < kLength; ++i) {
    text += calling("f" + std::to_string(i), "f" + std::to_string(i - 1));
  }
  load({text + calling("f", "f" + std::to_string(kLength - 1))});
  EXPECT_EQ(effects_->of(Symbol("f")), bit(Does::sleeps));
  EXPECT_EQ(effects_->path(Symbol("f"), bit(Does::sleeps)).size(), kLength + 1U);
}

}  // namespace
}  // namespace pool_audit::analysis
