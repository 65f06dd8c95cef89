#include "checks/inventory/identity.h"

#include <algorithm>

namespace pool_audit::inventory {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Place;
using facts::Root;
using facts::StepKind;

namespace {

constexpr int kMaxDepth = 6;
constexpr size_t kMaxCallers = 200;

}  // namespace

facts::TypeId type_of(const PoolKey& key, const analysis::Program& program) {
  switch (key.kind) {
    case PoolKey::Kind::variable:
      if (const facts::Variable* variable = program.variable(key.id)) return variable->type;
      break;
    case PoolKey::Kind::field:
      if (const auto ref = program.field(key.id); ref.field) return ref.field->type;
      break;
    case PoolKey::Kind::local:
    case PoolKey::Kind::parameter: {
      const auto graph = program.graph(key.id);
      if (graph && key.index < graph->locals.size()) return graph->locals[key.index].type;
      break;
    }
    default:
      break;
  }
  return facts::kNoType;
}

std::set<PoolKey> Identity::resolve(const FlowGraph& graph, const Event& event,
                                    const facts::Operand& operand) const {
  const Place& place = operand.place;
  const bool local = place.root == Root::local || place.root == Root::temp;
  const bool member = std::ranges::any_of(
      place.steps, [](const facts::Step& step) { return step.kind == StepKind::field; });
  if (local && !member) {
    if (std::set<PoolKey> out = from_last_write(graph, event, place); !out.empty()) return out;
  }
  return resolve_place(graph, place, 0);
}

// What was written into `place` last before `event`, as far as that is one event: a local may stand
// for one pool after the other.
std::set<PoolKey> Identity::from_last_write(const FlowGraph& graph, const Event& event,
                                            const Place& place) const {
  Place whole = place;
  whole.steps.clear();
  std::vector<uint32_t> before(graph.blocks.size(), facts::kNoBlock);  // the only predecessor
  std::vector<bool> joins(graph.blocks.size(), false);
  const facts::Block* block = nullptr;
  for (uint32_t i = 0; i < graph.blocks.size(); ++i) {
    const facts::Block& each = graph.blocks[i];
    for (const Event& other : each.events) {
      if (&other == &event) block = &each;
    }
    for (const uint32_t next : each.successors) {
      if (next >= before.size()) continue;
      joins[next] = joins[next] || before[next] != facts::kNoBlock;
      before[next] = i;
    }
  }
  if (!block) return {};
  auto at = static_cast<size_t>(&event - block->events.data());
  for (size_t steps = 0; steps < graph.blocks.size(); ++steps) {
    while (at > 0) {
      const Event& earlier = block->events[--at];
      const bool writes =
          earlier.target == whole || (earlier.kind == EventKind::call &&
                                      earlier.object.address_of && earlier.object.place == whole);
      if (!writes) continue;
      if (std::set<PoolKey> out = from_event(graph, earlier, whole, 0); !out.empty()) return out;
      if (earlier.target == whole) return {};
    }
    const auto index = static_cast<size_t>(block - graph.blocks.data());
    if (joins[index] || before[index] == facts::kNoBlock) return {};
    block = &graph.blocks[before[index]];
    at = block->events.size();
  }
  return {};
}

std::set<PoolKey> Identity::resolve_place(const FlowGraph& graph, const Place& place,
                                          int depth) const {
  if (depth > kMaxDepth) return {};
  // The last member on the way names the pool, whatever object holds it.
  for (auto step = place.steps.rbegin(); step != place.steps.rend(); ++step) {
    // Members of library types (the `second` of a map's pair) lead back to what holds them.
    if (step->kind == StepKind::field && program_.field(step->field).field) {
      return from_member(step->field, depth);
    }
  }
  switch (place.root) {
    case Root::global:
      return {{PoolKey::Kind::variable, place.symbol, 0, {}}};
    case Root::local:
    case Root::temp:
      return from_local(graph, place, depth);
    case Root::capture:
      return from_capture(graph.function, place.index, depth);
    default:
      return {};
  }
}

// What the lambda captured where it was made.
std::set<PoolKey> Identity::from_capture(Symbol lambda, uint32_t index, int depth) const {
  std::set<PoolKey> out;
  const auto makers = pass_.makers.find(lambda);
  if (makers == pass_.makers.end()) return out;
  for (const Symbol maker : makers->second) {
    const auto graph = program_.graph(maker);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::lambda || event.callee != lambda ||
            index >= event.arguments.size()) {
          continue;
        }
        out.merge(resolve_place(*graph, event.arguments[index].place, depth + 1));
      }
    }
  }
  return out;
}

// Objects that are no pool and lead to one: smart pointers, containers, iterators.
bool Identity::leads_on(facts::TypeId id) const {
  const facts::Type& type = program_.type(id);
  if (type.kind != facts::TypeKind::record) return true;
  if (type.template_name.text().starts_with("std::")) return true;
  const facts::TypeId behind = roles_.pool_behind(id);
  return behind != facts::kNoType && behind != id;
}

std::set<PoolKey> Identity::from_local(const FlowGraph& graph, const Place& place,
                                       int depth) const {
  const bool local = place.root == Root::local;
  if (local && place.index < graph.parameter_count) {
    return from_parameter(graph.function, place.index, depth);
  }
  if (local && !leads_on(graph.locals[place.index].type)) {
    return {{PoolKey::Kind::local, graph.function, place.index, {}}};
  }
  std::set<PoolKey> out;
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) out.merge(from_event(graph, event, place, depth));
  }
  // A smart pointer that nothing known went into owns what it points to.
  if (out.empty() && local &&
      program_.type(graph.locals[place.index].type).kind == facts::TypeKind::record) {
    out.insert({PoolKey::Kind::local, graph.function, place.index, {}});
  }
  return out;
}

// What `event` brings into the local or temp `place`.
std::set<PoolKey> Identity::from_event(const FlowGraph& graph, const Event& event,
                                       const Place& place, int depth) const {
  const auto is_place = [&](const Place& other) {
    return other.root == place.root && other.index == place.index && other.steps.empty();
  };
  if (event.kind == EventKind::assign) {
    if (!is_place(event.target) || event.arguments.empty() ||
        event.compare != facts::CompareOp::none) {
      return {};
    }
    return resolve_place(graph, event.arguments[0].place, depth + 1);
  }
  if (event.kind != EventKind::call) return {};
  const facts::Function* callee = program_.function(event.callee);
  if (!callee) return {};
  if (!is_place(event.target)) {
    const bool copied = callee->has(facts::FunctionFlag::constructor) && event.object.address_of &&
                        is_place(event.object.place) && event.arguments.size() == 1;
    if (!copied) return {};
    return resolve_place(graph, event.arguments[0].place, depth + 1);
  }
  const std::string_view name = callee->name.text();
  const bool object = event.object.place.root != Root::none;
  if (object && (callee->has(facts::FunctionFlag::in_system_header) ||
                 name.ends_with("::operator->") || name.ends_with("::operator*") ||
                 name.ends_with("_ptr::get") || name.ends_with("::operator[]") ||
                 name.ends_with("::operator conversion") || name.ends_with("::at"))) {
    return resolve_place(graph, event.object.place, depth + 1);
  }
  if ((name == "std::move" || name == "std::forward") && !event.arguments.empty()) {
    return resolve_place(graph, event.arguments[0].place, depth + 1);
  }
  std::set<PoolKey> out = from_accessor(event.callee, depth + 1);
  if (event.has(facts::EventFlag::virtual_)) {
    for (const Symbol other : program_.overriders(event.callee)) {
      out.merge(from_accessor(other, depth + 1));
    }
  }
  return out;
}

// A pool by value is its member. A member that points to one stands for what was stored into it,
// provided that all of that is known; a member that owns what it points to is the pool itself.
std::set<PoolKey> Identity::from_member(Symbol field, int depth) const {
  const PoolKey self{PoolKey::Kind::field, field, 0, {}};
  const auto stored = pass_.member_values.find(field);
  if (stored == pass_.member_values.end() || depth > kMaxDepth ||
      !running_.insert({field, ~0U}).second) {
    return {self};
  }
  const auto pool_type = [&](facts::TypeId type) {
    const facts::TypeId behind = roles_.pool_behind(type);
    return behind == facts::kNoType ? program_.pointee(type) : behind;
  };
  std::set<PoolKey> out;
  for (const SurveyPass::Stored& each : stored->second) {
    if (each.value.place.root == Root::null) continue;
    if (each.value.place.root == Root::this_ && each.value.place.steps.empty()) {
      running_.erase({field, ~0U});
      return {};  // a deleter or lease that remembers its pool: any instance may be meant
    }
    const auto graph = program_.graph(each.function);
    if (!graph) continue;
    std::set<PoolKey> more = resolve_place(*graph, each.value.place, depth + 1);
    // What was reached on a detour (a walk over a list of pools) is of another type.
    const auto type = pool_type(program_.field(field).field->type);
    const bool known = !more.empty() && std::ranges::all_of(more, [&](const PoolKey& key) {
      return key.kind != PoolKey::Kind::parameter && pool_type(type_of(key, program_)) == type;
    });
    if (!known) {
      out.clear();
      break;
    }
    out.merge(more);
  }
  running_.erase({field, ~0U});
  if (out.empty()) return {self};
  return out;
}

// What a function returns: `return pool_;`, `static Pool pool; return pool;`.
std::set<PoolKey> Identity::from_accessor(Symbol function, int depth) const {
  std::set<PoolKey> out;
  const auto graph = program_.graph(function);
  if (!graph || depth > kMaxDepth) return out;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind != EventKind::return_ || event.arguments.empty()) continue;
      const std::set<PoolKey> more = resolve_place(*graph, event.arguments[0].place, depth + 1);
      out.insert(more.begin(), more.end());
    }
  }
  return out;
}

// What the callers pass; the parameter itself where no caller is known.
std::set<PoolKey> Identity::from_parameter(Symbol function, uint32_t index, int depth) const {
  std::set<PoolKey> out;
  const PoolKey self{PoolKey::Kind::parameter, function, index, {}};
  const auto found = pass_.callers.find(function);
  if (found == pass_.callers.end() || found->second.size() > kMaxCallers || depth > kMaxDepth ||
      !running_.insert({function, index}).second) {
    return {self};
  }
  for (const Symbol caller : found->second) {
    const auto graph = program_.graph(caller);
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::call || event.callee != function ||
            index >= event.arguments.size()) {
          continue;
        }
        const std::set<PoolKey> more =
            resolve_place(*graph, event.arguments[index].place, depth + 1);
        out.insert(more.begin(), more.end());
      }
    }
  }
  running_.erase({function, index});
  if (out.empty()) return {self};
  return out;
}

}  // namespace pool_audit::inventory
