#include "checks/inventory/misuses.h"

#include <algorithm>
#include <iterator>

#include "checks/inventory/describe.h"
#include "checks/inventory/outcomes.h"

namespace pool_audit::inventory {

using analysis::Fate;
using analysis::Misuse;
using analysis::ObjectAt;
using analysis::Role;
using facts::FlowGraph;

bool Misuses::give(const FlowGraph& graph, const At& at, const Role& role,
                   const std::set<PoolKey>& keys) {
  const facts::Event& event = graph.blocks[at.block].events[at.event];
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
  const facts::Event& event = graph.blocks[at.block].events[at.event];
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

bool Misuses::lend(const FlowGraph& graph, const At& at, const analysis::Origin& origin,
                   const analysis::Outcome& outcome) {
  const Symbol function = at.function;
  const facts::Function* fact = program_.function(function);
  if (!fact || outcome.fate != Fate::leased || roles_.of_function(function) ||
      lenders_.contains(function)) {
    return false;
  }
  const bool made = fact->has(facts::FunctionFlag::constructor) && outcome.owned_by &&
                    effects_.always_puts_member(function, outcome.owned_by);
  if (!made) {
    if (!effects_.is_owner(fact->result)) return false;
    const auto passed = analysis::explore(graph, origin, effects_);
    if (passed.fate != Fate::leased || !passed.returned) return false;
  }
  return lenders_.emplace(function, Lender{{at.function, at.block, at.event}, outcome.owned_by})
      .second;
}

bool Misuses::lend_through(const FlowGraph& graph, const At& at) {
  const facts::Event& event = graph.blocks[at.block].events[at.event];
  const auto lender = lenders_.find(event.callee);
  if (lender == lenders_.end() || event.callee == at.function ||
      event.has(facts::EventFlag::virtual_)) {
    return false;
  }
  const Lender known = lender->second;
  const facts::Place& made = event.object.place;
  if (known.member &&
      (!event.object.address_of || made.root != facts::Root::local || !made.steps.empty())) {
    return false;
  }
  if (!seen_lent_.insert({at.function, at.block, at.event}).second) return false;
  analysis::Origin origin;
  origin.block = at.block;
  origin.event = at.event;
  origin.field = known.member;
  lent_[known.get].push_back({at.function, origin});
  const facts::Function* fact = program_.function(at.function);
  if (known.member || !fact || !effects_.is_owner(fact->result) ||
      roles_.of_function(at.function) || lenders_.contains(at.function)) {
    return false;
  }
  const auto passed = analysis::explore(graph, origin, effects_);
  return passed.fate == Fate::leased && passed.returned &&
         lenders_.emplace(at.function, Lender{known.get, {}}).second;
}

// Whether the function asks a hand-written pool for something else, or a variable: it may know that
// there is an object left.
bool Misuses::asks_before(const FlowGraph& graph, const Taken& get) const {
  if (get.role.operation || get.role.hand_written < 0) return false;
  const facts::Function* callee =
      program_.function(graph.blocks[get.block].events[get.event].callee);
  const auto is_shared = [](const facts::Place& place) {
    return place.root == facts::Root::global;
  };
  for (const facts::Block& block : graph.blocks) {
    if (is_shared(block.condition.left.place) || is_shared(block.condition.right.place) ||
        std::ranges::any_of(block.condition.reads, is_shared)) {
      return true;
    }
    for (const facts::Event& event : block.events) {
      if (event.kind != facts::EventKind::call || roles_.of(event)) continue;
      const facts::Function* other = program_.function(event.callee);
      const bool same = callee != nullptr && other != nullptr && callee->record &&
                        other->record == callee->record;
      if (same) return true;
    }
  }
  return false;
}

std::vector<Misuse> Misuses::of_taken(const Taken& get) const {
  const auto graph = program_.graph(get.function);
  if (!graph) return {};
  const facts::Event& event = graph->blocks[get.block].events[get.event];
  const bool owner = effects_.is_owner(event.type);
  const bool owning = get.role.operation && get.role.operation->owning;
  if ((get.direct && get.role.object == ObjectAt::none) || (owning && !owner)) return {};
  if (get.direct && get.role.object == ObjectAt::object && !owner) return {};
  std::vector<Misuse> out = get.later ? std::move(*get.later).all_misuses()
                                      : analysis::all_misuses(*graph, get.origin, effects_);
  if (asks_before(*graph, get)) {
    std::erase_if(out, [](const Misuse& each) { return each.kind == Misuse::Kind::unchecked; });
  }
  if (const auto lent = lent_.find({get.function, get.block, get.event}); lent != lent_.end()) {
    for (const Lent& each : lent->second) {
      const auto in = program_.graph(each.function);
      if (!in) continue;
      std::ranges::move(analysis::all_misuses(*in, each.origin, effects_), std::back_inserter(out));
    }
  }
  // What the caller passed in may be half built where the object is put on some paths only.
  std::erase_if(out, [&](const Misuse& each) {
    return each.of_caller && get.outcome.fate != Fate::all_paths;
  });
  const bool put = get.outcome.fate == Fate::all_paths || get.outcome.fate == Fate::mixed;
  const bool by_hand =
      (put && !get.outcome.puts.empty()) || (owner && get.outcome.fate == Fate::leased &&
                                             takes_out_of_owners(program_, effects_, *graph));
  if (by_hand) {
    std::ranges::move(analysis::unguarded(*graph, get.origin, effects_), std::back_inserter(out));
  }
  return out;
}

std::vector<Misuse> Misuses::of_given(const Taken& put, const std::vector<Taken>& taken) const {
  const auto graph = program_.graph(put.function);
  if (!graph) return {};
  std::vector<Misuse> out = analysis::all_misuses(*graph, put.origin, effects_);
  std::erase_if(out, [&](const Misuse& each) {
    return each.of_caller || std::ranges::any_of(taken, [&](const Taken& get) {
             return get.function == put.function &&
                    std::ranges::any_of(get.misuses, [&](const Misuse& known) {
                      return known.kind == each.kind && known.at == each.at;
                    });
           });
  });
  return out;
}

}  // namespace pool_audit::inventory
