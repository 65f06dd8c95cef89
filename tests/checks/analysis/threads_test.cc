// What runs beside a thread that a function starts.
#include "checks/analysis/threads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/facts/text.h"
#include "checks/model/loader.h"

namespace pool_audit::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPrelude = R"(unit test.cc
type std::thread record record=std::thread template_name=std::thread size_bytes=8
function std::thread::thread() -> void id=std::thread::thread constructor record_type=std::thread
function std::thread::join() -> void id=std::thread::join record_type=std::thread
function pthread_create(f: int) -> int id=pthread_create
function pthread_join(t: int) -> int id=pthread_join
function work() -> void id=work
function other() -> void id=other
)";

// For each call beside a thread "entry: callee", in the order of the walk.
std::vector<std::string> beside(std::string_view body) {
  const std::string text =
      std::string(kPrelude) + "function f(n: int) -> void id=f {\n" + std::string(body) + "}\n";
  const auto facts = facts::parse(text);
  EXPECT_TRUE(facts) << facts.error().line << ": " << facts.error().message;
  if (!facts) return {};
  Program program;
  program.add(*facts);
  const auto graph = program.graph(Symbol("f"));
  static const auto models = model::load_models({});
  EXPECT_TRUE(models);
  const std::vector<Spawn> spawns = spawns_of(*graph, program, *models);
  std::vector<std::string> out;
  for (const Beside& each : run_beside(*graph, program, *models, spawns)) {
    out.push_back(std::string(spawns[each.spawn].entry.text()) + ": " +
                  std::string(graph->blocks[each.block].events[each.event].callee.text()));
  }
  return out;
}

TEST(Threads, RunUntilTheyAreJoined) {
  EXPECT_THAT(beside(R"(  block 0:
    call other()
    call pthread_create(fn work)
    call other()
    call pthread_join(n)
    call other()
)"),
              ElementsAre("work: other"));
}

TEST(Threads, NobodyKnowsWhatRunsWithoutAName) {
  EXPECT_THAT(beside("  block 0:\n    call pthread_create(n)\n    call other()\n"), IsEmpty());
}

TEST(Threads, InALoopAreSeveral) {
  EXPECT_THAT(beside(R"(  block 0:
    -> 1
  block 1:
    if n -> 2 else exit
  block 2:
    call pthread_create(fn work)
    -> 1
)"),
              ElementsAre("work: pthread_create"));
}

TEST(Threads, JoinedInTheLoopAreOneAfterTheOther) {
  EXPECT_THAT(beside(R"(  block 0:
    -> 1
  block 1:
    if n -> 2 else 3
  block 2:
    call pthread_create(fn work)
    call pthread_join(n)
    -> 1
  block 3:
    call other()
    -> exit
)"),
              IsEmpty());
}

// That the loop which joins is not entered is possible only when no thread was started.
TEST(Threads, ALoopThatJoinsEndsThem) {
  EXPECT_THAT(beside(R"(  block 0:
    call pthread_create(fn work)
    -> 1
  block 1:
    if n -> 2 else 3
  block 2:
    call pthread_join(n)
    -> 1
  block 3:
    call other()
    -> exit
)"),
              IsEmpty());
}

TEST(Threads, OnEachBranch) {
  EXPECT_THAT(beside(R"(  block 0:
    call pthread_create(fn work)
    if n -> 1 else 2
  block 1:
    call pthread_join(n)
    -> 3
  block 2:
    call other()
    -> 3
  block 3:
    -> exit
)"),
              ElementsAre("work: other"));
}

}  // namespace
}  // namespace pool_audit::analysis
