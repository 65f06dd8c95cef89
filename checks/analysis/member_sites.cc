#include "checks/analysis/member_sites.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

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
  Surveyor(const Program& program, const FlowGraph& graph)
      : program_(program), graph_(graph), makers_(graph.temp_count) {
    std::map<uint32_t, int> assigned;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.target.root == Root::temp && event.kind != EventKind::assign) {
          if (event.target.index < makers_.size()) makers_[event.target.index] = &event;
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

  // Whether the place is one of a reference, and so stands for another.
  [[nodiscard]] bool is_replaced(const Place& place) const {
    return place.root == Root::local && !place.steps.empty() &&
           place.steps.front().kind == StepKind::deref && references_.contains(place.index);
  }

  // The place that a pointer operand leads to.
  [[nodiscard]] std::optional<Place> pointed(const Operand& operand) const {
    if (operand.address_of) return whole(operand.place);
    if (operand.place.root != Root::local || !operand.place.steps.empty()) return std::nullopt;
    const auto found = references_.find(operand.place.index);
    return found == references_.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] Place whole(const Place& place) const {
    if (!is_replaced(place)) return place;
    Place out = references_.at(place.index);
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
    if (operand.place.root != Root::temp || operand.place.index >= makers_.size()) return false;
    const Event* maker = makers_[operand.place.index];
    if (!maker) return false;
    if (maker->kind == EventKind::new_) return true;
    const facts::Function* callee = program_.function(maker->callee);
    if (!callee) return false;
    const std::string name = lower(last_component(callee->name.text()));
    return name.find("alloc") != std::string::npos || name.starts_with("make_") ||
           name.find("strdup") != std::string::npos;
  }

  // How an event writes to a member.
  enum class Way : uint8_t {
    none,
    assigned,
    result,   // the result of a call goes straight into it
    emptied,  // by a method of it
    filled,   // likewise
    copied,   // by a function that is handed its address
  };
  // `place` points to the member then: into the event, or to `room`.
  [[nodiscard]] Way way_of(const Event& event, const Place*& place, Place& room) const {
    const auto is_member = [&](const Place& written) {
      place = &written;
      if (is_replaced(written)) place = &(room = whole(written));
      return last_field(*place) != Symbol();
    };
    const bool used = event.kind == EventKind::use && event.has(EventFlag::write);
    if (event.kind == EventKind::assign || used) {
      return is_member(event.target) ? Way::assigned : Way::none;
    }
    if (event.kind != EventKind::call) return Way::none;
    if (is_member(event.target)) return Way::result;
    const facts::Function* callee = program_.function(event.callee);
    if (!callee || !callee->has(facts::FunctionFlag::in_system_header)) return Way::none;
    const std::string_view name = last_component(callee->name.text());
    const bool method = event.object.place.root != Root::none;
    const bool fills = one_of(name, kMutators) || (name == "reset" && !event.arguments.empty());
    if (method && !fills && !one_of(name, kEmptying)) return Way::none;
    if (!method && (!one_of(name, kCopies) || event.arguments.empty())) return Way::none;
    const std::optional<Place> at = pointed(method ? event.object : event.arguments[0]);
    if (!at || last_field(*at) == Symbol()) return Way::none;
    place = &(room = *at);
    return !method ? Way::copied : fills ? Way::filled : Way::emptied;
  }

  [[nodiscard]] std::optional<MemberWrite> write_of(const Event& event) const {
    MemberWrite out;
    const Place* place = nullptr;
    Place room;
    const Way way = way_of(event, place, room);
    if (way == Way::none || !split(*place, out)) return std::nullopt;
    out.function = graph_.function;
    out.at = event.location;
    const bool one = event.arguments.size() == 1;
    if (way == Way::assigned) {
      out.arithmetic = event.has(EventFlag::arithmetic);
      if (one && event.kind == EventKind::assign) {
        out.empties = is_zero(event.arguments[0]);
        out.allocates = is_fresh(event.arguments[0]);
      }
    } else if (way == Way::filled || way == Way::emptied) {
      out.empties = way == Way::emptied || (one && is_zero(event.arguments[0]));
      out.allocates = one && is_fresh_argument(event.arguments[0]);
    }
    return out;
  }

  // The member that a place is, or is an element of; none for other places.
  static Symbol last_field(const Place& place) {
    size_t end = place.steps.size();
    while (end > 0 && place.steps[end - 1].kind == StepKind::element) --end;
    const bool field = end > 0 && place.steps[end - 1].kind == StepKind::field;
    return field ? place.steps[end - 1].field : Symbol();
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
  std::map<uint32_t, Place> references_;  // locals that stand for one place
  std::vector<const Event*> makers_;      // of temps; null for most
};

}  // namespace

void MemberSites::survey() const {
  if (surveyed_) return;
  surveyed_ = true;
  for (const Symbol id : program_.graph_ids()) {
    const auto graph = program_.graph(id);
    if (!graph) continue;
    const Surveyor surveyor(program_, *graph);
    const auto note = [&](const Place& place) {
      for (const facts::Step& step : place.steps) {
        if (step.kind != StepKind::field) continue;
        std::vector<Symbol>& readers = readers_[step.field];
        if (readers.empty() || readers.back() != id) readers.push_back(id);
      }
    };
    const auto read = [&](const Place& place) {
      if (place.steps.empty()) return;
      if (surveyor.is_replaced(place)) {
        note(surveyor.whole(place));
      } else {
        note(place);
      }
    };
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      const facts::Block& block = graph->blocks[b];
      for (uint32_t e = 0; e < block.events.size(); ++e) {
        const Event& event = block.events[e];
        const Place* written = nullptr;
        Place room;
        const bool write = surveyor.way_of(event, written, room) != Surveyor::Way::none;
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
        if (write) written_[Surveyor::last_field(*written)].push_back({id, b, e});
      }
      for (const Place& place : block.condition.reads) read(place);
    }
  }
}

const std::vector<MemberWrite>& MemberSites::writes_of(Symbol field) const {
  survey();
  const auto [known, first] = writes_.try_emplace(field);
  const auto found = written_.find(field);
  if (!first || found == written_.end()) return known->second;
  std::shared_ptr<const FlowGraph> graph;
  std::optional<Surveyor> surveyor;
  for (const CallSite& at : found->second) {
    if (!graph || graph->function != at.function) {
      graph = program_.graph(at.function);
      if (!graph) continue;
      surveyor.emplace(program_, *graph);
    }
    std::optional<MemberWrite> write = surveyor->write_of(graph->blocks[at.block].events[at.event]);
    if (!write) continue;
    write->block = at.block;
    write->event = at.event;
    known->second.push_back(std::move(*write));
  }
  return known->second;
}

const std::vector<CallSite>& MemberSites::calls_of(Symbol function) const {
  static const std::vector<CallSite> kNone;
  survey();
  const auto found = calls_.find(function);
  return found == calls_.end() ? kNone : found->second;
}

const std::vector<Symbol>& MemberSites::readers_of(Symbol field) const {
  static const std::vector<Symbol> kNone;
  survey();
  const auto found = readers_.find(field);
  return found == readers_.end() ? kNone : found->second;
}

}  // namespace pool_audit::analysis
