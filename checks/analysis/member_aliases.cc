#include "checks/analysis/member_aliases.h"

#include "checks/analysis/survey_names.h"
#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::TypeKind;

namespace {

constexpr int kMaxRounds = 6;  // copies of copies of ...

bool has_slot(const Place& place) {
  return place.root == Root::local || place.root == Root::temp || place.root == Root::capture;
}

// What a function returns, when that is always the same place of its object: an accessor.
std::optional<Inside> accessed(const Program& program, Symbol function) {
  const auto graph = program.graph(function);
  if (!graph) return std::nullopt;
  std::optional<Inside> out;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind != EventKind::return_ || event.arguments.empty()) continue;
      const Operand& result = event.arguments[0];
      if (result.place.root != Root::this_) return std::nullopt;
      Inside each;
      bool first = true;
      for (const facts::Step& step : result.place.steps) {
        if (step.kind == StepKind::field && !each.beyond) each.member.push_back(step.field);
        if (step.kind == StepKind::deref && !first) each.beyond = true;
        first = false;
      }
      if (!result.address_of && !result.place.steps.empty()) each.beyond = true;
      if (out && *out != each) return std::nullopt;
      out = each;
    }
  }
  return out;
}

}  // namespace

MemberAliases::MemberAliases(const Program& program, const facts::FlowGraph& graph,
                             const Origin& origin)
    : program_(program), graph_(graph) {
  seed(origin);
  for (int round = 0; round < kMaxRounds; ++round) {
    bool changed = false;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) changed = follow(event) || changed;
    }
    if (!changed) break;
  }
}

bool MemberAliases::is_pointer(facts::TypeId type) const {
  const TypeKind kind = program_.type(type).kind;
  return kind == TypeKind::pointer || kind == TypeKind::lvalue_reference ||
         kind == TypeKind::rvalue_reference;
}

void MemberAliases::seed(const Origin& origin) {
  switch (origin.kind) {
    case Origin::Kind::this_:
      this_ = true;
      break;
    case Origin::Kind::parameter:
    case Origin::Kind::pointee:
      held_[{Root::local, origin.index}].depth = origin.kind == Origin::Kind::pointee ? 1 : 0;
      break;
    case Origin::Kind::capture: {
      if (origin.index >= graph_.captures.size()) break;
      const facts::Capture& capture = graph_.captures[origin.index];
      const TypeKind kind = program_.type(capture.type).kind;
      held_[{Root::capture, origin.index}].depth =
          capture.by_reference && kind == TypeKind::pointer ? 1 : 0;
      break;
    }
    case Origin::Kind::event:
    case Origin::Kind::out: {
      const Event& event = graph_.blocks[origin.block].events[origin.event];
      if (origin.kind == Origin::Kind::event) {
        const Place& place = event.target.root == Root::none ? event.object.place : event.target;
        hold(place, {}, !is_pointer(event.type) && event.kind != EventKind::new_);
      } else if (origin.index < event.arguments.size()) {
        const Operand& out = event.arguments[origin.index];
        if (out.address_of || event.kind == EventKind::macro) hold(out.place, {}, false);
      }
      break;
    }
    case Origin::Kind::member:
    case Origin::Kind::part:
    case Origin::Kind::given:
      break;  // of objects that no get of this function brought
  }
}

void MemberAliases::hold(const Place& place, const Inside& value, bool owner) {
  if (!has_slot(place) || !place.steps.empty()) return;
  if (owner && place.root == Root::local && is_pointer(graph_.locals[place.index].type)) {
    owner = false;
  }
  if (owner) {
    owners_[{place.root, place.index}] = true;
  } else {
    held_.try_emplace({place.root, place.index}, value);
  }
}

std::optional<Inside> MemberAliases::held(const Place& place) const {
  if (place.root == Root::this_) return this_ ? std::optional(Inside{}) : std::nullopt;
  const auto found = held_.find({place.root, place.index});
  if (found == held_.end() || !has_slot(place)) return std::nullopt;
  return found->second;
}

bool MemberAliases::is_owner(const Place& place) const {
  return has_slot(place) && owners_.contains({place.root, place.index});
}

std::optional<Inside> MemberAliases::location(const Place& place) const {
  std::optional<Inside> at = held(place);
  if (!at) return std::nullopt;
  bool entered = false;
  for (const facts::Step& step : place.steps) {
    if (step.kind == StepKind::deref) {
      if (!entered && at->depth > 0) {
        --at->depth;
      } else if (!entered) {
        entered = true;
      } else {
        at->beyond = true;
      }
    } else if (!entered) {
      if (step.kind == StepKind::field) return std::nullopt;
      entered = at->depth == 0;  // p[i]
    } else if (step.kind == StepKind::field && !at->beyond) {
      at->member.push_back(step.field);
    }
  }
  if (!entered) return std::nullopt;
  return at;
}

std::optional<Inside> MemberAliases::value(const Operand& operand) const {
  if (std::optional<Inside> at = location(operand.place)) {
    if (operand.address_of) return at;
    at->beyond = true;  // what is loaded from the member
    return is_pointer(operand.type) ? at : std::nullopt;
  }
  std::optional<Inside> pointer = held(operand.place);
  if (!pointer) return std::nullopt;
  for (const facts::Step& step : operand.place.steps) {
    if (step.kind == StepKind::deref) --pointer->depth;
  }
  if (operand.address_of) ++pointer->depth;
  return pointer;
}

bool MemberAliases::about(const Place& place) const {
  return held(place) || is_owner(place);
}

// Where the result of a call leads.
std::optional<Inside> MemberAliases::result_of(const Event& event) const {
  const facts::Function* callee = program_.function(event.callee);
  if (!callee) return std::nullopt;
  const std::string_view name = last_component(callee->name.text());
  if (is_owner(event.object.place) && event.object.place.steps.empty()) {
    return is_pointer(callee->result) || callee->result == facts::kNoType || is_pointer(event.type)
               ? std::optional(Inside{})
               : std::nullopt;
  }
  if (name == "move" || name == "forward" || name == "addressof" || name == "launder") {
    return event.arguments.empty() ? std::nullopt : value(event.arguments[0]);
  }
  std::optional<Inside> object = value(event.object);
  if (!object || object->depth != 0) return std::nullopt;
  if (object->member.empty() && !object->beyond) {
    if (const auto found = accessed(program_, event.callee)) return found;
    return std::nullopt;
  }
  const facts::TypeKind kind = program_.type(callee->result).kind;
  if (!is_pointer(callee->result) && kind != TypeKind::record) return std::nullopt;
  object->beyond = true;
  return object;
}

bool MemberAliases::follow(const Event& event) {
  const size_t before = held_.size() + owners_.size();
  switch (event.kind) {
    case EventKind::assign:
      if (event.arguments.size() != 1 || event.has(EventFlag::arithmetic)) break;
      if (const auto leads = value(event.arguments[0])) hold(event.target, *leads, false);
      if (is_owner(event.arguments[0].place)) hold(event.target, {}, true);
      break;
    case EventKind::call:
      if (const auto leads = result_of(event)) hold(event.target, *leads, false);
      // A moved lease.
      for (const Operand& argument : event.arguments) {
        if (!is_owner(argument.place)) continue;
        const facts::Function* callee = program_.function(event.callee);
        if (!callee || !callee->has(facts::FunctionFlag::constructor)) continue;
        hold(event.object.place, {}, true);
      }
      break;
    default:
      break;
  }
  return held_.size() + owners_.size() != before;
}

}  // namespace pool_audit::analysis
