#include "checks/inventory/wanted.h"

#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/analysis/outlook.h"
#include "checks/analysis/roles_marks.h"
#include "checks/inventory/describe.h"
#include "checks/support/words.h"

namespace pool_audit::inventory {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;

namespace {

// The functions that call each function, and those with events that a model may speak of without a
// call.
struct Calls {
  std::unordered_map<Symbol, std::vector<Symbol>> callers;
  std::set<Symbol> macros;
};

Calls calls_of(const analysis::Program& program) {
  Calls out;
  for (const Symbol id : program.graph_ids()) {
    const auto graph = program.graph(id);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::macro) out.macros.insert(id);
        if (event.kind != EventKind::call) continue;
        std::vector<Symbol>& callers = out.callers[event.callee];
        if (callers.empty() || callers.back() != id) callers.push_back(id);
      }
    }
  }
  return out;
}

}  // namespace

void Wanted::add(Symbol function) {
  const facts::Function* fact = program_.function(function);
  if (fact) names_.emplace(last_component(fact->name.text()));
}

void Wanted::add(const std::set<Symbol>& functions) {
  for (const Symbol function : functions) add(function);
}

void Wanted::add(const PoolKey& key, const Pool& pool) {
  if (key.kind != PoolKey::Kind::variable && key.kind != PoolKey::Kind::field) return;
  names_.emplace(last_component(pool.name));
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
  return event.kind == EventKind::call && program_.lacks_body(event.callee) &&
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

std::set<std::string> names_of_models(const analysis::Program& program,
                                      const model::ModelSet& models) {
  const analysis::Marks marks(program);
  const analysis::Recognised none;
  const analysis::Roles roles(program, models, none, marks);
  const Calls calls = calls_of(program);
  const auto callers = [&](Symbol function) {
    const auto found = calls.callers.find(function);
    return found == calls.callers.end() ? std::vector<Symbol>{} : found->second;
  };
  std::set<Symbol> users = calls.macros;
  for (const Symbol function : roles.functions()) {
    for (const Symbol caller : callers(function)) users.insert(caller);
  }
  Wanted out(program, roles);
  const analysis::Outlook ahead = analysis::look_ahead(program, roles, users, callers);
  out.add(ahead.wrappers);
  out.add(ahead.unseen);
  return out.names();
}

}  // namespace pool_audit::inventory
