#include "checks/analysis/writes.h"

#include <algorithm>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FunctionFlag;
using facts::Place;
using facts::Root;
using facts::StepKind;

namespace {

constexpr size_t kMostFunctions = 400;  // looked into for one answer
constexpr size_t kMostOverriders = 16;

void add_names(const Place& place, std::set<Symbol>& out) {
  if (place.root == Root::global) out.insert(place.symbol);
  for (const facts::Step& step : place.steps) {
    if (step.kind == StepKind::field) out.insert(step.field);
  }
}

bool mentions(const Place& place, Symbol entity) {
  return (place.root == Root::global && place.symbol == entity) ||
         std::ranges::find(place.steps, entity, &facts::Step::field) != place.steps.end();
}

bool runs_something(const Event& event) {
  return event.kind == EventKind::call || event.kind == EventKind::delete_ ||
         event.kind == EventKind::macro ||
         (event.kind == EventKind::destroy && !event.callee.empty());
}

}  // namespace

// Pools and their handles write nothing of their users.
bool Writes::is_api(Symbol function) const {
  if (roles_.of_function(function)) return true;
  const facts::Function* fact = program_.function(function);
  return fact && fact->record_type != facts::kNoType &&
         (roles_.handle_of_type(fact->record_type, "") || roles_.model_of_type(fact->record_type));
}

bool Writes::callees(const Event& event, std::vector<Symbol>& out) const {
  if (event.has(EventFlag::indirect) || event.has(EventFlag::unresolved) ||
      event.kind == EventKind::macro) {
    return false;
  }
  if (event.kind == EventKind::delete_) {
    const facts::Record* record =
        event.arguments.empty() ? nullptr : program_.record_of(event.arguments[0].type);
    if (!record || record->has_trivial_destructor) return record != nullptr;
    if (record->is_polymorphic || record->destructor.empty()) return false;
    out.push_back(record->destructor);
    return true;
  }
  if (event.has(EventFlag::virtual_)) {
    const std::vector<Symbol> overriders = program_.overriders(event.callee);
    if (overriders.size() > kMostOverriders) return false;
    out.insert(out.end(), overriders.begin(), overriders.end());
  }
  out.push_back(event.callee);
  return true;
}

void Writes::note(const Event& event, Direct& out) const {
  if (event.kind != EventKind::use || event.has(EventFlag::write)) {
    add_names(event.target, out.written);
  }
  if (event.kind == EventKind::assign && !event.target.steps.empty() &&
      event.target.steps.back().kind == StepKind::deref && !event.arguments.empty() &&
      program_.type(event.arguments[0].type).kind == facts::TypeKind::record) {
    out.anything = true;  // a whole object
  }
  if (event.object.address_of) add_names(event.object.place, out.written);
  for (const facts::Operand& each : event.arguments) {
    if (each.address_of) add_names(each.place, out.written);
  }
  if (!runs_something(event) || roles_.of(event)) return;
  if (!callees(event, out.calls)) out.anything = true;
}

const Writes::Direct& Writes::direct(Symbol function) const {
  const auto [at, fresh] = direct_.try_emplace(function);
  if (!fresh) return at->second;
  Direct out;
  if (is_api(function)) return at->second;
  if (const auto graph = program_.graph(function)) {
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) note(event, out);
    }
  } else {
    const facts::Function* fact = program_.function(function);
    out.anything =
        !fact || !(fact->has(FunctionFlag::in_system_header) || fact->has(FunctionFlag::trivial));
  }
  return direct_[function] = std::move(out);
}

bool Writes::may_write(const Event& call, Symbol entity) const {
  if (!runs_something(call) || roles_.of(call) || is_api(call.callee)) return false;
  const bool handed = (call.object.address_of && mentions(call.object.place, entity)) ||
                      std::ranges::any_of(call.arguments, [&](const facts::Operand& each) {
                        return each.address_of && mentions(each.place, entity);
                      });
  if (handed || entity.empty()) return true;
  std::vector<Symbol> todo;
  if (!callees(call, todo)) return true;
  const auto key = std::pair(todo.size() == 1 ? todo.front() : Symbol(), entity);
  if (key.first) {
    if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  }
  std::set<Symbol> seen(todo.begin(), todo.end());
  bool may = false;
  while (!todo.empty() && !may) {
    const Direct& body = direct(todo.back());
    todo.pop_back();
    may = body.anything || body.written.contains(entity) || seen.size() > kMostFunctions;
    for (const Symbol each : body.calls) {
      if (seen.insert(each).second) todo.push_back(each);
    }
  }
  if (key.first) answers_.emplace(key, may);
  return may;
}

}  // namespace pool_audit::analysis
