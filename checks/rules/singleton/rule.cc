#include <string>

#include "checks/analysis/cycles.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using facts::FunctionFlag;
using inventory::PoolKey;

// How it comes that a get happens once in the life of the process; "" when it may happen again.
std::string why_once(const Subject& subject, const inventory::Taken& get) {
  const facts::Function* function = subject.program.function(get.function);
  const auto graph = subject.program.graph(get.function);
  if (!function || !graph) return "";
  if (analysis::on_a_cycle(*graph, get.block)) return "";
  if (function->has(FunctionFlag::initializer)) return "taken here, to initialise a global";
  if (function->name.text() == "main" && !function->record) return "taken here, once, in main()";
  // static Foo* foo = pool.get();
  for (const facts::Event& event : graph->blocks[get.block].events) {
    if (event.kind != facts::EventKind::assign || !event.has(facts::EventFlag::initialize) ||
        event.target.root != facts::Root::global || event.arguments.empty()) {
      continue;
    }
    const facts::Variable* variable = subject.program.variable(event.target.symbol);
    if (!variable || variable->storage != facts::Storage::function_static) continue;
    if (variable->is_thread_local || !event.target.steps.empty()) continue;
    if (event.arguments.front().place == event_of(*graph, get).target) {
      return "taken here, to initialise a static variable";
    }
  }
  return "";
}

// A variable, or a local of main(): of members and other locals there may be many.
bool is_one_pool(const Subject& subject, size_t pool) {
  const PoolKey& key = subject.keys[pool];
  if (key.kind == PoolKey::Kind::variable) {
    const facts::Variable* variable = subject.program.variable(key.id);
    return variable && !variable->is_thread_local &&
           subject.program.type(variable->type).kind != facts::TypeKind::array;
  }
  if (key.kind != PoolKey::Kind::local) return false;
  const facts::Function* function = subject.program.function(key.id);
  return function && function->name.text() == "main";
}

bool takes_many(const inventory::Taken& get) {
  return get.role.operation && get.role.operation->count_argument >= 0;
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  std::vector<const inventory::Taken*> only(subject.pools.size(), nullptr);
  std::vector<size_t> gets(subject.pools.size(), 0);
  for (const inventory::Taken& get : subject.taken) {
    for (const size_t pool : get.pools) {
      ++gets[pool];
      only[pool] = &get;
    }
  }
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    // An arena hands out what is asked of it, of which one get says nothing.
    if (gets[i] != 1 || only[i]->pools.size() != 1 || pool.kind == "arena") continue;
    if (!all_uses_are_known(pool) || may_be_anothers(subject, i) || !is_one_pool(subject, i) ||
        takes_many(*only[i]))
      continue;
    const std::string why = why_once(subject, *only[i]);
    if (why.empty()) continue;
    Finding finding = at(pool);
    finding.message = "one object only is ever taken from '" + pool.name + "'";
    finding.notes.push_back({only[i]->place, why});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule singleton;
const Rule singleton = {
    .id = "pool-singleton",
    .summary = "a pool of which one object only is ever taken",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
