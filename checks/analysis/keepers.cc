#include "checks/analysis/keepers.h"

#include <algorithm>
#include <array>

#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::FunctionFlag;
using facts::Place;
using facts::StepKind;

namespace {

constexpr std::array<std::string_view, 12> kTaking = {
    "pop_back", "pop_front", "pop",  "erase",  "clear",     "resize",
    "assign",   "extract",   "swap", "remove", "operator=", "remove_if"};

bool takes(std::string_view name) {
  return std::ranges::find(kTaking, last_component(name)) != kTaking.end();
}

}  // namespace

std::string Keepers::proof(Symbol member) const {
  const auto [at, fresh] = proofs_.try_emplace(member);
  if (fresh) {
    std::string found = look(member);
    proofs_[member] = std::move(found);
  }
  return proofs_[member];
}

std::string Keepers::look(Symbol member) const {
  const auto ref = program_.field(member);
  if (!ref.field || ref.record->is_system || ref.record->destructor.empty() ||
      !program_.has_graph(ref.record->destructor)) {
    return "";
  }
  const facts::Type& type = program_.type(ref.field->type);
  const bool pointer = type.kind == facts::TypeKind::pointer;
  const bool container = type.kind == facts::TypeKind::record &&
                         type.template_name.text().starts_with("std::") && !type.arguments.empty();
  const bool put = pointer     ? pointer_is_put(*ref.record, member)
                   : container ? container_is_drained(*ref.record, member)
                               : false;
  if (!put) return "";
  return "kept in " + effects_.name(member) + ", which " + effects_.name(ref.record->destructor) +
         "() puts back";
}

bool Keepers::pointer_is_put(const facts::Record& record, Symbol member) const {
  Origin origin;
  origin.kind = Origin::Kind::member;
  origin.field = member;
  const auto destructor = program_.graph(record.destructor);
  if (!destructor || explore(*destructor, origin, effects_).fate != Fate::all_paths) return false;
  std::vector<Symbol> writers = writers_(member);
  std::ranges::sort(writers);
  writers.erase(std::ranges::unique(writers).begin(), writers.end());
  return std::ranges::all_of(writers, [&](Symbol writer) {
    const facts::Function* fact = program_.function(writer);
    if (!fact) return false;
    const bool own = fact->record == record.id || fact->record == record.pattern;
    if (own && (fact->has(FunctionFlag::constructor) || fact->has(FunctionFlag::destructor))) {
      return !fact->has(FunctionFlag::copy_or_move);
    }
    const auto graph = program_.graph(writer);
    if (!own || !graph) return false;  // of which object the member is, is not known
    const Fate fate = explore(*graph, origin, effects_).fate;
    return fate == Fate::all_paths || fate == Fate::borrowed || fate == Fate::some_paths;
  });
}

bool Keepers::container_is_drained(const facts::Record& record, Symbol member) const {
  if (!effects_.puts_out_of(record.destructor, member)) return false;
  return std::ranges::all_of(takers(member),
                             [&](Symbol taker) { return effects_.puts_out_of(taker, member); });
}

void Keepers::note_reads(const facts::FlowGraph& graph) const {
  // A pointer that goes on from here: the last step is the member, or leads into the object.
  const auto reads = [&](const facts::Operand& operand) {
    const auto& steps = operand.place.steps;
    for (size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].kind != StepKind::field) continue;
      if (i + 1 == steps.size() || operand.address_of) read_.insert(steps[i].field);
    }
  };
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      if (event.compare != facts::CompareOp::none) continue;  // it is tested
      const bool call = event.kind == EventKind::call;
      const auto borrowed = [&](int index) {
        if (!call) return false;
        const Effect effect = effects_.effect(graph, event, index, false).effect;
        return effect == Effect::borrows || effect == Effect::resets;
      };
      if (event.object.address_of || !borrowed(-1)) reads(event.object);
      for (size_t i = 0; i < event.arguments.size(); ++i) {
        const facts::Operand& each = event.arguments[i];
        if (each.address_of || !borrowed(static_cast<int>(i))) reads(each);
      }
    }
  }
}

bool Keepers::loses(Symbol member, Symbol function) const {
  const auto ref = program_.field(member);
  const facts::Function* writer = program_.function(function);
  if (!ref.field || !writer || ref.record->is_system || ref.record->is_union ||
      ref.record->is_template_pattern || !ref.record->pattern.empty() ||
      program_.type(ref.field->type).kind != facts::TypeKind::pointer) {
    return false;
  }
  const bool shown = !writer->has(FunctionFlag::in_header) && writer->record == ref.record->id &&
                     writer->location.file == ref.record->location.file;
  if (!shown || ref.record->destructor.empty() || !program_.has_graph(ref.record->destructor)) {
    return false;
  }
  // What lives as long as the program does need not put anything.
  for (const facts::Variable* variable : program_.variables()) {
    if (program_.record_of(variable->type) == ref.record) return false;
  }
  if (!std::exchange(reads_scanned_, true)) {
    for (const Symbol each : program_.graph_ids()) {
      if (const auto graph = program_.graph(each)) note_reads(*graph);
    }
  }
  return !read_.contains(member);
}

const std::set<Symbol>& Keepers::takers(Symbol member) const {
  if (!std::exchange(scanned_, true)) {
    for (const Symbol function : program_.graph_ids()) {
      const auto graph = program_.graph(function);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const Event& event : block.events) {
          const Place& place = event.object.place;
          if (event.kind != EventKind::call || place.steps.empty() ||
              place.steps.back().kind != StepKind::field) {
            continue;
          }
          const facts::Function* callee = program_.function(event.callee);
          if (callee && takes(callee->name.text())) {
            takers_[place.steps.back().field].insert(function);
          }
        }
      }
    }
  }
  return takers_[member];
}

}  // namespace pool_audit::analysis
