#include "checks/analysis/keepers.h"

#include <algorithm>
#include <array>

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
  const size_t at = name.rfind("::");
  const std::string_view last = at == std::string_view::npos ? name : name.substr(at + 2);
  return std::ranges::find(kTaking, last) != kTaking.end();
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
