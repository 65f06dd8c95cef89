#include "checks/analysis/borrowers.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace pool_audit::analysis {

using facts::Block;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::Terminator;
using facts::TypeKind;

namespace {

constexpr size_t kFewestUsers = 2;

bool is_local(const Operand& operand) {
  return operand.place.root == Root::local && operand.place.steps.empty() && !operand.address_of;
}

// The walk behind one call, to the put of the local that was passed.
class Behind {
 public:
  Behind(const FlowGraph& graph, const Roles& roles, uint32_t local)
      : graph_(graph), roles_(roles), local_(local), seen_(graph.blocks.size()) {}

  // Whether every path from event `from` of the block on puts it, with nothing else on the way that
  // could have done what the call undoes.
  bool put_from(uint32_t at, size_t from) {
    const Block& block = graph_.blocks[at];
    for (size_t i = from; i < block.events.size(); ++i) {
      const Event& event = block.events[i];
      if (puts(event)) return true;
      if (stops(event)) return false;
    }
    if (block.terminator == Terminator::unreachable) return true;
    if (block.terminator == Terminator::exit || block.terminator == Terminator::throw_) {
      return false;
    }
    bool any = false;
    for (const uint32_t next : block.successors) {
      if (next == facts::kNoBlock) continue;
      if (next >= graph_.blocks.size() || seen_[next]) return false;
      seen_[next] = true;
      if (!put_from(next, 0)) return false;
      any = true;
    }
    return any;
  }

 private:
  [[nodiscard]] bool puts(const Event& event) const {
    const Role& role = roles_.of(event);
    if (role.kind != RoleKind::put || role.object != ObjectAt::argument || role.index < 0) {
      return false;
    }
    const bool back = !role.operation || role.operation->effect == model::Effect::give_back;
    const auto index = static_cast<size_t>(role.index);
    return back && index < event.arguments.size() && is_local(event.arguments[index]) &&
           event.arguments[index].place.index == local_;
  }

  [[nodiscard]] bool stops(const Event& event) const {
    switch (event.kind) {
      case EventKind::assign:
        return event.target.root == Root::local && event.target.steps.empty() &&
               event.target.index == local_;
      case EventKind::use:
      case EventKind::declare:
      case EventKind::end:
        return false;
      default:
        return true;
    }
  }

  const FlowGraph& graph_;
  const Roles& roles_;
  const uint32_t local_;
  std::vector<bool> seen_;
};

bool is_unseen(const Program& program, const Roles& roles, const Event& event) {
  if (event.kind != EventKind::call || event.has(EventFlag::virtual_) ||
      event.has(EventFlag::indirect) || event.has(EventFlag::unresolved) || roles.of(event)) {
    return false;
  }
  return program.lacks_body(event.callee);
}

// A constant or a callback may tell the callee whether to keep what it is handed, so that the call
// shows nothing of calls with others.
bool gives_orders(const Event& event) {
  return std::ranges::any_of(event.arguments, [](const Operand& each) {
    return each.place.root == Root::constant || each.place.root == Root::null ||
           each.place.root == Root::function;
  });
}

}  // namespace

std::set<Argument> left_by_callees(const Program& program, const Roles& roles,
                                   const std::set<Symbol>& users) {
  std::map<Argument, std::set<Symbol>> shown;
  for (const Symbol user : users) {
    const auto graph = program.graph(user);
    if (!graph) continue;
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      const Block& block = graph->blocks[b];
      for (size_t e = 0; e < block.events.size(); ++e) {
        const Event& event = block.events[e];
        if (!is_unseen(program, roles, event) || gives_orders(event)) continue;
        for (size_t i = 0; i < event.arguments.size(); ++i) {
          const Operand& passed = event.arguments[i];
          if (!is_local(passed)) continue;
          if (!Behind(*graph, roles, passed.place.index).put_from(b, e + 1)) continue;
          shown[{event.callee, static_cast<int>(i)}].insert(user);
        }
      }
    }
  }
  std::set<Argument> out;
  for (const auto& [argument, by] : shown) {
    if (by.size() >= kFewestUsers) out.insert(argument);
  }
  return out;
}

bool only_looks_at(const Program& program, const facts::Function& function, int index) {
  if (index < 0 || static_cast<size_t>(index) >= function.parameters.size()) return false;
  const facts::Type& type = program.type(function.parameters[static_cast<size_t>(index)].type);
  const bool leads = type.kind == TypeKind::pointer || type.kind == TypeKind::lvalue_reference;
  if (!leads || !type.spelling.text().starts_with("const ") ||
      program.type(type.target).kind != TypeKind::record) {
    return false;
  }
  static constexpr std::array<std::string_view, 34> kGiving = {
      "free", "release", "put", "delete", "destroy", "dispose", "recycle", "unref", "drop",
      "dealloc", "return", "discard",
      // What is kept may be put by whoever keeps it.
      "add", "append", "attach", "cache", "insert", "keep", "link", "post", "publish", "push",
      "queue", "register", "save", "schedule", "send", "set", "store", "submit", "pass", "give",
      "own", "transfer"};
  std::string name(function.name.text());
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::none_of(
      kGiving, [&](std::string_view each) { return name.find(each) != std::string::npos; });
}

}  // namespace pool_audit::analysis
