// What a look ahead of the walks names.
#include "checks/analysis/outlook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/checks/analysis/effects_fixture.h"

namespace pool_audit::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OutlookTest : public EffectsFixture {
 protected:
  // `body` is that of f, which is the only user to begin with; all calls are known.
  void look(std::string_view more, std::string_view body) {
    load(more, body);
    std::map<Symbol, std::vector<Symbol>> callers;
    for (const Symbol id : program_->graph_ids()) {
      for (const facts::Block& block : program_->graph(id)->blocks) {
        for (const facts::Event& event : block.events) callers[event.callee].push_back(id);
      }
    }
    const Outlook out = look_ahead(*program_, *roles_, {Symbol("f")},
                                   [&](Symbol function) { return callers[function]; });
    wrappers_ = names(out.wrappers);
    unseen_ = names(out.unseen);
  }

  static std::vector<std::string> names(const std::set<Symbol>& symbols) {
    std::vector<std::string> out;
    for (const Symbol symbol : symbols) out.emplace_back(symbol.text());
    return out;
  }

  std::vector<std::string> wrappers_, unseen_;
};

constexpr std::string_view kGet = "    o = call Pool::get(object=&@pool): Obj*\n";

TEST_F(OutlookTest, WhoIsHandedAnObjectAndHasNoBody) {
  look("function insert(a_: Obj*) -> void\nfunction other(a_: Obj*) -> void\n",
       "  block 0:\n" + std::string(kGet) + "    call insert(o)\n    call other(obj)\n");
  EXPECT_THAT(unseen_, ElementsAre("insert")) << "not who is handed something else";
  EXPECT_THAT(wrappers_, IsEmpty());
}

TEST_F(OutlookTest, AlongCopiesAndPointersIntoIt) {
  look("function insert(a_: Link*) -> void\n", "  local p: Obj*\n  block 0:\n" + std::string(kGet) +
                                                   "    p = o\n    call insert(&p->link)\n");
  EXPECT_THAT(unseen_, ElementsAre("insert"));
}

TEST_F(OutlookTest, NotAlongWhatAMemberHolds) {
  look("function insert(a_: Obj*) -> void\n",
       "  block 0:\n" + std::string(kGet) + "    call insert(o->next)\n");
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(OutlookTest, ThroughBodies) {
  look(
      "function insert(a_: Obj*) -> void\n"
      "function keep(a_: Obj*, b_: Obj*) -> void {\n  block 0:\n    call insert(a_)\n}\n",
      "  block 0:\n" + std::string(kGet) + "    call keep(o, obj)\n");
  EXPECT_THAT(unseen_, ElementsAre("insert"));
  look(
      "function insert(a_: Obj*) -> void\n"
      "function keep(a_: Obj*, b_: Obj*) -> void {\n  block 0:\n    call insert(a_)\n}\n",
      "  block 0:\n" + std::string(kGet) + "    call keep(obj, o)\n");
  EXPECT_THAT(unseen_, IsEmpty()) << "the other parameter";
}

TEST_F(OutlookTest, WhatTakesItByAnOutParameter) {
  look("function insert(a_: Obj*) -> void\n",
       "  block 0:\n    t0 = call Pool::fill(object=&@pool, &o): int\n    call insert(o)\n");
  EXPECT_THAT(unseen_, ElementsAre("insert"));
}

TEST_F(OutlookTest, CallersOfWhoReturnsIt) {
  look(
      "function insert(a_: Obj*) -> void\n"
      "function user() -> void {\n  local u: Obj*\n  block 0:\n    u = call make(): Obj*\n"
      "    call insert(u)\n}\n"
      "function make() -> Obj* {\n  local m: Obj*\n  block 0:\n    m = call f(): Obj*\n"
      "    return m\n}\n",
      "  block 0:\n" + std::string(kGet) + "    return o\n");
  EXPECT_THAT(wrappers_, ElementsAre("f", "make"));
  EXPECT_THAT(unseen_, ElementsAre("insert"));
}

TEST_F(OutlookTest, ACalleeThatReturnsWhatItIsHandedIsNoWrapper) {
  look("function same(a_: Obj*) -> Obj* {\n  block 0:\n    return a_\n}\n",
       "  block 0:\n" + std::string(kGet) + "    call same(o)\n");
  EXPECT_THAT(wrappers_, IsEmpty());
}

TEST_F(OutlookTest, ThePoolsOwnCallsAskForNothing) {
  look("", "  block 0:\n" + std::string(kGet) + "    call Pool::put(object=&@pool, o)\n");
  EXPECT_THAT(unseen_, IsEmpty());
}

TEST_F(OutlookTest, ComesToAnEndWhereFunctionsCallEachOther) {
  look(
      "function even(a_: Obj*) -> void {\n  block 0:\n    call odd(a_)\n}\n"
      "function odd(a_: Obj*) -> void {\n  block 0:\n    call even(a_)\n    call insert(a_)\n}\n"
      "function insert(a_: Obj*) -> void\n",
      "  block 0:\n" + std::string(kGet) + "    call even(o)\n");
  EXPECT_THAT(unseen_, ElementsAre("insert"));
}

}  // namespace
}  // namespace pool_audit::analysis
