#include "checks/inventory/wanted.h"

#include <string_view>
#include <vector>

#include "checks/inventory/describe.h"

namespace pool_audit::inventory {

using facts::Event;
using facts::FlowGraph;

namespace {

std::string last_component(std::string_view name) {
  const size_t at = name.rfind("::");
  return std::string(at == std::string_view::npos ? name : name.substr(at + 2));
}

}  // namespace

void Wanted::add(Symbol function) {
  const facts::Function* fact = program_.function(function);
  if (fact) names_.insert(last_component(fact->name.text()));
}

void Wanted::add(const std::set<Symbol>& functions) {
  for (const Symbol function : functions) add(function);
}

void Wanted::add(const PoolKey& key, const Pool& pool) {
  if (key.kind != PoolKey::Kind::variable && key.kind != PoolKey::Kind::field) return;
  names_.insert(last_component(pool.name));
}

void Wanted::add(const PoolKey& key) {
  Pool pool;
  describe_declaration(pool, key, program_);
  add(key, pool);
}

void Wanted::add(const analysis::Recognised& recognised) {
  for (const analysis::HandWritten& pool : recognised.pools) {
    for (const auto* parts : {&pool.gets, &pool.puts}) {
      for (const analysis::Part& part : *parts) add(part.function);
    }
  }
  names_.insert(recognised.halves.begin(), recognised.halves.end());
}

bool Wanted::is_unseen(const Event& event) const {
  if (event.kind != facts::EventKind::call || program_.has_graph(event.callee)) return false;
  const facts::Function* callee = program_.function(event.callee);
  return callee && !callee->has(facts::FunctionFlag::in_system_header) &&
         !roles_.of_function(event.callee);
}

void Wanted::add_unseen_callees(const FlowGraph& graph, uint32_t block) {
  // Every handler may follow: where calls throw does not matter here.
  std::vector<uint32_t> todo = {block};
  for (const facts::Region& region : graph.regions) {
    for (const facts::Handler& handler : region.handlers) todo.push_back(handler.block);
  }
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    if (at >= graph.blocks.size() || !behind_.insert({graph.function, at}).second) continue;
    const facts::Block& next = graph.blocks[at];
    for (const Event& event : next.events) {
      if (is_unseen(event)) add(event.callee);
    }
    todo.insert(todo.end(), next.successors.begin(), next.successors.end());
  }
}

}  // namespace pool_audit::inventory
