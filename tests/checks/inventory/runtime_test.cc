// The pools of a program that uses the runtime: what they hand out, and that the runtime's own
// members are none of them.
#include <gtest/gtest.h>

#include <map>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "tests/checks/inventory/annotated.h"

namespace pool_audit::inventory {
namespace {

TEST(Runtime, PoolsOfTheProgramAlone) {
  analysis::Program program;
  program.add(facts_of("tests/projects/naming", "leases.cc", {"-isystem", PA_RUNTIME_INCLUDE}));
  const auto models = model::load_models({});
  ASSERT_TRUE(models);
  std::map<std::string, std::string> pooled;
  for (const Pool& pool : build(program, *models).pools) pooled[pool.name] = pool.pooled.name;
  const std::map<std::string, std::string> wanted = {
      {"packets", "Packet"},       {"numbers", "int"},           {"packet_tag", "Packet"},
      {"Server::pool_", "Packet"}, {"owned()::local", "Packet"},
  };
  EXPECT_EQ(pooled, wanted);
}

}  // namespace
}  // namespace pool_audit::inventory
