#include "checks/analysis/member_calls.h"

#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::Function;
using facts::FunctionFlag;
using facts::StepKind;

namespace {

// The member whose address an operand is, or that a smart pointer or a container in it leads to.
Symbol member_of(const facts::Place& place) {
  for (auto step = place.steps.rbegin(); step != place.steps.rend(); ++step) {
    if (step->kind == StepKind::field) return step->field;
    if (step->kind != StepKind::element) return {};
  }
  return {};
}

bool points_to_const(const Program& program, facts::TypeId id) {
  const facts::Type& type = program.type(id);
  return type.spelling.text().starts_with("const ");
}

}  // namespace

MemberCalls::MemberCalls(const Program& program) {
  for (const Symbol id : program.graph_ids()) {
    if (const auto graph = program.graph(id)) read(program, *graph);
  }
}

void MemberCalls::read(const Program& program, const facts::FlowGraph& graph) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (event.kind != EventKind::call || !event.callee) continue;
      const Function* callee = program.function(event.callee);
      if (!callee) continue;
      const Symbol method(last_component(callee->name.text()));
      const bool ends = callee->has(FunctionFlag::destructor);
      const bool begins = callee->has(FunctionFlag::constructor);
      if (const Symbol field = member_of(event.object.place); field && !ends && !begins) {
        calls_[field].push_back(
            {graph.function, method, callee->has(FunctionFlag::const_), event.location});
      }
      for (size_t i = 0; i < event.arguments.size(); ++i) {
        const facts::Operand& argument = event.arguments[i];
        const Symbol field = argument.address_of ? member_of(argument.place) : Symbol();
        if (!field) continue;
        const bool is_const =
            i >= callee->parameters.size() || points_to_const(program, callee->parameters[i].type);
        calls_[field].push_back({graph.function, method, is_const, event.location});
      }
      if (method.text() == "operator=" && !callee->record.empty()) assigned_.insert(callee->record);
    }
  }
}

const std::vector<MemberCall>& MemberCalls::of(Symbol field) const {
  static const std::vector<MemberCall> none;
  const auto found = calls_.find(field);
  return found == calls_.end() ? none : found->second;
}

}  // namespace pool_audit::analysis
