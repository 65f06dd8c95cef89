#include "checks/rules/factories.h"

#include <algorithm>

#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Function;
using facts::FunctionFlag;
using facts::Record;
using facts::Root;
using model::HookKind;

Factories::Factories(const Subject& subject) : subject_(subject), types_(subject) {
  for (const Function* function : subject.program.functions()) {
    if (function->record && subject.program.has_graph(function->id)) {
      methods_[function->record].push_back(function);
    }
  }
}

std::set<Symbol> Factories::of(size_t index) const {
  const inventory::Pool& pool = subject_.pools[index];
  Out out;
  if (const model::PoolModel* model = model_of(subject_, pool)) {
    add_model(index, *model, out);
    return out;
  }
  const analysis::HandWritten* found = hand_written(subject_, index);
  if (found && found->factory_at.line != 0) add_hand_written(*found, out);
  return out;
}

void Factories::add_model(size_t index, const model::PoolModel& model, Out& out) const {
  const facts::Record* pooled = types_.record(subject_.pools[index]);
  const facts::Type& type =
      subject_.program.type(inventory::type_of(subject_.keys[index], subject_.program));
  const auto hook = static_cast<size_t>(std::max(model.factory.index, 0));
  // A constructor that runs at each get is the caller's business, not a factory's.
  const bool by_constructor = pooled != nullptr && model.constructs != model::Lifetime::each &&
                              model.constructs != model::Lifetime::none;
  switch (model.factory.kind) {
    case HookKind::template_argument:
      if (hook < type.arguments.size()) {
        const Record* factory = subject_.program.record_of(type.arguments[hook]);
        if (factory) add_methods(*factory, pooled, out);
      }
      // A policy that says nothing of it leaves it to the constructor.
      if (out.empty() && by_constructor) add_constructors(*pooled, out);
      break;
    case HookKind::constructor_argument:
      if (model.factory.name.empty()) add_argument_of_construction(index, model.factory.index, out);
      break;
    case HookKind::virtual_method:
      for (const auto& [record, methods] : methods_) {
        if (!subject_.program.inherits(type.record, record)) continue;
        for (const Function* method : methods) {
          if (last_component(method->name.text()) == model.factory.name) out.insert(method->id);
        }
      }
      break;
    default:
      // A pool of objects that says nothing else makes them by their constructor.
      if (by_constructor && model.kind == model::PoolKind::object_pool) {
        add_constructors(*pooled, out);
      }
      break;
  }
  add_arguments_of_gets(index, out);
}

// The constructor without arguments; another one only where it is the only one.
void Factories::add_constructors(const Record& record, Out& out) const {
  const auto found = methods_.find(record.id);
  const auto of_pattern = methods_.find(record.pattern);
  const auto& methods = found != methods_.end() ? found : of_pattern;
  if (methods == methods_.end()) return;
  std::vector<const Function*> constructors;
  for (const Function* method : methods->second) {
    if (method->has(FunctionFlag::constructor) && !method->has(FunctionFlag::copy_or_move)) {
      constructors.push_back(method);
    }
  }
  for (const Function* constructor : constructors) {
    if (constructor->parameters.empty() || constructors.size() == 1) out.insert(constructor->id);
  }
}

// A factory class: what it calls like a function, or what returns objects of the pool.
void Factories::add_methods(const Record& record, const Record* made, Out& out) const {
  const auto found = methods_.find(record.id);
  if (found == methods_.end()) return;
  for (const Function* method : found->second) {
    const Record* result = subject_.program.record_of(method->result);
    const bool makes = made && result && result->id == made->id;
    const std::string_view name = last_component(method->name.text());
    const bool creates = name.starts_with("create") || name.starts_with("make");
    if (name == "operator()" || (makes && creates)) out.insert(method->id);
  }
}

// A lambda, an object that can be called, or the address of a function.
void Factories::add_value(const facts::Operand& operand, Out& out) const {
  if (operand.place.root == Root::function) {
    out.insert(operand.place.symbol);
    return;
  }
  const Record* record = subject_.program.record_of(operand.type);
  if (record && !record->is_system) add_methods(*record, nullptr, out);
}

void Factories::add_argument_of_construction(size_t index, int argument, Out& out) const {
  const inventory::PoolKey& key = subject_.keys[index];
  std::vector<Symbol> where;
  if (key.kind == inventory::PoolKey::Kind::variable) {
    const facts::Variable* variable = subject_.program.variable(key.id);
    if (variable) where = {variable->initializer, variable->function};
  } else if (key.kind == inventory::PoolKey::Kind::field) {
    const auto field = subject_.program.field(key.id);
    const auto methods = field.record ? methods_.find(field.record->id) : methods_.end();
    if (methods == methods_.end()) return;
    for (const Function* method : methods->second) {
      if (method->has(FunctionFlag::constructor)) where.push_back(method->id);
    }
  } else if (key.kind == inventory::PoolKey::Kind::local) {
    where = {key.id};
  }
  const auto is_pool = [&](const facts::Place& place) {
    if (key.kind == inventory::PoolKey::Kind::variable) {
      return place.root == Root::global && place.symbol == key.id && place.steps.empty();
    }
    if (key.kind == inventory::PoolKey::Kind::local) {
      return place.root == Root::local && place.index == key.index && place.steps.empty();
    }
    return !place.steps.empty() && place.steps.back().field == key.id;
  };
  for (const Symbol function : where) {
    const auto graph = function ? subject_.program.graph(function) : nullptr;
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::call || !is_pool(event.object.place)) continue;
        const Function* callee = subject_.program.function(event.callee);
        if (!callee || !callee->has(FunctionFlag::constructor)) continue;
        const auto at = static_cast<size_t>(std::max(argument, 0));
        if (at < event.arguments.size()) add_value(event.arguments[at], out);
      }
    }
  }
}

// Factories that come with each get.
void Factories::add_arguments_of_gets(size_t index, Out& out) const {
  for (const inventory::Taken& get : subject_.taken) {
    const model::Operation* operation = get.role.operation;
    if (!operation || operation->factory_argument < 0 ||
        std::ranges::find(get.pools, index) == get.pools.end()) {
      continue;
    }
    const auto graph = subject_.program.graph(get.function);
    if (!graph || !get.direct) continue;
    const Event& event = event_of(*graph, get);
    const auto at = static_cast<size_t>(operation->factory_argument);
    if (at < event.arguments.size()) add_value(event.arguments[at], out);
  }
}

// What is called at the place at which the get makes an object.
void Factories::add_hand_written(const analysis::HandWritten& found, Out& out) const {
  for (const analysis::Part& get : found.gets) {
    const auto graph = subject_.program.graph(get.function);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        const facts::Location& at = event.location;
        const bool here = at.file == found.factory_at.file && at.line == found.factory_at.line &&
                          event.kind == EventKind::call && event.callee;
        const Function* callee = here ? subject_.program.function(event.callee) : nullptr;
        if (callee && !callee->has(FunctionFlag::destructor)) out.insert(event.callee);
      }
    }
  }
}

}  // namespace pool_audit::rules
