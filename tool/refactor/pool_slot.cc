#include "tool/refactor/pool_slot.h"

#include <algorithm>
#include <array>

#include "checks/analysis/survey_lists.h"
#include "checks/analysis/survey_names.h"
#include "checks/analysis/survey_values.h"
#include "checks/inventory/describe.h"
#include "checks/support/words.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Program;
using facts::CompareOp;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Root;
using facts::StepKind;
using inventory::to_place;

bool speaks_of_an_end(std::string_view name) {
  constexpr std::array<std::string_view, 6> kEnds = {"free",    "delete",   "destroy",
                                                     "dispose", "destruct", "dealloc"};
  const std::string low = analysis::lower(name);
  return std::ranges::any_of(
      kEnds, [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

bool has_element(const facts::Place& place) {
  return !place.steps.empty() && place.steps.back().kind == StepKind::element;
}

bool is_array(const Program& program, Symbol slot) {
  const auto field = program.field(slot);
  const facts::Variable* variable = program.variable(slot);
  const facts::TypeId type = field.field != nullptr ? field.field->type
                             : variable != nullptr  ? variable->type
                                                    : facts::kNoType;
  const facts::Type& known = program.type(type);
  return known.kind == facts::TypeKind::pointer &&
         program.type(known.target).kind == facts::TypeKind::pointer;
}

OtherUse other_use_of(const Program& program, const HandWritten& own, Symbol function) {
  OtherUse out;
  const auto graph = program.graph(function);
  if (!graph) return out;
  const analysis::Lists lists(program);
  const analysis::Values values(*graph, program, lists);
  const auto is_made = [&](const Operand& operand) {
    return values.atoms(operand).contains({analysis::AtomKind::made, -1, {}});
  };
  const bool ends = std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, [&](const Event& event) {
      return event.kind == EventKind::delete_ ||
             (event.kind == EventKind::call &&
              speaks_of_an_end(last_component(values.callee_name(event))));
    });
  });
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind == EventKind::call && values.exact_slot(event.object.place) == own.slot) {
        const std::string_view last = last_component(values.callee_name(event));
        const bool all = last == "clear" || last == "swap";
        if (all || analysis::one_of(last, analysis::kRemove)) {
          out.takes.insert(to_place(event.location));
        }
        const bool stores = analysis::one_of(last, analysis::kStore);
        if (stores && std::ranges::any_of(event.arguments, is_made)) {
          out.fills.insert(to_place(event.location));
        }
      }
      const bool set = event.kind == EventKind::assign && !event.arguments.empty() &&
                       !event.has(EventFlag::initialize) && event.compare == CompareOp::none;
      if (!set || values.exact_slot(event.target) != own.slot) continue;
      if (!has_element(event.target) && is_array(program, own.slot)) continue;
      if (is_made(event.arguments[0])) {
        out.fills.insert(to_place(event.location));
      } else if (ends || event.arguments[0].place.root != Root::null) {
        // What only sets an empty list up throws nothing away.
        out.takes.insert(to_place(event.location));
      }
    }
  }
  return out;
}

}  // namespace pool_audit::refactor
