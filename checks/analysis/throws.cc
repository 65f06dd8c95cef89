#include "checks/analysis/throws.h"

#include <algorithm>

namespace pool_audit::analysis {

using facts::Block;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::FunctionFlag;
using facts::Terminator;

namespace {

constexpr size_t kMostTypes = 4;
constexpr size_t kMostOverriders = 16;

void add(std::vector<Thrown>& to, const Thrown& thrown) {
  const auto same = [&](const Thrown& each) { return each.type == thrown.type; };
  if (to.size() < kMostTypes && std::ranges::none_of(to, same)) to.push_back(thrown);
}

// Whether the handler does its work and throws on what it caught, whatever happens.
bool passes_on(const FlowGraph& graph, uint32_t handler) {
  for (size_t steps = 0; steps <= graph.blocks.size() && handler < graph.blocks.size(); ++steps) {
    const Block& block = graph.blocks[handler];
    const auto rethrow = [](const Event& event) {
      return event.kind == EventKind::throw_ && event.arguments.empty();
    };
    if (block.terminator == Terminator::throw_) return std::ranges::any_of(block.events, rethrow);
    if (block.terminator != Terminator::jump || block.successors.empty()) return false;
    handler = block.successors[0];
  }
  return false;
}

// Whether what is thrown in this region certainly gets out of the function.
bool gets_out(const FlowGraph& graph, int32_t region, facts::TypeId type, const Oracle& oracle) {
  size_t guard = graph.regions.size();
  while (region >= 0 && static_cast<size_t>(region) < graph.regions.size() && guard-- > 0) {
    const facts::Region& at = graph.regions[static_cast<size_t>(region)];
    for (const facts::Handler& handler : at.handlers) {
      const Catch match =
          handler.type == facts::kNoType ? Catch::yes : oracle.catches(handler.type, type);
      if (match == Catch::no) continue;
      if (match == Catch::maybe || !passes_on(graph, handler.block)) return false;
      break;
    }
    region = at.parent;
  }
  return true;
}

std::vector<bool> reached(const FlowGraph& graph) {
  std::vector<bool> seen(graph.blocks.size());
  std::vector<uint32_t> todo = {0};
  for (const facts::Region& region : graph.regions) {
    for (const facts::Handler& handler : region.handlers) todo.push_back(handler.block);
  }
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    if (at >= graph.blocks.size() || seen[at]) continue;
    seen[at] = true;
    const auto& next = graph.blocks[at].successors;
    todo.insert(todo.end(), next.begin(), next.end());
  }
  return seen;
}

}  // namespace

bool Throws::SameTypes::operator()(const Answer& a, const Answer& b) const {
  return std::ranges::equal(a, b, {}, &Thrown::type, &Thrown::type);
}

std::vector<Thrown> Throws::of(const Event& call) const {
  if (call.kind != EventKind::call || !call.has(EventFlag::may_throw) ||
      call.has(EventFlag::indirect) || call.has(EventFlag::unresolved)) {
    return {};
  }
  if (library_throws(call)) return {{facts::kNoType, {}, call.callee}};
  if (!call.has(EventFlag::virtual_)) return out_of(call.callee);
  const facts::Function* callee = program_.function(call.callee);
  std::vector<Symbol> candidates = program_.overriders(call.callee);
  if (callee && !callee->has(FunctionFlag::pure)) candidates.push_back(call.callee);
  if (candidates.size() > kMostOverriders) return {};
  Answer all;
  for (const Symbol candidate : candidates) {
    const Answer some = out_of(candidate);
    if (some.empty()) return {};
    for (const Thrown& each : some) add(all, each);
  }
  return all;
}

// Allocations may fail, and locks and threads throw where the program is wrong; nobody leaves an
// object behind for these. Constant indices are taken to fit.
bool Throws::library_throws(const Event& call) const {
  const facts::Function* callee = program_.function(call.callee);
  if (!callee || program_.has_graph(call.callee)) return false;
  const model::FunctionModel* known =
      models_.effects_of(callee->name.text(), call.arguments.size());
  using model::Does;
  if (!known || !known->can(Does::throws)) return false;
  for (const Does each : {Does::allocates, Does::locks, Does::blocks, Does::starts_thread}) {
    if (known->can(each)) return false;
  }
  return call.arguments.empty() ||
         std::ranges::any_of(call.arguments, [](const facts::Operand& each) {
           return each.place.root != facts::Root::constant;
         });
}

std::vector<Thrown> Throws::out_of(Symbol function) const {
  return answers_.get(function, [&] { return compute(function); });
}

std::vector<Thrown> Throws::compute(Symbol function) const {
  const facts::Function* fact = program_.function(function);
  if (!fact || fact->has(FunctionFlag::nothrow)) return {};
  const auto graph = program_.graph(function);
  if (!graph || graph->blocks.empty()) return {};
  const std::vector<bool> live = reached(*graph);
  Answer out;
  for (size_t i = 0; i < graph->blocks.size() && out.size() < kMostTypes; ++i) {
    if (!live[i]) continue;
    for (const Event& event : graph->blocks[i].events) {
      if (event.kind == EventKind::throw_) {
        if (event.arguments.empty()) continue;  // told by what it was thrown from
        const facts::TypeId type = event.arguments[0].type;
        const int32_t region = graph->blocks[i].region;
        if (gets_out(*graph, region, type, oracle_)) add(out, {type, event.location, function});
      } else if (event.kind == EventKind::call) {
        for (const Thrown& each : of(event)) {
          if (gets_out(*graph, event.region, each.type, oracle_)) add(out, each);
        }
      }
      if (event.has(EventFlag::noreturn)) break;
    }
  }
  return out;
}

}  // namespace pool_audit::analysis
