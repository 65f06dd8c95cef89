#include "checks/analysis/effects.h"

#include <algorithm>
#include <array>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Function;
using facts::FunctionFlag;

namespace {

// What a summary is about is counted in one row: the object of a method, its parameters, what they
// point to, captures.
constexpr int kPointeeBase = 1000;
constexpr int kCaptureBase = 2000;

CallEffect to_effect(const Outcome& outcome, const std::string& name) {
  switch (outcome.fate) {
    case Fate::leased:
      if (outcome.returned) return {Effect::unknown, name + " returns its owner"};
      [[fallthrough]];
    case Fate::all_paths:
      return {Effect::puts, "put by " + name};
    case Fate::some_paths:
      if (outcome.puts.empty()) return {Effect::unknown, name + ": " + outcome.reason};
      return {Effect::puts_some, "put by " + name + " on some paths only"};
    case Fate::handed_over:
      if (outcome.returned) {
        return {outcome.taken_out ? Effect::moves : Effect::returns, name + " returns it"};
      }
      return {Effect::keeps,  name + ": " + outcome.reason, outcome.kept_in,
              outcome.member, outcome.kept_exactly,         {}};
    case Fate::mixed:
      return {Effect::keeps, name + " puts or keeps it"};
    case Fate::never:
    case Fate::borrowed:
      if (outcome.inside) return {Effect::points_in, ""};
      if (outcome.reset) return {Effect::resets, name + " resets it"};
      return {Effect::borrows, ""};
    case Fate::unproven:
      if (outcome.endless) return {Effect::diverges, name + " does not come back"};
      return {Effect::unknown, name + ": " + outcome.reason};
  }
  return {};
}

// Whether a path leads from the entry to the exit. What a handler does is not looked at: who
// catches may come back.
bool has_way_out(const FlowGraph& graph) {
  if (!graph.regions.empty()) return true;
  std::vector<bool> seen(graph.blocks.size());
  std::vector<uint32_t> todo = {0};
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    if (at >= graph.blocks.size() || seen[at]) continue;
    seen[at] = true;
    const facts::Block& block = graph.blocks[at];
    if (std::ranges::any_of(block.events,
                            [](const Event& event) { return event.has(EventFlag::noreturn); })) {
      continue;
    }
    switch (block.terminator) {
      case facts::Terminator::exit:
      case facts::Terminator::return_:
        return true;
      case facts::Terminator::unreachable:
      case facts::Terminator::throw_:
        break;
      default:
        todo.insert(todo.end(), block.successors.begin(), block.successors.end());
    }
  }
  return false;
}

}  // namespace

Effects::Cost Effects::highest_cost() const {
  Cost out;
  for (const auto& [function, left] : work_left_) {
    const uint64_t work = kMostWork - left;
    if (work < out.work || (work == out.work && (work == 0 || out.function < function))) continue;
    out.function = function;
    out.work = work;
  }
  if (const auto found = seconds_.find(out.function); found != seconds_.end()) {
    out.seconds = found->second;
  }
  return out;
}

bool Effects::comes_back(const Event& call) const {
  if (call.has(EventFlag::virtual_) || call.has(EventFlag::indirect)) return true;
  const auto [at, first] = comes_back_.try_emplace(call.callee, true);
  if (first) {
    const auto graph = program_.graph(call.callee);
    at->second = !graph || graph->blocks.empty() || has_way_out(*graph);
  }
  return at->second;
}

CallEffect Effects::summary(Symbol function, int index, Symbol field, Handed handed) const {
  const Asked asked{function, index, field, std::move(handed)};
  return summaries_.get(asked, [&] {
    const Asked* outer = std::exchange(summed_, &asked);
    CallEffect out = summarise(asked);
    summed_ = outer;
    return out;
  });
}

CallEffect Effects::summarise(const Asked& asked) const {
  const Function* fact = program_.function(asked.function);
  const auto graph = program_.graph(asked.function);
  const int index = asked.index;
  if (!graph) {
    missing_bodies_.insert(asked.function);
    if (left_.contains({asked.function, index}) ||
        (fact && only_looks_at(program_, *fact, index))) {
      return {Effect::borrows, ""};
    }
    return {Effect::unknown, "passed to " + (fact ? in_words(*fact) : std::string("a function")) +
                                 ", whose body is not in the program"};
  }
  Origin origin;
  if (index >= kCaptureBase) {
    origin.kind = Origin::Kind::capture;
    origin.index = static_cast<uint32_t>(index - kCaptureBase);
  } else if (index >= kPointeeBase) {
    origin.kind = asked.field ? Origin::Kind::part : Origin::Kind::pointee;
    origin.index = static_cast<uint32_t>(index - kPointeeBase);
    if (origin.index >= graph->parameter_count) return {Effect::unknown, "a variadic argument"};
  } else if (index < 0) {
    origin.kind = asked.field ? Origin::Kind::member : Origin::Kind::this_;
  } else {
    origin.kind = Origin::Kind::parameter;
    origin.index = static_cast<uint32_t>(index);
    if (origin.index >= graph->parameter_count) return {Effect::borrows, ""};
  }
  if (asked.field) {
    origin.field = asked.field;
    const auto member = program_.field(asked.field);
    if (member.field) origin.type = member.field->type;
  }
  CallEffect out = to_effect(explore(*graph, origin, *this), fact ? in_words(*fact) : "a lambda");
  if (out.effect == Effect::puts_some) {
    out.ways = ways(*graph, origin, *this);
    if (!tell_apart(out.ways)) out.ways.clear();
  }
  return out;
}

// A function that is handed to another one decides what that one does, where it alone is handed.
Effects::Handed Effects::handed_by(const FlowGraph& graph, const Event& call) const {
  Handed out;
  for (uint32_t i = 0; i < call.arguments.size(); ++i) {
    const facts::Place& place = call.arguments[i].place;
    if (place.root == facts::Root::function) {
      out.emplace_back(i, place.symbol);
    } else if (place.root == facts::Root::local && place.steps.empty() &&
               !call.arguments[i].address_of) {
      const std::vector<Symbol> known = pointed_to(graph, place);
      if (known.size() == 1) out.emplace_back(i, known.front());
    }
  }
  return out;
}

// What the object is held in is told from its other members.
CallEffect Effects::effect_inside(const FlowGraph& graph, const Event& event, int index,
                                  Symbol field) const {
  const CallEffect unknown = {Effect::unknown, ""};
  if (roles_.of(event) || index >= kCaptureBase - kPointeeBase) return unknown;
  const Function* callee = program_.function(event.callee);
  if (!callee || callee->has(FunctionFlag::in_system_header)) return unknown;
  std::vector<Symbol> known = {event.callee};
  if (event.kind == EventKind::call) {
    known = candidates(graph, event);
  } else if (event.kind != EventKind::destroy) {
    return unknown;
  }
  const bool bodies =
      std::ranges::all_of(known, [&](Symbol each) { return program_.has_graph(each); });
  if (known.empty() || !bodies) return unknown;
  return common_effect(graph, event, *callee, known, index < 0 ? index : index + kPointeeBase,
                       field);
}

CallEffect Effects::capture_effect(Symbol function, uint32_t capture) const {
  return summary(function, kCaptureBase + static_cast<int>(capture));
}

CallEffect Effects::effect(const FlowGraph& graph, const Event& event, int index,
                           bool address) const {
  if (const Role& role = roles_.of(event)) {
    const bool here = (role.object == ObjectAt::object && index < 0) ||
                      (role.object == ObjectAt::argument && role.index == index && !address) ||
                      (role.object == ObjectAt::deref && role.index == index && address);
    if (here && role.kind == RoleKind::put) {
      const auto effect = role.operation ? role.operation->effect : model::Effect::give_back;
      if (effect == model::Effect::transfer) return {Effect::keeps, "handed on"};
      return {Effect::puts, ""};
    }
    if (here && role.kind == RoleKind::reset) return {Effect::resets, ""};
    if (role.kind != RoleKind::put || !here) {
      // The pool's own API does nothing else with what it is given, but by reference to a pointer.
      if (!address || role.kind == RoleKind::get) return {Effect::borrows, ""};
    }
  }
  if (event.kind == EventKind::new_) {  // what is built in the memory is the object from here on
    const bool memory = event.has(EventFlag::placement) && index == 0;
    return {memory ? Effect::returns : Effect::borrows, ""};
  }
  if (event.kind == EventKind::delete_) return {Effect::keeps, "destroyed by delete"};
  if (event.has(EventFlag::indirect)) {
    if (index >= 0) {
      const std::vector<Symbol> known = address ? std::vector<Symbol>{} : candidates(graph, event);
      const Function* first = known.empty() ? nullptr : program_.function(known.front());
      if (first) return common_effect(graph, event, *first, known, index);
      return {Effect::unknown, "passed to a function through a pointer"};
    }
    // A callable that holds it is called; or, through a pointer to a member, the object itself,
    // which may hand itself to anybody.
    const facts::TypeId called = event.object.type;
    const facts::Record* record = called == facts::kNoType ? nullptr : program_.record_of(called);
    if (!record || record->is_system) return {Effect::borrows, ""};
    return {Effect::unknown, "called through a pointer to a member"};
  }
  const Function* callee = program_.function(event.callee);
  if (!callee) return nameless_effect(event);
  if (index >= 0 && (models_.consumed_argument(callee->name.text()) == index ||
                     roles_.consumed_argument(*callee) == index)) {
    return {Effect::keeps, "handed to " + in_words(*callee)};
  }
  if (const auto known = holder_effect(*callee, event, index)) return *known;
  if (callee->has(FunctionFlag::in_system_header)) {
    return library_effect(*callee, event, index, address);
  }
  const std::vector<Symbol> known = candidates(graph, event);
  if (known.empty()) {
    return {Effect::unknown, "passed to one of many overriders of " + in_words(*callee)};
  }
  if (address) return effect_by_address(graph, event, *callee, known, index);
  return common_effect(graph, event, *callee, known, index);
}

std::vector<Symbol> Effects::candidates(const FlowGraph& graph, const Event& call) const {
  constexpr size_t kMost = 16;
  if (call.has(EventFlag::indirect)) return pointed_to(graph, call.object.place);
  const Function* callee = program_.function(call.callee);
  if (!callee) return {};
  std::vector<Symbol> out;
  if (call.has(EventFlag::virtual_)) out = program_.overriders(call.callee);
  if (!callee->has(FunctionFlag::pure) || out.empty()) out.push_back(call.callee);
  if (out.size() > kMost) out.clear();
  return out;
}

// A local that is set to functions alone, a parameter that is handed one, or a part of a constant.
std::vector<Symbol> Effects::pointed_to(const FlowGraph& graph, const facts::Place& pointer) const {
  const bool local = pointer.root == facts::Root::local && pointer.steps.empty();
  std::vector<Symbol> out;
  if (local && pointer.index < graph.parameter_count) {
    if (!summed_ || summed_->function != graph.function) return {};
    for (const auto& [parameter, function] : summed_->handed) {
      if (parameter == pointer.index) out.push_back(function);
    }
    if (out.empty()) return {};
  }
  std::shared_ptr<const FlowGraph> start;
  if (pointer.root == facts::Root::global) {
    const facts::Variable* variable = program_.variable(pointer.symbol);
    if (variable && variable->is_const) start = program_.graph(variable->initializer);
  }
  if (!local && !start) return {};
  for (const facts::Block& block : (start ? *start : graph).blocks) {
    for (const Event& event : block.events) {
      const auto addressed = [&](const facts::Operand& each) {
        return each.address_of && each.place == pointer;
      };
      if (addressed(event.object) || std::ranges::any_of(event.arguments, addressed)) return {};
      const bool ends = event.kind == EventKind::end || event.kind == EventKind::declare ||
                        event.kind == EventKind::destroy || event.kind == EventKind::use;
      if (event.target != pointer || ends) continue;
      const bool set = event.kind == EventKind::assign && event.arguments.size() == 1 &&
                       event.compare == facts::CompareOp::none;
      if (!set) return {};
      const facts::Place& value = event.arguments[0].place;
      if (value.root == facts::Root::null) continue;
      if (value.root != facts::Root::function) return {};
      out.push_back(value.symbol);
    }
  }
  return out;
}

// What all functions that the call may reach have in common.
CallEffect Effects::common_effect(const FlowGraph& graph, const Event& call, const Function& callee,
                                  const std::vector<Symbol>& candidates, int index,
                                  Symbol field) const {
  CallEffect out = {Effect::diverges, ""};
  bool first = true;
  for (const Symbol candidate : candidates) {
    CallEffect each = summary(candidate, index, field);
    if (each.effect == Effect::unknown && program_.has_graph(candidate)) {
      Handed handed = handed_by(graph, call);
      if (!handed.empty()) each = summary(candidate, index, field, std::move(handed));
    }
    // Where it calls itself it comes back as it does without.
    if (each.effect == Effect::diverges && candidates.size() > 1) continue;
    if (first) {
      out = std::move(each);
      first = false;
      if (candidates.size() > 1) out.ways.clear();
      out.exact = out.exact && candidates.size() == 1;
    } else if (each.effect != out.effect) {
      return {Effect::unknown, "the overriders of " + in_words(callee) + " differ"};
    }
  }
  if (out.effect == Effect::unknown && index < 0 && !program_.has_graph(callee.id)) {
    return {Effect::borrows, ""};  // calling a method of the object is using it
  }
  return out;
}

CallEffect Effects::effect_by_address(const FlowGraph& graph, const Event& call,
                                      const Function& callee, const std::vector<Symbol>& candidates,
                                      int index) const {
  // What is handed over by reference may be copied, and kept.
  if (is_keeper(callee)) return {Effect::keeps, "stored by " + in_words(callee), kInObject};
  const CallEffect unknown = {Effect::unknown,
                              "its pointer is handed to " + in_words(callee) + " by address"};
  if (index < 0 || index >= kCaptureBase - kPointeeBase) return unknown;
  bool whole = true;  // what is pointed to is the pointer to the object, or its owner
  for (const Symbol candidate : candidates) {
    const Function* fact = program_.function(candidate);
    const auto position = static_cast<size_t>(index);
    if (fact && !program_.has_graph(candidate) && only_looks_at(program_, *fact, index)) continue;
    if (!fact || !program_.has_graph(candidate)) {
      missing_bodies_.insert(candidate);
      return unknown;
    }
    if (position >= fact->parameters.size()) return unknown;
    const facts::Type& parameter = program_.type(fact->parameters[position].type);
    const bool reference = parameter.kind == facts::TypeKind::lvalue_reference ||
                           parameter.kind == facts::TypeKind::rvalue_reference;
    if (!reference && parameter.kind != facts::TypeKind::pointer) return unknown;
    const facts::Type& target = program_.type(parameter.target);
    const bool holder = is_owner(parameter.target) || destroys(parameter.target);
    if (target.kind != facts::TypeKind::pointer && target.kind != facts::TypeKind::record) {
      return unknown;  // void *: what stands there cannot be told
    }
    whole = whole && (target.kind == facts::TypeKind::pointer || holder);
  }
  if (std::ranges::none_of(candidates, [&](Symbol each) { return program_.has_graph(each); })) {
    return {Effect::borrows, ""};
  }
  CallEffect out = common_effect(graph, call, callee, candidates, index + kPointeeBase);
  // Of a struct it is known that it holds the object, but not where.
  if (!whole && out.effect != Effect::puts) return unknown;
  return out;
}

bool Effects::never_fails(const Event& event) const {
  const Role& role = roles_.of(event);
  if (role.operation) {
    return role.operation->fails == model::Failure::never ||
           role.operation->fails == model::Failure::throws;
  }
  return event.kind == EventKind::new_;
}

Failing Effects::failing(const Event& event) const {
  const auto wrapper = wrappers_.find(event.callee);
  if (wrapper == wrappers_.end() || roles_.of(event)) return Oracle::failing(event);
  return wrapper->second.failing;
}

}  // namespace pool_audit::analysis
