#include "checks/inventory/owners.h"

namespace pool_audit::inventory {

using facts::Event;
using facts::EventKind;

namespace {

// Whether the place is returned, moved from or released.
bool is_passed_on(const analysis::Program& program, const facts::FlowGraph& graph,
                  const facts::Place& held) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      const facts::Function* callee = program.function(event.callee);
      const bool passes = event.kind == EventKind::return_ ||
                          (callee && (callee->name.text() == "std::move" ||
                                      callee->name.text().ends_with("::release")));
      if (!passes) continue;
      const facts::Place& place =
          event.arguments.empty() ? event.object.place : event.arguments[0].place;
      if (place == held) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<PoolKey> owner_key(const analysis::Program& program, const SurveyPass::Owned& owned) {
  for (auto step = owned.place.steps.rbegin(); step != owned.place.steps.rend(); ++step) {
    if (step->kind == facts::StepKind::field && program.field(step->field).field) {
      return PoolKey{PoolKey::Kind::field, step->field, 0, {}};
    }
  }
  if (owned.place.root == facts::Root::global) {
    return PoolKey{PoolKey::Kind::variable, owned.place.symbol, 0, {}};
  }
  const auto graph = program.graph(owned.function);
  if (owned.place.root != facts::Root::local || !owned.place.steps.empty() || !graph) {
    return std::nullopt;
  }
  const facts::TypeId type = graph->locals[owned.place.index].type;
  if (program.type(type).kind != facts::TypeKind::record) return std::nullopt;
  if (is_passed_on(program, *graph, owned.place)) return std::nullopt;
  return PoolKey{PoolKey::Kind::local, owned.function, owned.place.index, {}};
}

}  // namespace pool_audit::inventory
