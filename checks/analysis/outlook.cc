#include "checks/analysis/outlook.h"

#include <algorithm>
#include <tuple>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;

namespace {

// A variable, a temporary or the object of a method.
bool is_holder(const Place& place) {
  return (place.root == Root::local || place.root == Root::temp || place.root == Root::this_) &&
         place.steps.empty();
}

class Search {
 public:
  Search(const Program& program, const Roles& roles,
         const std::function<std::vector<Symbol>(Symbol)>& callers)
      : program_(program), roles_(roles), callers_(callers) {}

  Outlook run(const std::set<Symbol>& users) {
    for (const Symbol user : users) {
      if (const auto graph = program_.graph(user)) find_gets(user, *graph);
    }
    while (!todo_.empty()) {
      const Holder next = todo_.back();
      todo_.pop_back();
      if (const auto graph = program_.graph(next.function)) follow(*graph, next);
    }
    return std::move(out_);
  }

 private:
  struct Holder {
    Symbol function;
    Root root = Root::local;
    uint32_t index = 0;
    bool taken = false;  // in this function, or by a wrapper that it calls

    friend auto operator<=>(const Holder&, const Holder&) = default;
  };

  void hold(Symbol function, const Place& place, bool taken) {
    if (!is_holder(place)) return;
    const Holder holder{function, place.root, place.index, taken};
    if (seen_.insert(holder).second) todo_.push_back(holder);
  }

  void find_gets(Symbol user, const FlowGraph& graph) {
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const Role& role = roles_.of(event);
        if (role.kind != RoleKind::get) continue;
        const auto index = static_cast<size_t>(std::max(role.index, 0));
        if (role.object == ObjectAt::result) {
          hold(user, event.target, true);
        } else if (role.object == ObjectAt::out && index < event.arguments.size()) {
          hold(user, event.arguments[index].place, true);
        }
      }
    }
  }

  // The object, or a pointer into it.
  static bool is_it(const Operand& operand, const Holder& holder) {
    return operand.place.root == holder.root && operand.place.index == holder.index &&
           (operand.place.steps.empty() || operand.address_of);
  }

  void follow(const FlowGraph& graph, const Holder& holder) {
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::call && roles_.of(event)) continue;
        const bool copied = event.kind == EventKind::assign || event.kind == EventKind::return_;
        for (size_t i = 0; i < event.arguments.size(); ++i) {
          if (!is_it(event.arguments[i], holder)) continue;
          if (event.kind == EventKind::call) hand(event, static_cast<int>(i));
          if (copied) hold(holder.function, event.target, holder.taken);
          if (event.kind == EventKind::return_ && holder.taken) give_to_callers(holder.function);
        }
        if (event.kind == EventKind::call && is_it(event.object, holder)) hand(event, -1);
      }
    }
  }

  // Argument `index` of the call, or its object.
  void hand(const Event& event, int index) {
    if (event.has(EventFlag::indirect) || event.has(EventFlag::virtual_)) return;
    if (program_.lacks_body(event.callee)) out_.unseen.insert(event.callee);
    const auto graph = program_.graph(event.callee);
    if (!graph) return;
    Place place;
    place.root = index < 0 ? Root::this_ : Root::local;
    place.index = index < 0 ? 0 : static_cast<uint32_t>(index);
    if (index < 0 || place.index < graph->parameter_count) hold(event.callee, place, false);
  }

  void give_to_callers(Symbol wrapper) {
    if (!out_.wrappers.insert(wrapper).second) return;
    for (const Symbol caller : callers_(wrapper)) {
      const auto graph = program_.graph(caller);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const Event& event : block.events) {
          if (event.kind == EventKind::call && event.callee == wrapper) {
            hold(caller, event.target, true);
          }
        }
      }
    }
  }

  const Program& program_;
  const Roles& roles_;
  const std::function<std::vector<Symbol>(Symbol)>& callers_;
  std::set<Holder> seen_;
  std::vector<Holder> todo_;
  Outlook out_;
};

}  // namespace

Outlook look_ahead(const Program& program, const Roles& roles, const std::set<Symbol>& users,
                   const std::function<std::vector<Symbol>(Symbol)>& callers) {
  return Search(program, roles, callers).run(users);
}

}  // namespace pool_audit::analysis
