#include "checks/inventory/misuses.h"

#include <algorithm>
#include <iterator>

#include "checks/inventory/describe.h"

namespace pool_audit::inventory {

using analysis::Fate;
using analysis::Misuse;
using analysis::ObjectAt;
using analysis::Role;
using facts::Event;
using facts::FlowGraph;

bool Misuses::give(const FlowGraph& graph, const At& at, const Role& role,
                   const std::set<PoolKey>& keys) {
  const Event& event = graph.blocks[at.block].events[at.event];
  const bool argument = role.object == ObjectAt::argument && role.index >= 0;
  if (!argument && role.object != ObjectAt::object) return false;
  if (role.operation && role.operation->effect != model::Effect::give_back) return false;
  const auto index = static_cast<uint32_t>(role.index);
  if (argument && index >= event.arguments.size()) return false;
  const facts::Place& place = argument ? event.arguments[index].place : event.object.place;
  Taken put;
  put.function = at.function;
  put.block = at.block;
  put.event = at.event;
  put.origin.kind = analysis::Origin::Kind::given;
  put.origin.block = at.block;
  put.origin.event = at.event;
  put.origin.index = argument ? index : analysis::kGivenObject;
  put.role = role;
  put.place = to_place(event.location);
  put.api = at.api;
  given_.emplace_back(std::move(put), keys);
  if (place.root != facts::Root::local || !place.steps.empty() ||
      place.index >= graph.parameter_count || roles_.of_function(at.function)) {
    return false;
  }
  Putter putter{role, keys};
  putter.role.object = ObjectAt::argument;
  putter.role.index = static_cast<int>(place.index);
  return putters_.emplace(at.function, std::move(putter)).second;
}

bool Misuses::give_through(const FlowGraph& graph, const At& at) {
  const Event& event = graph.blocks[at.block].events[at.event];
  const auto putter = putters_.find(event.callee);
  if (putter == putters_.end() || event.callee == at.function ||
      event.has(facts::EventFlag::virtual_) ||
      !seen_.insert({at.function, at.block, at.event}).second) {
    return false;
  }
  const Putter known = putter->second;
  const analysis::CallEffect effect = effects_.effect(graph, event, known.role.index, false);
  return effect.effect == analysis::Effect::puts && give(graph, at, known.role, known.keys);
}

std::vector<Misuse> Misuses::of_taken(const Taken& get) const {
  const auto graph = program_.graph(get.function);
  if (!graph) return {};
  const Event& event = graph->blocks[get.block].events[get.event];
  const bool owner = effects_.is_owner(event.type);
  const bool owning = get.role.operation && get.role.operation->owning;
  if ((get.direct && get.role.object == ObjectAt::none) || (owning && !owner)) return {};
  if (get.direct && get.role.object == ObjectAt::object && !owner) return {};
  std::vector<Misuse> out = analysis::all_misuses(*graph, get.origin, effects_);
  const bool by_hand = get.outcome.fate == Fate::all_paths || get.outcome.fate == Fate::mixed;
  if (by_hand && !get.outcome.puts.empty()) {
    std::ranges::move(analysis::unguarded(*graph, get.origin, effects_), std::back_inserter(out));
  }
  return out;
}

std::vector<Misuse> Misuses::of_given(const Taken& put, const std::vector<Taken>& taken) const {
  const auto graph = program_.graph(put.function);
  if (!graph) return {};
  std::vector<Misuse> out = analysis::all_misuses(*graph, put.origin, effects_);
  std::erase_if(out, [&](const Misuse& each) {
    return std::ranges::any_of(taken, [&](const Taken& get) {
      return get.function == put.function &&
             std::ranges::any_of(get.misuses, [&](const Misuse& known) {
               return known.kind == each.kind && known.at == each.at;
             });
    });
  });
  return out;
}

}  // namespace pool_audit::inventory
