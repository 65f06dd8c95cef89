#include "checks/rules/holders.h"

#include <algorithm>

namespace pool_audit::rules {

using facts::Event;
using facts::EventKind;
using facts::Place;
using facts::Root;

namespace {

// Where the event puts what one of its arguments holds, if that is all that it does.
Place copied_to(const Subject& subject, const Event& event) {
  if (event.kind == EventKind::assign && event.compare == facts::CompareOp::none) {
    return event.target;
  }
  const facts::Function* callee = subject.program.function(event.callee);
  const bool copies =
      event.kind == EventKind::call && callee && callee->has(facts::FunctionFlag::copy_or_move);
  return copies ? event.object.place : Place{};
}

}  // namespace

std::set<Place> holders_of(const Subject& subject, const facts::FlowGraph& graph,
                           const Place& first) {
  std::set<Place> out{first};
  for (size_t before = 0; before != out.size();) {
    before = out.size();
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const Place to = copied_to(subject, event);
        const bool own = to.steps.empty() && (to.root == Root::local || to.root == Root::temp);
        const bool from = std::ranges::any_of(
            event.arguments, [&](const facts::Operand& each) { return out.contains(each.place); });
        if (own && from) out.insert(to);
      }
    }
  }
  return out;
}

}  // namespace pool_audit::rules
