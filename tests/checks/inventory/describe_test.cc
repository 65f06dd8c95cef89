// What the inventory says of a pool beside its sites.
#include <gtest/gtest.h>

#include <map>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "tests/checks/inventory/annotated.h"

namespace pool_audit::inventory {
namespace {

// One template, several types: each pool is reset by its own type's method.
TEST(Describe, TheResetOfATemplateIsThatOfEachType) {
  analysis::Program program;
  for (const char* file : {"src/dispatcher.cc", "src/main.cc", "src/render.cc", "src/reply.cc"}) {
    program.add(facts_of("examples", file));
  }
  const auto models = model::load_models({});
  ASSERT_TRUE(models);
  const Built built = build(program, *models);
  std::map<std::string, std::string> resets;
  for (const Pool& pool : built.pools) resets[pool.pooled.name] = pool.reset.method;
  EXPECT_EQ(resets["gateway::Job"], "gateway::Job::reset");
  EXPECT_EQ(resets["gateway::Page"], "gateway::Page::reset");
  EXPECT_EQ(resets["gateway::Reply"], "gateway::Reply::reset");
}

// The number of spares in a variable of its own.
TEST(Describe, ACountBesideTheListBoundsIt) {
  analysis::Program program;
  program.add(facts_of("examples", "src/packet.c"));
  const auto models = model::load_models({});
  ASSERT_TRUE(models);
  const Built built = build(program, *models);
  ASSERT_EQ(built.pools.size(), 1U);
  EXPECT_EQ(built.pools[0].name, "free_packets");
  EXPECT_EQ(built.pools[0].bound.kind, BoundKind::bounded);
}

}  // namespace
}  // namespace pool_audit::inventory
