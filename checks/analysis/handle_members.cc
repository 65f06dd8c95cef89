#include "checks/analysis/handle_members.h"

#include <unordered_map>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using model::FunctionModel;
using model::HandleKind;
using model::ObjectKind;

namespace {

// The member that a place is, through arrays; empty for what is no member.
Symbol member_at(const Place& place) {
  for (auto step = place.steps.rbegin(); step != place.steps.rend(); ++step) {
    if (step->kind == StepKind::field) return step->field;
    if (step->kind != StepKind::element) return {};
  }
  return {};
}

class GraphReader {
 public:
  using Known = std::unordered_map<Symbol, const FunctionModel*>;
  GraphReader(const Program& program, const model::ModelSet& models, Known& known, HandleUses& out)
      : program_(program), models_(models), known_(known), out_(out) {}

  void read(const FlowGraph& graph) {
    graph_ = &graph;
    held_.clear();
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.kind == EventKind::call) call(event);
        if (event.kind == EventKind::assign && !event.arguments.empty()) assign(event);
      }
    }
  }

 private:
  // A value that a local or temporary holds.
  using Holder = std::pair<Root, uint32_t>;

  const FunctionModel* model_of(Symbol callee) {
    const auto [at, fresh] = known_.try_emplace(callee, nullptr);
    const facts::Function* function = fresh ? program_.function(callee) : nullptr;
    if (!function) return at->second;
    const FunctionModel* model = models_.effects_of(function->name.text());
    const bool handles =
        model && (model->opens != HandleKind::none || model->closes != HandleKind::none);
    at->second = handles ? model : nullptr;
    return at->second;
  }

  void call(const Event& event) {
    if (!event.callee) return;
    note_destructor(event);
    const FunctionModel* model = model_of(event.callee);
    if (model == nullptr) return;
    const Operand* handle = operand_of(event, *model);
    if (model->closes != HandleKind::none) {
      if (handle == nullptr) return;
      if (const Symbol member = source_of(handle->place)) close(member, model->closes, event);
      return;
    }
    if (model->handle.kind == ObjectKind::result) {
      store(event.target, model->opens, event);
    } else if (handle != nullptr) {
      store(handle->place, model->opens, event);
    }
  }

  void note_destructor(const Event& event) {
    if (event.has(facts::EventFlag::base_call) || event.has(facts::EventFlag::implicit)) return;
    const facts::Function* callee = program_.function(event.callee);
    if (callee && callee->has(facts::FunctionFlag::destructor)) {
      out_.destructors_called.insert(event.callee);
    }
  }

  static const Operand* operand_of(const Event& event, const FunctionModel& model) {
    const auto index = static_cast<size_t>(model.handle.index);
    switch (model.handle.kind) {
      case ObjectKind::this_:
        return &event.object;
      case ObjectKind::argument:
      case ObjectKind::out:
        return index < event.arguments.size() ? &event.arguments[index] : nullptr;
      default:
        return nullptr;
    }
  }

  void assign(const Event& event) {
    const Place& from = event.arguments[0].place;
    if (event.compare != facts::CompareOp::none) return;
    if (const auto held = held_.find({from.root, from.index});
        held != held_.end() && from.steps.empty()) {
      store(event.target, held->second, event);
    }
    // `int fd = c->fd; close(fd);`
    if (const Symbol member = member_at(from); member && event.target.steps.empty()) {
      read_from_[{event.target.root, event.target.index}] = member;
    }
  }

  void store(const Place& target, HandleKind kind, const Event& event) {
    if (target.steps.empty()) {
      if (target.root == Root::local || target.root == Root::temp) {
        held_[{target.root, target.index}] = kind;
      }
      return;
    }
    const Symbol member = member_at(target);
    if (!member) return;
    HandleMember& known = out_.members[member];
    // What opens it says more than what closes it: a socket is closed like any descriptor.
    known.kind = kind;
    known.shown_at = event.location;
  }

  Symbol source_of(const Place& place) const {
    if (const Symbol member = member_at(place)) return member;
    const auto found = read_from_.find({place.root, place.index});
    return found != read_from_.end() && place.steps.empty() ? found->second : Symbol();
  }

  void close(Symbol member, HandleKind kind, const Event& event) {
    HandleMember& known = out_.members[member];
    if (known.kind == HandleKind::none) {
      known.kind = kind;
      known.shown_at = event.location;
    }
    known.closed_in.insert(graph_->function);
  }

  const Program& program_;
  const model::ModelSet& models_;
  Known& known_;
  HandleUses& out_;
  const FlowGraph* graph_ = nullptr;
  std::map<Holder, HandleKind> held_;
  std::map<Holder, Symbol> read_from_;
};

}  // namespace

HandleUses handle_uses(const Program& program, const model::ModelSet& models) {
  HandleUses out;
  GraphReader::Known known;
  for (const Symbol id : program.graph_ids()) {
    if (const auto graph = program.graph(id)) {
      GraphReader(program, models, known, out).read(*graph);
    }
  }
  return out;
}

}  // namespace pool_audit::analysis
