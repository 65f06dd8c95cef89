#include "checks/facts/text_infer.h"

#include <algorithm>

namespace pool_audit::facts::text {

uint32_t temps_used(const FlowGraph& graph) {
  uint32_t used = 0;
  const auto see = [&](const Place& place) {
    if (place.root == Root::temp && place.index < UINT32_MAX)
      used = std::max(used, place.index + 1);
  };
  for (const Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      see(event.target);
      see(event.object.place);
      for (const Operand& argument : event.arguments) see(argument.place);
    }
    see(block.condition.left.place);
    see(block.condition.right.place);
    for (const Place& read : block.condition.reads) see(read);
  }
  return used;
}

Inference::Inference(const TuFacts& facts) : facts_(facts) {
  for (TypeId id = 1; id < facts.types.size(); ++id) add_type(id);
  for (const Variable& variable : facts.variables) variables_.emplace(variable.id, variable.type);
  for (const Record& record : facts.records) {
    for (const Field& field : record.fields) members_.emplace(field.id, field.type);
  }
  for (const Function& function : facts.functions) functions_.emplace(function.id, &function);
}

void Inference::add_type(TypeId id) {
  const Type& type = facts_.types[id];
  if (type.kind == TypeKind::pointer && type.target != kNoType) pointers_.emplace(type.target, id);
  if (type.kind == TypeKind::null_pointer && null_type_ == kNoType) null_type_ = id;
  if (type.kind == TypeKind::integer && int_type_ == kNoType && type.spelling.text() == "int") {
    int_type_ = id;
  }
}

TypeId Inference::pointer_to(TypeId type) const {
  const auto found = pointers_.find(type);
  return found == pointers_.end() ? kNoType : found->second;
}

void Inference::enter(const FlowGraph& graph) {
  graph_ = &graph;
  this_type_ = kNoType;
  const auto function = functions_.find(graph.function);
  if (function != functions_.end()) this_type_ = pointer_to(function->second->record_type);
  temps_.clear();
  for (const Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      const bool about = event.kind == EventKind::declare || event.kind == EventKind::destroy ||
                         event.kind == EventKind::use || event.kind == EventKind::end;
      if (about || event.target.root != Root::temp || !event.target.steps.empty()) continue;
      temps_.emplace(event.target.index, event.type);
    }
  }
}

TypeId Inference::of(const Place& place) const {
  TypeId type = kNoType;
  const auto look_up = [](const auto& map, const auto& key) {
    const auto found = map.find(key);
    return found == map.end() ? kNoType : found->second;
  };
  switch (place.root) {
    case Root::local:
      if (place.index < graph_->locals.size()) type = graph_->locals[place.index].type;
      break;
    case Root::capture:
      if (place.index < graph_->captures.size()) type = graph_->captures[place.index].type;
      break;
    case Root::temp:
      type = look_up(temps_, place.index);
      break;
    case Root::global:
      type = look_up(variables_, place.symbol);
      break;
    case Root::this_:
      type = this_type_;
      break;
    case Root::constant:
      type = int_type_;
      break;
    case Root::null:
      type = null_type_;
      break;
    case Root::none:
    case Root::function:
    case Root::text:
      break;
  }
  for (const Step& step : place.steps) {
    if (type >= facts_.types.size()) return kNoType;
    const Type& from = facts_.types[type];
    const bool pointer = from.kind == TypeKind::pointer ||
                         from.kind == TypeKind::lvalue_reference ||
                         from.kind == TypeKind::rvalue_reference;
    if (step.kind == StepKind::field) {
      type = look_up(members_, step.field);
    } else {
      const bool array = step.kind == StepKind::element && from.kind == TypeKind::array;
      type = pointer || array ? from.target : kNoType;
    }
  }
  return type < facts_.types.size() ? type : kNoType;
}

Inference::Answer Inference::of(const Operand& operand) const {
  const TypeId held = of(operand.place);
  if (!operand.address_of) return {held, kNoType};
  if (held == kNoType) return {};
  const TypeId pointer = pointer_to(held);
  return {pointer, pointer == kNoType ? held : kNoType};
}

TypeId Inference::of(const Event& event) const {
  switch (event.kind) {
    case EventKind::call: {
      const auto callee = functions_.find(event.callee);
      return callee == functions_.end() ? kNoType : callee->second->result;
    }
    case EventKind::declare:
    case EventKind::destroy:
    case EventKind::use:
      return of(event.target);
    default:
      return kNoType;
  }
}

}  // namespace pool_audit::facts::text
