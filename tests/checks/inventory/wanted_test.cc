// The names by which sources outside of the program could reach a pool.
#include "checks/inventory/wanted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checks/analysis/effects_fixture.h"

namespace pool_audit::inventory {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using WantedTest = analysis::EffectsFixture;

constexpr std::string_view kCallees =
    "function net::put_back(a_: Obj*) -> void\nfunction die() -> void\nfunction dead() -> void\n"
    "function seen() -> void {\n  block 0:\n    return\n}\n"
    "function strlen(a_: Obj*) -> int in_system_header\n";

TEST_F(WantedTest, CalleesWithoutABodyBehindABlock) {
  load(kCallees, R"(
  block 0:
    call net::put_back(obj)
    if b -> 1 else 2
  block 1:
    call die()
    -> 2
  block 2:
    call seen()
    call strlen(obj)
    call Pool::put(object=&@pool, obj)
    return
  block 3:
    call dead()
    return
)");
  const auto graph = program_->graph(Symbol("f"));
  Wanted all(*program_, *roles_);
  all.add_unseen_callees(*graph, 0);
  EXPECT_THAT(all.names(), ElementsAre("die", "put_back")) << "no path leads to block 3";
  Wanted some(*program_, *roles_);
  some.add_unseen_callees(*graph, 1);
  EXPECT_THAT(some.names(), ElementsAre("die")) << "block 0 lies before";
  some.add_unseen_callees(*graph, 0);
  EXPECT_THAT(some.names(), ElementsAre("die", "put_back")) << "what was looked at is no end";
}

TEST_F(WantedTest, HandlersMayFollow) {
  load(kCallees, R"(
  try 0: catch ... -> 1
  block 0:
    return
  block 1:
    call die()
    return
)");
  Wanted out(*program_, *roles_);
  out.add_unseen_callees(*program_->graph(Symbol("f")), 0);
  EXPECT_THAT(out.names(), ElementsAre("die"));
}

TEST_F(WantedTest, FunctionsByTheLastPartOfTheirNames) {
  load(kCallees, "  block 0:\n    return\n");
  Wanted out(*program_, *roles_);
  out.add(std::set<Symbol>{Symbol("net::put_back"), Symbol("nobody")});
  EXPECT_THAT(out.names(), ElementsAre("put_back"));
}

TEST_F(WantedTest, WhatModelsAloneShow) {
  load("function insert(a_: Obj*) -> void\n", R"(
  block 0:
    o = call Pool::get(object=&@pool): Obj*
    call insert(o)
    return
)");
  EXPECT_THAT(names_of_models(*program_, *models_), ElementsAre("insert"));
  load("function insert(a_: Obj*) -> void\n", "  block 0:\n    call insert(obj)\n    return\n");
  EXPECT_THAT(names_of_models(*program_, *models_), IsEmpty()) << "it takes nothing";
}

}  // namespace
}  // namespace pool_audit::inventory
