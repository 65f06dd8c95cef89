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

bool leads_through(const Place& place, uint32_t parameter) {
  return place.root == Root::local && place.index == parameter && !place.steps.empty() &&
         place.steps.front().kind == StepKind::deref;
}

bool uses_memory_of(const facts::FlowGraph& graph, uint32_t parameter) {
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (leads_through(event.target, parameter)) return true;
      const auto read = [&](const facts::Operand& operand) {
        return !operand.address_of && leads_through(operand.place, parameter);
      };
      if (read(event.object) || std::ranges::any_of(event.arguments, read)) return true;
    }
  }
  return false;
}

}  // namespace

bool Effects::may_give_null(const Event& event) const {
  const Role& role = roles_.of(event);
  return role.operation && role.operation->fails == model::Failure::null;
}

bool Effects::ends_use(const Event& put) const {
  return ends_use(put, 0);
}

bool Effects::ends_use(const Event& put, int depth) const {
  constexpr int kDeepest = 4;
  const Role& role = roles_.of(put);
  if (role) return !role.operation || role.operation->effect != model::Effect::unref;
  if (put.has(EventFlag::virtual_) || put.has(EventFlag::indirect)) return false;
  const auto graph = depth < kDeepest ? program_.graph(put.callee) : nullptr;
  if (!graph) return depth == 0 && put.kind != facts::EventKind::call;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      const bool call =
          event.kind == facts::EventKind::call || event.kind == facts::EventKind::macro;
      const bool puts = call && roles_.of(event).kind == RoleKind::put;
      if (puts && !ends_use(event, depth + 1)) return false;
    }
  }
  return true;
}

bool Effects::dereferences(const Event& call, int index) const {
  if (call.has(EventFlag::virtual_) || call.has(EventFlag::indirect)) return false;
  const Function* callee = program_.function(call.callee);
  if (!callee) return false;
  // A method may well look at nothing but the pointer to its object; there is no honest reason to
  // call one all the same.
  if (index < 0) return !callee->has(facts::FunctionFlag::static_);
  const auto parameter = static_cast<uint32_t>(index);
  if (parameter >= callee->parameters.size()) return false;
  if (const auto graph = program_.graph(call.callee)) return uses_memory_of(*graph, parameter);
  std::string_view name = callee->name.text();
  if (name.starts_with("std::")) name.remove_prefix(5);
  return std::ranges::find(kThroughPointers, name) != kThroughPointers.end();
}

}  // namespace pool_audit::analysis
