#include "checks/analysis/escape.h"

#include <algorithm>
#include <map>
#include <set>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::Place;
using facts::Root;
using facts::StepKind;

namespace {

using Variable = std::pair<Root, uint32_t>;

bool is_variable(const Place& place) {
  return place.root == Root::local || place.root == Root::temp;
}

// Whether the operand is the pointer in one of `aliases`, or points into what it points to.
bool leads_to(const facts::Operand& operand, const std::set<Variable>& aliases) {
  const Place& place = operand.place;
  if (!is_variable(place) || !aliases.contains({place.root, place.index})) return false;
  if (operand.address_of) {
    // &p->link leads to the object, &p to the variable alone; &p->next->link leads elsewhere.
    return std::ranges::count(place.steps, StepKind::deref, &facts::Step::kind) == 1;
  }
  return std::ranges::none_of(place.steps,
                              [](const facts::Step& step) { return step.kind == StepKind::deref; });
}

// Whether the lambda is called here and goes nowhere else.
bool only_called(const facts::FlowGraph& graph, const Event& lambda) {
  if (!is_variable(lambda.target) || !lambda.target.steps.empty()) return false;
  const auto is_lambda = [&](const facts::Operand& operand) {
    return operand.place.root == lambda.target.root && operand.place.index == lambda.target.index;
  };
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (std::ranges::any_of(event.arguments, is_lambda)) return false;
      const bool called = event.kind == EventKind::call && event.callee == lambda.callee;
      if (is_lambda(event.object) && !called) return false;
    }
  }
  return true;
}

// Whether the temp is what a method of a local gave.
bool in_local(const facts::FlowGraph& graph, uint32_t temp) {
  return std::ranges::any_of(graph.blocks, [&](const facts::Block& block) {
    return std::ranges::any_of(block.events, [&](const Event& event) {
      return event.kind == EventKind::call && event.target.root == Root::temp &&
             event.target.index == temp && event.object.address_of &&
             event.object.place.root == Root::local && event.object.place.steps.empty();
    });
  });
}

// Locals that point to one other local, whatever way the function goes: what is stored through them
// is stored there.
std::map<uint32_t, uint32_t> pointers_to_locals(const facts::FlowGraph& graph) {
  std::map<uint32_t, uint32_t> out;
  std::set<uint32_t> others;
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      const bool value = event.kind == EventKind::assign || event.kind == EventKind::call ||
                         event.kind == EventKind::new_ || event.kind == EventKind::suspend;
      for (const facts::Operand& each : event.arguments) {
        if (each.address_of && each.place.root == Root::local && each.place.steps.empty()) {
          others.insert(each.place.index);  // somebody else may write to it
        }
      }
      const Place& target = event.target;
      if (!value || target.root != Root::local || !target.steps.empty()) continue;
      const facts::Operand* from = event.arguments.size() == 1 ? &event.arguments[0] : nullptr;
      const bool local = event.kind == EventKind::assign && from && from->address_of &&
                         from->place.root == Root::local && from->place.steps.empty();
      if (!local || !out.try_emplace(target.index, from->place.index).second) {
        others.insert(target.index);
      }
    }
  }
  for (const uint32_t each : others) out.erase(each);
  for (uint32_t i = 0; i < graph.parameter_count; ++i) out.erase(i);
  return out;
}

}  // namespace

std::optional<facts::Location> stored_at(const facts::FlowGraph& graph, const Place& object) {
  if (!is_variable(object)) return std::nullopt;
  std::set<Variable> aliases{{object.root, object.index}};
  const std::map<uint32_t, uint32_t> pointers = pointers_to_locals(graph);
  for (bool grew = true; grew;) {
    grew = false;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::lambda) {
          const bool captured = std::ranges::any_of(event.arguments, [&](const auto& argument) {
            return is_variable(argument.place) &&
                   aliases.contains({argument.place.root, argument.place.index});
          });
          if (captured && !only_called(graph, event)) return event.location;
        }
        // What is built in the object's memory, or made from it, stands for it.
        const bool made = event.kind == EventKind::call || event.kind == EventKind::new_;
        if (made && is_variable(event.target) && event.target.steps.empty() &&
            std::ranges::any_of(event.arguments,
                                [&](const auto& each) { return leads_to(each, aliases); })) {
          grew = aliases.insert({event.target.root, event.target.index}).second || grew;
        }
        if (event.kind != EventKind::assign || event.arguments.empty() ||
            event.compare != facts::CompareOp::none || !leads_to(event.arguments[0], aliases)) {
          continue;
        }
        const Place& target = event.target;
        const bool through = std::ranges::any_of(
            target.steps, [](const facts::Step& step) { return step.kind == StepKind::deref; });
        const auto pointer =
            target.root == Root::local ? pointers.find(target.index) : pointers.end();
        if (pointer != pointers.end() &&
            std::ranges::count(target.steps, StepKind::deref, &facts::Step::kind) == 1) {
          grew = aliases.insert({Root::local, pointer->second}).second || grew;
        } else if (is_variable(target) && !through) {
          grew = aliases.insert({target.root, target.index}).second || grew;
        } else if (target.root == Root::temp && in_local(graph, target.index)) {
          continue;  // an element of a container
        } else if (is_variable(target) && aliases.contains({target.root, target.index}) &&
                   std::ranges::count(target.steps, StepKind::deref, &facts::Step::kind) == 1) {
          continue;  // into the object itself
        } else {
          return event.location;
        }
      }
    }
  }
  return std::nullopt;
}

}  // namespace pool_audit::analysis
