// What the end of an object does with what it holds: destructors, deleters.
#include <algorithm>

#include "checks/analysis/effects.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::Function;
using facts::FunctionFlag;
using facts::Place;
using facts::Root;
using facts::TypeKind;

bool Effects::always_puts_member(Symbol function, Symbol field) const {
  if (!puts_member(function, field)) return false;
  const facts::Record* record = program_.record(program_.function(function)->record);
  return summary(record->destructor, -1, field).effect == Effect::puts;
}

namespace {

bool is_member_of_this(const Place& place, Symbol field) {
  return place.root == Root::this_ && place.steps.size() == 2 && place.steps[1].field == field;
}

// Whether the exit of the graph can be reached around the blocks in `marked`.
bool avoids(const facts::FlowGraph& graph, const std::vector<bool>& marked) {
  std::vector<bool> seen = marked;
  std::vector<uint32_t> work;
  const auto add = [&](uint32_t block) {
    if (block >= seen.size() || seen[block]) return;
    seen[block] = true;
    work.push_back(block);
  };
  add(0);
  while (!work.empty()) {
    const facts::Block& block = graph.blocks[work.back()];
    work.pop_back();
    if (block.terminator == facts::Terminator::exit) return true;
    for (const uint32_t next : block.successors) add(next);
  }
  return false;
}

Happens calls_member_in(const Program& program, Symbol function, Symbol field, int depth) {
  constexpr int kDeepest = 2;
  const auto graph = program.graph(function);
  if (!graph || depth > kDeepest) return Happens::never;
  std::vector<bool> calls(graph->blocks.size());
  Happens out = Happens::never;
  for (size_t i = 0; i < graph->blocks.size(); ++i) {
    for (const Event& event : graph->blocks[i].events) {
      if (event.kind != EventKind::call) continue;
      Happens here = Happens::never;
      if (is_member_of_this(event.object.place, field)) {
        here = Happens::always;
      } else if (event.object.place.root == Root::this_ && event.object.place.steps.empty()) {
        here = calls_member_in(program, event.callee, field, depth + 1);
      }
      if (here != Happens::never) out = Happens::sometimes;
      if (here == Happens::always) calls[i] = true;
    }
  }
  if (out == Happens::never) return out;
  return avoids(*graph, calls) ? Happens::sometimes : Happens::always;
}

}  // namespace

Happens Effects::calls_member(Symbol function, Symbol field) const {
  const Function* fact = program_.function(function);
  if (!fact || !fact->has(FunctionFlag::constructor) || !field) return Happens::never;
  const facts::Record* record = program_.record(fact->record);
  if (!record || !record->destructor || record->is_system) return Happens::never;
  return calls_member_in(program_, record->destructor, field, 0);
}

// Whether a deleter writes to the object, if anything, and calls nobody.
bool Effects::only_writes(const facts::Type& deleter) const {
  const facts::Record* record = program_.record(deleter.record);
  if (deleter.kind != TypeKind::record || !record || record->is_system) return false;
  const auto is_call = [&](const Function* each) {
    return each->record == record->id && last_component(*each) == "operator()";
  };
  const auto& functions = program_.functions();
  const auto call = std::ranges::find_if(functions, is_call);
  if (call == functions.end()) return false;
  const auto graph = program_.graph((*call)->id);
  const auto is_pointer = [](const facts::Operand& each) {
    return each.place.root == Root::local && each.place.index == 0 &&
           (each.place.steps.empty() || each.address_of);
  };
  return graph && std::ranges::count_if(functions, is_call) == 1 &&
         std::ranges::all_of(graph->blocks, [&](const facts::Block& block) {
           return std::ranges::all_of(block.events, [&](const Event& event) {
             const bool writes = event.kind == EventKind::assign || event.kind == EventKind::use ||
                                 event.kind == EventKind::return_ || event.kind == EventKind::end;
             return writes && std::ranges::none_of(event.arguments, is_pointer);
           });
         });
}

// The constructor of a shared_ptr without a deleter, of a type that is deleted plainly.
bool Effects::makes_deleter(const Event& call) const {
  const Function* callee = program_.function(call.callee);
  const facts::Type& type = program_.type(call.type);
  return callee && callee->has(FunctionFlag::constructor) && call.arguments.size() == 1 &&
         !callee->has(FunctionFlag::copy_or_move) && type.kind == TypeKind::record &&
         type.template_name.text() == "std::shared_ptr" && !type.arguments.empty() &&
         program_.type(call.arguments[0].type).kind == TypeKind::pointer &&
         deleted_plainly(type.arguments[0]);
}

}  // namespace pool_audit::analysis
