#include "checks/analysis/mentions.h"

#include <algorithm>

namespace pool_audit::analysis {

using facts::Event;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;

namespace {

// Calls `each` with every variable and member that the place names.
template <class Each>
void entities_of(const Place& place, Each&& each) {
  if (place.root == Root::global) each(place.symbol);
  for (const facts::Step& step : place.steps) {
    if (step.kind == StepKind::field) each(step.field);
  }
}

template <class Each>
void entities_of(const Event& event, Each&& each) {
  entities_of(event.target, each);
  entities_of(event.object.place, each);
  for (const Operand& argument : event.arguments) entities_of(argument.place, each);
}

template <class Each>
void entities_of(const facts::FlowGraph& graph, Each&& each) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) entities_of(event, each);
    entities_of(block.condition.left.place, each);
    entities_of(block.condition.right.place, each);
    for (const Place& read : block.condition.reads) entities_of(read, each);
  }
}

}  // namespace

bool names(const Place& place, Symbol entity) {
  bool found = false;
  entities_of(place, [&](Symbol each) { found = found || each == entity; });
  return found;
}

bool names(const Event& event, Symbol entity) {
  bool found = false;
  entities_of(event, [&](Symbol each) { found = found || each == entity; });
  return found;
}

std::map<Symbol, std::vector<Symbol>> functions_that_name(const Program& program,
                                                          const std::set<Symbol>& entities) {
  std::map<Symbol, std::vector<Symbol>> out;
  if (entities.empty()) return out;
  for (const Symbol function : program.graph_ids()) {
    const auto graph = program.graph(function);
    if (!graph) continue;
    entities_of(*graph, [&](Symbol each) {
      if (!entities.contains(each)) return;
      std::vector<Symbol>& list = out[each];
      if (list.empty() || list.back() != function) list.push_back(function);
    });
  }
  return out;
}

}  // namespace pool_audit::analysis
