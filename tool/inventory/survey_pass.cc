#include "tool/inventory/survey_pass.h"

namespace pool_audit::inventory {

using facts::Event;
using facts::EventKind;

namespace {

std::string spelled(const analysis::Program& program, const facts::Operand& operand) {
  switch (operand.place.root) {
    case facts::Root::constant:
      return std::to_string(operand.place.value);
    case facts::Root::global:
      if (const facts::Variable* variable = program.variable(operand.place.symbol)) {
        return std::string(variable->name.text());
      }
      return {};
    default:
      return {};
  }
}

void note_event(const analysis::Program& program, Symbol function, const Event& event,
                SurveyPass& out) {
  switch (event.kind) {
    case EventKind::call: {
      std::vector<Symbol>& callers = out.callers[event.callee];
      if (callers.empty() || callers.back() != function) callers.push_back(function);
      const facts::Place& object = event.object.place;
      if (event.object.address_of && !object.steps.empty() &&
          object.steps.back().kind == facts::StepKind::field && !event.arguments.empty()) {
        const facts::Function* callee = program.function(event.callee);
        if (callee && callee->has(facts::FunctionFlag::constructor)) {
          std::vector<std::string> arguments;
          for (const facts::Operand& argument : event.arguments) {
            arguments.push_back(spelled(program, argument));
          }
          out.member_arguments.emplace(object.steps.back().field, std::move(arguments));
        }
      }
      break;
    }
    case EventKind::assign: {
      if (event.arguments.empty() || event.target.steps.empty() ||
          event.target.steps.back().kind != facts::StepKind::field) {
        break;
      }
      const auto ref = program.field(event.target.steps.back().field);
      if (!ref.field) break;
      const facts::TypeKind kind = program.type(ref.field->type).kind;
      if (kind == facts::TypeKind::pointer || kind == facts::TypeKind::lvalue_reference) {
        out.member_values[ref.field->id].push_back({function, event.arguments[0]});
      }
      break;
    }
    case EventKind::new_:
    case EventKind::delete_: {
      const facts::Record* record = program.record_of(event.type);
      if (record && (record->operator_new || record->operator_delete)) out.news.insert(function);
      break;
    }
    case EventKind::macro:
      out.macros.insert(function);
      break;
    default:
      break;
  }
}

}  // namespace

SurveyPass run_survey(const analysis::Program& program) {
  SurveyPass out;
  for (const Symbol id : program.graph_ids()) {
    const auto graph = program.graph(id);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) note_event(program, id, event, out);
    }
    for (uint32_t i = graph->parameter_count; i < graph->locals.size(); ++i) {
      const facts::TypeId type = graph->locals[i].type;
      if (program.type(type).kind == facts::TypeKind::record) {
        out.locals[type].push_back({id, i});
      }
    }
    analysis::Survey survey = analysis::survey(*graph, program);
    if (!survey.empty()) out.surveys.emplace(id, std::move(survey));
  }
  return out;
}

}  // namespace pool_audit::inventory
