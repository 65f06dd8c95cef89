// What calls do to an object, by models, annotations and bodies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/checks/analysis/effects_fixture.h"

namespace pool_audit::analysis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using EffectsOfModels = EffectsFixture;
using EffectsOfBodies = EffectsFixture;

// ---- models and annotations --------------------------------------------------------------------

TEST_F(EffectsOfModels, WhatAnApiPuts) {
  load("", "  block 0:\n    call Pool::put(object=&@pool, obj)\n");
  EXPECT_EQ(effect(0), "puts");
  EXPECT_EQ(effect(-1), "borrows") << "the pool itself";
  load("", "  block 0:\n    call Pool::pass_on(object=&@pool, obj)\n");
  EXPECT_EQ(effect(0), "keeps: handed on");
  load("", "  block 0:\n    call Pool::put_and_clear(object=&@pool, &o)\n");
  EXPECT_EQ(effect(0, true), "puts");
  EXPECT_EQ(effect(0, false), "borrows");
}

TEST_F(EffectsOfModels, WhatAnApiGetsDoesNothingToOthers) {
  load("", "  block 0:\n    call Pool::fill(object=&@pool, &o)\n");
  EXPECT_EQ(effect(0, true), "borrows");
}

TEST_F(EffectsOfModels, TheObjectItselfIsPut) {
  load("function Counted::unref() -> void record=Counted record_type=Counted\n",
       "  local c: Counted*\n  block 0:\n    call Counted::unref(object=c)\n");
  EXPECT_EQ(effect(-1), "puts");
}

TEST_F(EffectsOfModels, Annotations) {
  EXPECT_EQ(passed("function g(a_: Obj*) -> void annotations=(pool::put)\n"), "puts");
  EXPECT_EQ(passed("function g(a_: Obj*) -> void annotations=(pool::reset(0))\n"), "resets");
  load("function Obj::clear() -> void record=Obj record_type=Obj annotations=(pool::reset)\n",
       "  block 0:\n    call Obj::clear(object=obj)\n");
  EXPECT_EQ(effect(-1), "resets");
}

TEST_F(EffectsOfModels, Consumers) {
  load("function queue_send(a_: int, b_: Obj*) -> void\n",
       "  block 0:\n    call queue_send(n, obj)\n");
  EXPECT_EQ(effect(1), "keeps: handed to queue_send()");
}

TEST_F(EffectsOfModels, HowAGetFails) {
  const auto never_fails = [&](const std::string& call) {
    load("", "  block 0:\n    " + call + "\n");
    return effects_->never_fails(last_call());
  };
  EXPECT_TRUE(never_fails("t0 = call Pool::get(object=&@pool)"));
  EXPECT_TRUE(never_fails("t0 = call Pool::must_get(object=&@pool)")) << "it throws";
  EXPECT_FALSE(never_fails("t0 = call Pool::try_get(object=&@pool)"));
  EXPECT_FALSE(never_fails("t0 = call Pool::fill(object=&@pool, &o)"));
  EXPECT_TRUE(never_fails("t0 = new Obj()"));
}

// ---- expressions -------------------------------------------------------------------------------

TEST_F(EffectsOfBodies, NewAndDelete) {
  load("", "  block 0:\n    t0 = new Obj(obj) placement\n");
  EXPECT_EQ(effect(0), "returns") << "what is built in the memory is the object";
  load("", "  block 0:\n    t0 = new Obj(obj)\n");
  EXPECT_EQ(effect(0), "borrows");
  load("", "  block 0:\n    delete obj\n");
  EXPECT_EQ(effect(0), "keeps: destroyed by delete");
}

TEST_F(EffectsOfBodies, CalleesThatNobodyKnows) {
  load("", "  block 0:\n    call(object=@hook, obj) indirect\n");
  EXPECT_EQ(effect(0), "unknown: passed to a function through a pointer");
  EXPECT_EQ(effect(-1), "borrows") << "the pointer to the function";
  load("", "  block 0:\n    call(object=@global, obj) indirect\n");
  EXPECT_EQ(effect(-1), "unknown: called through a pointer to a member");
  load("", "  block 0:\n    call helper(obj) unresolved\n");
  EXPECT_EQ(effect(0), "unknown: passed to helper()");
  EXPECT_EQ(passed("function g(a_: Obj*) -> void\n"),
            "unknown: passed to g(), whose body is not in the program");
  EXPECT_THAT(effects_->missing_bodies(), testing::ElementsAre(Symbol("g")));
}

TEST_F(EffectsOfBodies, CallingAMethodOfTheObjectIsUsingIt) {
  load("function Obj::use() -> void record=Obj record_type=Obj\n",
       "  block 0:\n    call Obj::use(object=obj)\n");
  EXPECT_EQ(effect(-1), "borrows");
}

// ---- bodies ------------------------------------------------------------------------------------

TEST_F(EffectsOfBodies, Puts) {
  EXPECT_EQ(passed(R"(function g(it: Obj*) -> void {
  block 0:
    call Pool::put(object=&@pool, it)
}
)"),
            "puts: put by g()");
}

TEST_F(EffectsOfBodies, PutsUnlessItIsNull) {
  EXPECT_EQ(passed(R"(function g(it: Obj*) -> void {
  block 0:
    if it -> 1 else 2
  block 1:
    call Pool::put(object=&@pool, it)
  block 2:
    return
}
)"),
            "puts: put by g()");
}

TEST_F(EffectsOfBodies, PutsOnSomePaths) {
  EXPECT_EQ(passed(R"(function g(it: Obj*, yes: bool) -> void {
  block 0:
    if yes -> 1 else 2
  block 1:
    call Pool::put(object=&@pool, it)
  block 2:
    return
}
)",
                   "g(obj, b)"),
            "puts_some: put by g() on some paths only");
}

TEST_F(EffectsOfBodies, ReturnsItOnSomePathsOnly) {
  EXPECT_THAT(passed(R"(function g(it: Obj*, yes: bool) -> Obj* {
  block 0:
    if yes -> 1 else 2
  block 1:
    return it
  block 2:
    return null
}
)",
                     "g(obj, b)"),
              StartsWith("unknown: g(): returned to the caller on some paths only"));
}

TEST_F(EffectsOfBodies, Keeps) {
  EXPECT_EQ(passed(R"(function g(it: Obj*) -> void {
  block 0:
    @global = it
}
)"),
            "keeps: g(): stored in global");
  EXPECT_EQ(passed(R"(function g(it: Obj*, to: Server*) -> void {
  block 0:
    to->Server::obj = it
}
)",
                   "g(obj, srv)"),
            "keeps in 1: g(): stored in Server::obj");
}

TEST_F(EffectsOfBodies, ReturnsBorrowsAndPointsInto) {
  EXPECT_EQ(passed("function g(it: Obj*) -> Obj* {\n  block 0:\n    return it\n}\n"),
            "returns: g() returns it");
  EXPECT_EQ(passed("function g(it: Obj*) -> Obj* {\n  block 0:\n    return it->Obj::next\n}\n"),
            "borrows");
  EXPECT_EQ(passed("function g(it: Obj*) -> Link* {\n  block 0:\n    return &it->Obj::link\n}\n"),
            "points_in");
}

TEST_F(EffectsOfBodies, ThroughSeveralCalls) {
  const std::string chain = R"(function g(it: Obj*) -> void {
  block 0:
    call h(it)
}
function h(it: Obj*) -> void {
  block 0:
    call k(it)
}
)";
  EXPECT_EQ(passed(chain + "function k(it: Obj*) -> void {\n  block 0:\n    call "
                           "Pool::put(object=&@pool, it)\n}\n"),
            "puts: put by g()");
  EXPECT_EQ(passed(chain + "function k(it: Obj*) -> void\n"),
            "unknown: g(): h(): passed to k(), whose body is not in the program");
  EXPECT_THAT(effects_->missing_bodies(), testing::ElementsAre(Symbol("k")))
      << "it is the one to look for";
}

TEST_F(EffectsOfBodies, FunctionsThatCallEachOther) {
  EXPECT_EQ(passed(R"(function g(it: Obj*, n: int) -> void {
  block 0:
    if n == 0 -> 1 else 2
  block 1:
    call Pool::put(object=&@pool, it)
    return
  block 2:
    call h(it, n)
}
function h(it: Obj*, n: int) -> void {
  block 0:
    call g(it, n)
}
)",
                   "g(obj, n)"),
            "puts: put by g()");
}

TEST_F(EffectsOfBodies, AVariadicArgumentHasNoParameter) {
  EXPECT_EQ(
      passed("function g(a_: int) -> void variadic {\n  block 0:\n    return\n}\n", "g(n, obj)"),
      "borrows");
  EXPECT_EQ(effect(1), "borrows") << "formatted, not kept";
}

TEST_F(EffectsOfBodies, Lambdas) {
  load(R"(function lam() -> void lambda {
  capture it: Obj*
  capture other: Obj*
  block 0:
    call Pool::put(object=&@pool, [it])
}
)",
       "  block 0:\n    call Pool::put(object=&@pool, obj)\n");
  EXPECT_EQ(effects_->capture_effect(Symbol("lam"), 0).effect, Effect::puts);
  EXPECT_EQ(effects_->capture_effect(Symbol("lam"), 1).effect, Effect::borrows);
  EXPECT_EQ(effects_->capture_effect(Symbol("nowhere"), 0).effect, Effect::unknown);
}

// ---- virtual functions -------------------------------------------------------------------------

constexpr std::string_view kSinks = R"(record Sink is_polymorphic size_bytes=8
variable sink: Sink*
function Sink::take(a_: Obj*) -> void record=Sink virtual pure
function A::take(it: Obj*) -> void virtual overrides=(Sink::take) {
  block 0:
    call Pool::put(object=&@pool, it)
}
)";

TEST_F(EffectsOfBodies, OverridersThatAgree) {
  EXPECT_EQ(passed(std::string(kSinks), "Sink::take(object=@sink, obj) virtual"),
            "puts: put by A::take()");
  EXPECT_THAT(passed(std::string(kSinks) +
                         R"(function B::take(it: Obj*) -> void virtual overrides=(Sink::take) {
  block 0:
    call Pool::put(object=&@pool, it)
}
)",
                     "Sink::take(object=@sink, obj) virtual"),
              StartsWith("puts"));
}

TEST_F(EffectsOfBodies, OverridersThatDiffer) {
  EXPECT_EQ(passed(std::string(kSinks) +
                       R"(function B::take(it: Obj*) -> void virtual overrides=(Sink::take) {
  block 0:
    return
}
)",
                   "Sink::take(object=@sink, obj) virtual"),
            "unknown: the overriders of Sink::take() differ");
}

TEST_F(EffectsOfBodies, TheMethodItselfIsOneOfThem) {
  EXPECT_EQ(passed(R"(record Sink is_polymorphic size_bytes=8
variable sink: Sink*
function Sink::take(it: Obj*) -> void record=Sink virtual {
  block 0:
    return
}
function A::take(it: Obj*) -> void virtual overrides=(Sink::take) {
  block 0:
    call Pool::put(object=&@pool, it)
}
)",
                   "Sink::take(object=@sink, obj) virtual"),
            "unknown: the overriders of Sink::take() differ");
}

TEST_F(EffectsOfBodies, ACallOfOneOfThemByName) {
  EXPECT_EQ(passed(std::string(kSinks), "A::take(object=@sink, obj)"), "puts: put by A::take()");
}

TEST_F(EffectsOfBodies, TooManyOverriders) {
  std::string many(kSinks);
  for (int i = 0; i < 20; ++i) {
    many += "function S" + std::to_string(i) +
            "::take(it: Obj*) -> void virtual overrides=(Sink::take) {\n  block 0:\n    call "
            "Pool::put(object=&@pool, it)\n}\n";
  }
  EXPECT_THAT(passed(many, "Sink::take(object=@sink, obj) virtual"),
              HasSubstr("one of many overriders"));
}

}  // namespace
}  // namespace pool_audit::analysis
