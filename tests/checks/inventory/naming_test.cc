// What pools call themselves at run time, and where they are made.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "checks/analysis/program.h"
#include "checks/inventory/build.h"
#include "checks/model/loader.h"
#include "tests/checks/inventory/annotated.h"

namespace pool_audit::inventory {
namespace {

TEST(Naming, NamesAndPlaces) {
  const std::string folder = "tests/projects/naming";
  analysis::Program program;
  program.add(facts_of(folder, "pools.cc", {"-isystem", PA_RUNTIME_INCLUDE}));
  const auto models = model::load_models({});
  ASSERT_TRUE(models);
  const Built built = build(program, *models);
  std::map<std::string, const Pool*> pools;
  for (const Pool& pool : built.pools) pools[pool.name] = &pool;
  const std::map<std::string, std::string> names = {
      {"packets", "net.packets"},
      {"strings", "io.strings"},
      {"unnamed", ""},
      {"tag", "by.tag"},
      {"plain_tag", "plain_tag"},
      {"Server::pool_", "server.pool"},
      {"Server::other_", "server.other"},
      {"Twice::pool_", ""},
      {"use()::local", "local"},
  };
  for (const auto& [name, wanted] : names) {
    const auto found = pools.find(name);
    if (found == pools.end()) {
      ADD_FAILURE() << name << " is not in the inventory";
      continue;
    }
    EXPECT_EQ(found->second->runtime_name, wanted) << name;
  }
  ASSERT_TRUE(pools.contains("Server::pool_") && pools.contains("tag"));
  EXPECT_TRUE(pools["packets"]->made_at.empty()) << "it is made where it is declared";
  ASSERT_EQ(pools["Server::pool_"]->made_at.size(), 1U);
  EXPECT_LT(pools["Server::pool_"]->made_at[0].line, pools["Server::pool_"]->place.line);
  EXPECT_EQ(pools["Twice::pool_"]->made_at.size(), 2U);
  ASSERT_EQ(pools["tag"]->made_at.size(), 1U);
  EXPECT_GT(pools["tag"]->made_at[0].line, pools["tag"]->place.line) << "that of its site";
  EXPECT_EQ(pools["tag"]->model, "pool.static_pool");
}

}  // namespace
}  // namespace pool_audit::inventory
