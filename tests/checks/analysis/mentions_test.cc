// Which functions name an entity, and which blocks repeat.
#include "checks/analysis/mentions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/analysis/cycles.h"
#include "checks/facts/text.h"

namespace pool_audit::analysis {
namespace {

using testing::ElementsAre;

Program program_of(std::string_view text) {
  Program out;
  const auto facts = facts::parse(text);
  EXPECT_TRUE(facts) << facts.error().message;
  if (facts) out.add(*facts);
  return out;
}

TEST(Mentions, StandInEventsAndConditions) {
  const Program program = program_of(R"(unit a.cc
record Server id=Server {
  field free: int* id=Server::free
}
variable head: int* id=head
variable other: int* id=other
function writes() -> void id=writes {
  block 0:
    @head = null
}
function reads(s: Server*) -> void id=reads {
  block 0:
    call use(s->free)
}
function tests() -> void id=tests {
  block 0:
    if @head -> 1 else exit
  block 1:
    use @other
}
)");
  const auto found =
      functions_that_name(program, {Symbol("head"), Symbol("Server::free"), Symbol("nowhere")});
  EXPECT_EQ(found.size(), 2U);
  EXPECT_THAT(found.at(Symbol("head")), ElementsAre(Symbol("tests"), Symbol("writes")));
  EXPECT_THAT(found.at(Symbol("Server::free")), ElementsAre(Symbol("reads")));
  EXPECT_TRUE(functions_that_name(program, {}).empty());
}

TEST(Cycles, LeadBackToABlock) {
  const Program program = program_of(R"(unit a.cc
function f(n: int) -> void id=f {
  block 0:
    -> 1
  block 1:
    if n -> 2 else 3
  block 2:
    -> 1
  block 3:
    -> exit
}
)");
  const auto graph = program.graph(Symbol("f"));
  ASSERT_NE(graph, nullptr);
  EXPECT_FALSE(on_a_cycle(*graph, 0));
  EXPECT_TRUE(on_a_cycle(*graph, 1));
  EXPECT_TRUE(on_a_cycle(*graph, 2));
  EXPECT_FALSE(on_a_cycle(*graph, 3));
  EXPECT_FALSE(on_a_cycle(*graph, 99));
}

}  // namespace
}  // namespace pool_audit::analysis
