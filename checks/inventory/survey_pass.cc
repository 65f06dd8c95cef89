#include "checks/inventory/survey_pass.h"

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

bool is_smart_pointer(std::string_view name) {
  return name.ends_with("ptr") || name.ends_with("Ptr") || name.ends_with("Pointer");
}

// The type of what `type` owns by pointer: make_unique() and friends give such a result.
facts::TypeId pointed_to(const analysis::Program& program, facts::TypeId id) {
  const facts::Type& type = program.type(id);
  if (type.kind != facts::TypeKind::record || type.arguments.empty()) return facts::kNoType;
  return is_smart_pointer(type.template_name.text()) ? type.arguments[0] : facts::kNoType;
}

// Members that hold their object through a pointer, plain or smart, hold what is stored into them.
bool holds_by_pointer(const analysis::Program& program, facts::TypeId id) {
  const facts::TypeKind kind = program.type(id).kind;
  return kind == facts::TypeKind::pointer || kind == facts::TypeKind::lvalue_reference ||
         pointed_to(program, id) != facts::kNoType;
}

void note_member_value(const analysis::Program& program, Symbol function,
                       const facts::Place& member, const facts::Operand& value, SurveyPass& out) {
  if (member.steps.empty() || member.steps.back().kind != facts::StepKind::field) return;
  const auto ref = program.field(member.steps.back().field);
  if (ref.field && holds_by_pointer(program, ref.field->type)) {
    out.member_values[ref.field->id].push_back({function, value});
  }
}

// Fresh objects of one function and where each of them goes first.
class Makings {
 public:
  Makings(const analysis::Program& program, Symbol function, SurveyPass& out)
      : program_(program), function_(function), out_(out) {}

  void note(const Event& event) {
    if (event.kind == EventKind::new_ && !event.has(facts::EventFlag::placement)) {
      made(event.target, program_.type(event.type).target);
    } else if (event.kind == EventKind::call) {
      const facts::Function* callee = program_.function(event.callee);
      if (!callee) return;
      const std::string_view name = callee->name.text();
      if (name == "std::make_unique" || name == "std::make_shared") {
        // Facts know one instance of a function template; the call knows its own.
        const bool known = event.type != facts::kNoType;
        made(event.target, pointed_to(program_, known ? event.type : callee->result));
      } else if (event.object.address_of && event.arguments.size() == 1 &&
                 (callee->has(facts::FunctionFlag::constructor) || name.ends_with("::reset") ||
                  name.ends_with("::operator="))) {
        moved(event.object.place, event.arguments[0].place);
      }
    } else if (event.kind == EventKind::assign && event.arguments.size() == 1) {
      moved(event.target, event.arguments[0].place);
    }
  }

 private:
  void made(const facts::Place& target, facts::TypeId type) {
    const facts::TypeId object =
        program_.type(type).kind == facts::TypeKind::pointer ? program_.type(type).target : type;
    if (program_.type(object).kind != facts::TypeKind::record) return;
    if (target.root == facts::Root::temp && target.steps.empty()) {
      fresh_[target.index] = object;
    } else {
      out_.owned[object].push_back({function_, target});
    }
  }
  void moved(const facts::Place& target, const facts::Place& source) {
    if (source.root != facts::Root::temp || !source.steps.empty()) return;
    const auto found = fresh_.find(source.index);
    if (found != fresh_.end()) made(target, found->second);
  }

  const analysis::Program& program_;
  Symbol function_;
  SurveyPass& out_;
  std::map<uint32_t, facts::TypeId> fresh_;  // by temp
};

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
          if (event.arguments.size() == 1) {
            note_member_value(program, function, object, event.arguments[0], out);
          }
        }
      }
      break;
    }
    case EventKind::assign:
      if (!event.arguments.empty()) {
        note_member_value(program, function, event.target, event.arguments[0], out);
      }
      break;
    case EventKind::lambda:
      out.makers[event.callee].push_back(function);
      break;
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
  const analysis::Lists lists(program);
  for (const Symbol id : program.graph_ids()) {
    const auto graph = program.graph(id);
    if (!graph) continue;
    Makings makings(program, id, out);
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        note_event(program, id, event, out);
        makings.note(event);
      }
    }
    for (uint32_t i = graph->parameter_count; i < graph->locals.size(); ++i) {
      const facts::TypeId type = graph->locals[i].type;
      if (program.type(type).kind == facts::TypeKind::record) {
        out.locals[type].push_back({id, i});
      }
    }
    analysis::Survey survey = analysis::survey(*graph, program, lists);
    if (!survey.empty()) out.surveys.emplace(id, std::move(survey));
  }
  return out;
}

}  // namespace pool_audit::inventory
