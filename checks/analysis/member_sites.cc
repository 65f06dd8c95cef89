#include "checks/analysis/member_sites.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "checks/analysis/survey_names.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

namespace {

// Methods by which classes of libraries take something over from their user.
constexpr std::array kMutators = {
    "operator=",    "operator+=",    "assign",  "append",  "push_back", "push_front",
    "emplace_back", "emplace_front", "emplace", "insert",  "push",      "insert_or_assign",
    "store",        "str",           "swap",    "replace", "exchange",  "append_range"};
constexpr std::array kEmptying = {"clear", "reset", "Clear", "Reset"};
// Functions that write to what their first argument points to.
constexpr std::array kCopies = {"strcpy", "strncpy",  "strlcpy", "strcat",   "strncat", "sprintf",
                                "memcpy", "snprintf", "memmove", "exchange", "swap",    "stpcpy"};

// Events of one graph, with references to members replaced by these members.
class Surveyor {
 public:
  Surveyor(const Program& program, const FlowGraph& graph) : program_(program), graph_(graph) {
    std::map<uint32_t, int> assigned;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.target.root == Root::temp && event.kind != EventKind::assign) {
          makers_[event.target.index] = &event;
        }
        if (event.kind != EventKind::assign || event.target.root != Root::local ||
            !event.target.steps.empty() || event.arguments.empty()) {
          continue;
        }
        const bool once = ++assigned[event.target.index] == 1;
        const Operand& value = event.arguments[0];
        if (once && value.address_of && !value.place.steps.empty()) {
          references_[event.target.index] = value.place;
        } else {
          references_.erase(event.target.index);
        }
      }
    }
  }

  // The place that a pointer operand leads to.
  [[nodiscard]] std::optional<Place> pointed(const Operand& operand) const {
    if (operand.address_of) return whole(operand.place);
    if (operand.place.root != Root::local || !operand.place.steps.empty()) return std::nullopt;
    const auto found = references_.find(operand.place.index);
    return found == references_.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] Place whole(const Place& place) const {
    if (place.root != Root::local || place.steps.empty() ||
        place.steps.front().kind != StepKind::deref) {
      return place;
    }
    const auto found = references_.find(place.index);
    if (found == references_.end()) return place;
    Place out = found->second;
    out.steps.insert(out.steps.end(), place.steps.begin() + 1, place.steps.end());
    return out;
  }

  [[nodiscard]] bool is_zero(const Operand& operand) const {
    if (operand.place.root == Root::null) return true;
    if (operand.place.root == Root::constant) {
      return operand.place.value == 0 || operand.place.value == -1;
    }
    return operand.place.root == Root::text && program_.type(operand.type).size_bytes == 1;
  }

  [[nodiscard]] bool is_fresh(const Operand& operand) const {
    if (operand.place.root != Root::temp) return false;
    const auto found = makers_.find(operand.place.index);
    if (found == makers_.end()) return false;
    if (found->second->kind == EventKind::new_) return true;
    const facts::Function* callee = program_.function(found->second->callee);
    if (!callee) return false;
    const std::string name = lower(last_component(callee->name.text()));
    return name.find("alloc") != std::string::npos || name.starts_with("make_") ||
           name.find("strdup") != std::string::npos;
  }

  [[nodiscard]] std::optional<MemberWrite> write_of(const Event& event) const {
    MemberWrite out;
    out.function = graph_.function;
    out.at = event.location;
    if (event.kind == EventKind::assign ||
        (event.kind == EventKind::use && event.has(EventFlag::write))) {
      if (!split(whole(event.target), out)) return std::nullopt;
      out.arithmetic = event.has(EventFlag::arithmetic);
      if (event.arguments.size() == 1 && event.kind == EventKind::assign) {
        out.empties = is_zero(event.arguments[0]);
        out.allocates = is_fresh(event.arguments[0]);
      }
      return out;
    }
    if (event.kind != EventKind::call) return std::nullopt;
    // The result goes straight into the member.
    if (split(whole(event.target), out)) return out;
    const facts::Function* callee = program_.function(event.callee);
    if (!callee || !callee->has(facts::FunctionFlag::in_system_header)) return std::nullopt;
    const std::string_view name = last_component(callee->name.text());
    std::optional<Place> place;
    if (event.object.place.root != Root::none) {
      const bool fills = one_of(name, kMutators) || (name == "reset" && !event.arguments.empty());
      if (!fills && !one_of(name, kEmptying)) return std::nullopt;
      out.empties = !fills || (event.arguments.size() == 1 && is_zero(event.arguments[0]));
      out.allocates = event.arguments.size() == 1 && is_fresh_argument(event.arguments[0]);
      place = pointed(event.object);
    } else if (one_of(name, kCopies) && !event.arguments.empty()) {
      place = pointed(event.arguments[0]);
    }
    if (!place || !split(*place, out)) return std::nullopt;
    return out;
  }

 private:
  // std::unique_ptr's operator= is given the address of a fresh one.
  [[nodiscard]] bool is_fresh_argument(const Operand& operand) const {
    Operand value = operand;
    value.address_of = false;
    return is_fresh(value);
  }

  static bool split(const Place& place, MemberWrite& out) {
    size_t end = place.steps.size();
    while (end > 0 && place.steps[end - 1].kind == StepKind::element) --end;
    size_t begin = end;
    while (begin > 0 && place.steps[begin - 1].kind == StepKind::field) --begin;
    if (begin == end) return false;
    for (size_t i = begin; i < end; ++i) out.member.push_back(place.steps[i].field);
    out.object = place;
    out.object.steps.resize(begin);
    return true;
  }

  const Program& program_;
  const FlowGraph& graph_;
  std::map<uint32_t, Place> references_;     // locals that stand for one place
  std::map<uint32_t, const Event*> makers_;  // of temps
};

}  // namespace

void MemberSites::survey() const {
  if (surveyed_) return;
  surveyed_ = true;
  for (const Symbol id : program_.graph_ids()) {
    const auto graph = program_.graph(id);
    if (!graph) continue;
    const Surveyor surveyor(program_, *graph);
    const auto read = [&](const Place& place) {
      const Place at = surveyor.whole(place);
      if (at.steps.empty()) return;
      for (const facts::Step& step : at.steps) {
        if (step.kind == StepKind::field) readers_[step.field].insert(id);
      }
    };
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      const facts::Block& block = graph->blocks[b];
      for (uint32_t e = 0; e < block.events.size(); ++e) {
        const Event& event = block.events[e];
        std::optional<MemberWrite> write = surveyor.write_of(event);
        if (event.kind == EventKind::macro) calls_[event.callee].push_back({id, b, e});
        if (event.kind == EventKind::call) {
          const facts::Function* callee = program_.function(event.callee);
          if (callee && !callee->has(facts::FunctionFlag::in_system_header)) {
            calls_[event.callee].push_back({id, b, e});
          }
          if (!write) {
            if (const auto object = surveyor.pointed(event.object)) read(*object);
          }
        }
        if (event.kind == EventKind::use && !event.has(EventFlag::write)) read(event.target);
        for (const Operand& argument : event.arguments) read(argument.place);
        if (write) {
          write->block = b;
          write->event = e;
          writes_[write->member.back()].push_back(std::move(*write));
        }
      }
      for (const Place& place : block.condition.reads) read(place);
    }
  }
}

const std::vector<MemberWrite>& MemberSites::writes_of(Symbol field) const {
  static const std::vector<MemberWrite> kNone;
  survey();
  const auto found = writes_.find(field);
  return found == writes_.end() ? kNone : found->second;
}

const std::vector<CallSite>& MemberSites::calls_of(Symbol function) const {
  static const std::vector<CallSite> kNone;
  survey();
  const auto found = calls_.find(function);
  return found == calls_.end() ? kNone : found->second;
}

const std::set<Symbol>& MemberSites::readers_of(Symbol field) const {
  static const std::set<Symbol> kNone;
  survey();
  const auto found = readers_.find(field);
  return found == readers_.end() ? kNone : found->second;
}

}  // namespace pool_audit::analysis
