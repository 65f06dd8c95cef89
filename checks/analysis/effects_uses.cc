// What is known of a get that fails, and of callees that use what they are handed.
#include <algorithm>
#include <array>

#include "checks/analysis/effects.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::Function;
using facts::Place;
using facts::Root;
using facts::StepKind;

namespace {

// Of the C library: every pointer handed to them is read or written through.
constexpr std::array<std::string_view, 15> kThroughPointers = {
    "memcpy", "memmove", "memset",  "memcmp", "memchr", "strlen", "strcpy", "strncpy",
    "strcat", "strcmp",  "strncmp", "strchr", "strstr", "fputs",  "puts"};

// Whether the place is behind the pointer in this one, or behind one that it refers to.
bool leads_through(const Place& place, Root root, uint32_t index, bool reference) {
  const size_t at = reference ? 1 : 0;
  return place.root == root && place.index == index && place.steps.size() > at &&
         place.steps[at].kind == StepKind::deref;
}

bool uses_memory_of(const facts::FlowGraph& graph, Root root, uint32_t index,
                    bool reference = false) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (leads_through(event.target, root, index, reference)) return true;
      const auto read = [&](const facts::Operand& operand) {
        return !operand.address_of && leads_through(operand.place, root, index, reference);
      };
      if (read(event.object) || std::ranges::any_of(event.arguments, read)) return true;
    }
  }
  return false;
}

}  // namespace

bool Effects::may_give_null(const Event& event) const {
  const Role& role = roles_.of(event);
  if (role && role.operation == nullptr) {
    return role.object == ObjectAt::result && !event.has(EventFlag::virtual_) &&
           null_gets_.contains(event.callee);
  }
  if (role) return role.operation->fails == model::Failure::null;
  const auto wrapper = wrappers_.find(event.callee);
  return event.kind == facts::EventKind::call && !event.has(EventFlag::virtual_) &&
         wrapper != wrappers_.end() && wrapper->second.gives_null;
}

bool Effects::copies_owner(const Event& call) const {
  const Function* callee = program_.function(call.callee);
  return callee && callee->has(facts::FunctionFlag::copy_or_move) &&
         !callee->has(facts::FunctionFlag::moves);
}

bool Effects::survives_exceptions(Symbol function) const {
  const Function* fact = program_.function(function);
  return !fact || (!fact->has(facts::FunctionFlag::nothrow) && fact->name.text() != "main");
}

Catch Effects::catches(facts::TypeId handler, facts::TypeId thrown) const {
  const facts::Type* to = &program_.type(handler);
  if (to->kind == facts::TypeKind::lvalue_reference) to = &program_.type(to->target);
  const facts::Type& from = program_.type(thrown);
  if (to->kind == facts::TypeKind::record && from.kind == facts::TypeKind::record) {
    if (to->record == from.record || program_.inherits(from.record, to->record)) return Catch::yes;
    const facts::Record* base = program_.record(to->record);
    const bool own = base && !base->is_system && base->is_complete;
    // Exceptions of the standard library have one base; none derives from a class of the program.
    const std::string_view name = to->template_name.text();
    const facts::Record* derived = program_.record(from.record);
    const bool standard = derived && from.template_name.text().starts_with("std::");
    if (standard && name == "std::exception") return Catch::yes;
    if (standard && own) return Catch::no;
    if (own && derived && !derived->is_system && derived->is_complete) return Catch::no;
    return Catch::maybe;
  }
  return Oracle::catches(handler, thrown);
}

namespace {

// Whether the call is handed a parameter of its function, or its object.
bool hands_on(const facts::FlowGraph& graph, const Event& call) {
  const auto own = [&](const facts::Operand& each) {
    const Place& place = each.place;
    if (each.address_of || !place.steps.empty()) return false;
    return place.root == Root::this_ ||
           (place.root == Root::local && place.index < graph.parameter_count);
  };
  return own(call.object) || std::ranges::any_of(call.arguments, own);
}

}  // namespace

bool Effects::ends_use(const facts::FlowGraph& graph, const Event& put) const {
  return ends_use(graph, put, 0);
}

bool Effects::ends_use(const facts::FlowGraph& in, const Event& put, int depth) const {
  constexpr int kDeepest = 4;
  const Role& role = roles_.of(put);
  if (role) return !role.operation || role.operation->effect != model::Effect::unref;
  if (depth >= kDeepest) return false;
  if (put.kind != facts::EventKind::call) return depth == 0;
  const std::vector<Symbol> callees = candidates(in, put);
  return !callees.empty() && std::ranges::all_of(callees, [&](Symbol callee) {
    const auto graph = program_.graph(callee);
    return graph && std::ranges::all_of(graph->blocks, [&](const facts::Block& block) {
             return std::ranges::all_of(block.events, [&](const Event& event) {
               const bool call =
                   event.kind == facts::EventKind::call || event.kind == facts::EventKind::macro;
               const bool puts = call && roles_.of(event).kind == RoleKind::put;
               return puts ? ends_use(*graph, event, depth + 1)
                           : !call || !hands_on(*graph, event) || !unrefs(*graph, event, depth + 1);
             });
           });
  });
}

// Whether a function that is handed the object takes a reference to it away, further down.
bool Effects::unrefs(const facts::FlowGraph& in, const Event& call, int depth) const {
  constexpr int kDeepest = 4;
  if (const Role& role = roles_.of(call)) {
    return role.operation && role.operation->effect == model::Effect::unref;
  }
  if (depth >= kDeepest || call.kind != facts::EventKind::call) return false;
  return std::ranges::any_of(candidates(in, call), [&](Symbol callee) {
    const auto graph = program_.graph(callee);
    return graph && std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
             return std::ranges::any_of(block.events, [&](const Event& event) {
               return hands_on(*graph, event) && unrefs(*graph, event, depth + 1);
             });
           });
  });
}

namespace {

// Whether something is written to what `pointer` points to, or the pointer goes on to others.
bool writes_behind(const facts::FlowGraph& graph, Root root, uint32_t index) {
  const auto names = [&](const Place& place) { return place.root == root && place.index == index; };
  const auto itself = [&](const Place& place) {
    return names(place) &&
           std::ranges::count(place.steps, StepKind::deref, &facts::Step::kind) == 1;
  };
  const auto passes = [&](const facts::Operand& each) {
    return names(each.place) &&
           (each.place.steps.empty() || (each.address_of && itself(each.place)));
  };
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      const bool reads = event.kind == facts::EventKind::use && !event.has(EventFlag::write);
      if (!reads && (itself(event.target) || (names(event.target) && event.target.steps.empty()))) {
        return true;
      }
      if (passes(event.object) || std::ranges::any_of(event.arguments, passes)) return true;
    }
  }
  return false;
}

}  // namespace

bool Effects::dereferences_at_once(const Event& call, int index) const {
  constexpr int kMostBlocks = 64;
  if (index < 0 || roles_.of(call) || call.has(EventFlag::virtual_) ||
      call.has(EventFlag::indirect) || call.has(EventFlag::unresolved)) {
    return false;
  }
  const auto parameter = static_cast<uint32_t>(index);
  const auto graph = program_.graph(call.callee);
  if (!graph) return dereferences({}, call, index);
  if (parameter >= graph->parameter_count) return false;
  const auto names = [&](const Place& place) {
    return place.root == Root::local && place.index == parameter && place.steps.empty();
  };
  const auto read = [&](const facts::Operand& each) {
    return !each.address_of && leads_through(each.place, Root::local, parameter, false);
  };
  uint32_t at = 0;
  for (int i = 0; i < kMostBlocks && at < graph->blocks.size(); ++i) {
    const facts::Block& block = graph->blocks[at];
    for (const Event& event : block.events) {
      if (leads_through(event.target, Root::local, parameter, false) || read(event.object) ||
          std::ranges::any_of(event.arguments, read)) {
        return true;
      }
      const bool passed = std::ranges::any_of(
          event.arguments, [&](const facts::Operand& each) { return names(each.place); });
      if (passed || names(event.target) || event.has(EventFlag::noreturn)) return false;
    }
    if (block.terminator != facts::Terminator::jump || block.successors.size() != 1) return false;
    at = block.successors.front();
  }
  return false;
}

bool Effects::destroys_members(facts::TypeId id) const {
  const facts::Type& type = program_.type(id);
  const facts::Record* record = program_.record(type.record);
  return record && !record->is_system && record->is_complete && !record->destructor;
}

bool Effects::writes_through(const Event& call, int index) const {
  if (call.has(EventFlag::virtual_) || call.has(EventFlag::indirect) || index < 0) return true;
  const auto graph = program_.graph(call.callee);
  return !graph || writes_behind(*graph, Root::local, static_cast<uint32_t>(index));
}

bool Effects::writes_capture(Symbol function, uint32_t capture) const {
  const auto graph = program_.graph(function);
  return !graph || writes_behind(*graph, Root::capture, capture);
}

bool Effects::dereferences_capture(Symbol function, uint32_t capture) const {
  const auto graph = program_.graph(function);
  return graph && capture < graph->captures.size() &&
         uses_memory_of(*graph, Root::capture, capture, graph->captures[capture].by_reference);
}

bool Effects::is_variable(Symbol entity) const {
  return program_.variable(entity) != nullptr;
}

bool Effects::dereferences(const facts::FlowGraph& in, const Event& call, int index) const {
  const bool indirect = call.has(EventFlag::indirect);
  const Function* callee = program_.function(call.callee);
  if (!callee && !indirect) return false;
  if (indirect || call.has(EventFlag::virtual_)) {
    const std::vector<Symbol> known = candidates(in, call);
    return index >= 0 && !known.empty() && std::ranges::all_of(known, [&](Symbol each) {
             const auto graph = program_.graph(each);
             return graph && uses_memory_of(*graph, Root::local, static_cast<uint32_t>(index));
           });
  }
  // A method may well look at nothing but the pointer to its object; there is no honest reason to
  // call one all the same.
  if (index < 0) return !callee->has(facts::FunctionFlag::static_);
  const auto parameter = static_cast<uint32_t>(index);
  if (parameter >= callee->parameters.size()) return false;
  if (const auto graph = program_.graph(call.callee))
    return uses_memory_of(*graph, Root::local, parameter);
  std::string_view name = callee->name.text();
  if (name.starts_with("std::")) name.remove_prefix(5);
  return std::ranges::find(kThroughPointers, name) != kThroughPointers.end();
}

}  // namespace pool_audit::analysis
