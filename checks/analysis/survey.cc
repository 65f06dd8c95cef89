// What one function does to the slots it touches: a flow-insensitive look at where values come from
// (parameters, a slot's elements, fresh objects) and where they go.
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "checks/analysis/structure.h"
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

namespace {

template <size_t N>
bool one_of(std::string_view name, const std::array<const char*, N>& list) {
  return std::ranges::any_of(list, [&](const char* each) { return name == each; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view last_component(std::string_view name) {
  // "operator()" and conversion names hold no "::" behind the last component.
  const size_t at = name.rfind("::");
  return at == std::string_view::npos ? name : name.substr(at + 2);
}

// ---- where a value comes from ----

enum class AtomKind : uint8_t { parameter, this_, element, made, loaded };
struct Atom {
  AtomKind kind;
  int index = -1;  // parameter
  Symbol slot;     // element: taken out by an operation; loaded: read from it
  friend auto operator<=>(const Atom&, const Atom&) = default;
};
using Atoms = std::set<Atom>;

class Surveyor {
 public:
  Surveyor(const FlowGraph& graph, const Program& program) : graph_(graph), program_(program) {
    const facts::Function* function = program.function(graph.function);
    constructor_ = function && function->has(facts::FunctionFlag::constructor);
  }

  Survey run() {
    for (int pass = 0; pass < 3; ++pass) {
      const size_t before = size_;
      for (const facts::Block& block : graph_.blocks) {
        for (const Event& event : block.events) flow(event);
      }
      if (size_ == before) break;
    }
    for (const facts::Block& block : graph_.blocks) {
      for (const Event& event : block.events) observe(event);
      observe_condition(block);
    }
    conclude();
    return std::move(out_);
  }

 private:
  // The field or global variable that a place ends in, not counting elements and dereferences
  // behind it; empty for locals.
  static Symbol slot_of(const Place& place) {
    Symbol slot;
    if (place.root == Root::global) slot = place.symbol;
    for (const facts::Step& step : place.steps) {
      if (step.kind == StepKind::field) slot = step.field;
    }
    return slot;
  }
  // The slot itself: nothing but elements behind the field or variable.
  static Symbol exact_slot(const Place& place) {
    if (place.steps.empty()) return place.root == Root::global ? place.symbol : Symbol{};
    for (auto step = place.steps.rbegin(); step != place.steps.rend(); ++step) {
      if (step->kind == StepKind::field) return step->field;
      if (step->kind == StepKind::deref) return {};
    }
    return place.root == Root::global ? place.symbol : Symbol{};
  }
  static bool has_element(const Place& place) {
    return !place.steps.empty() && place.steps.back().kind == StepKind::element;
  }
  static std::pair<int, uint32_t> key(const Place& place) {
    return {static_cast<int>(place.root), place.index};
  }
  static bool plain_root(const Place& place) {
    return place.root == Root::local || place.root == Root::temp || place.root == Root::capture;
  }

  void add(const Place& target, const Atoms& atoms) {
    if (!plain_root(target) || atoms.empty()) return;
    Atoms& known = atoms_[key(target)];
    for (const Atom& atom : atoms) size_ += known.insert(atom).second ? 1 : 0;
  }

  Atoms atoms_of(const Place& place) const {
    Atoms out;
    if (plain_root(place)) {
      if (const auto found = atoms_.find(key(place)); found != atoms_.end()) out = found->second;
      if (place.root == Root::local && place.index < graph_.parameter_count) {
        out.insert({AtomKind::parameter, static_cast<int>(place.index), {}});
      }
    }
    if (place.root == Root::this_) {
      const bool own = std::ranges::none_of(
          place.steps, [](const facts::Step& step) { return step.kind == StepKind::field; });
      if (own) out.insert({AtomKind::this_, -1, {}});
    }
    if (const Symbol slot = exact_slot(place)) out.insert({AtomKind::loaded, -1, slot});
    return out;
  }
  // Of a value that is handed on. Reading a member of an object is no longer the object.
  Atoms value_atoms(const Operand& operand) const {
    const bool member = std::ranges::any_of(
        operand.place.steps, [](const facts::Step& step) { return step.kind == StepKind::field; });
    Atoms out = atoms_of(operand.place);
    if (member) {
      std::erase_if(out, [](const Atom& atom) { return atom.kind != AtomKind::loaded; });
    }
    return out;
  }

  std::string_view callee_name(const Event& event) const {
    if (const facts::Function* function = program_.function(event.callee)) {
      return function->name.text();
    }
    return event.callee.text();
  }

  bool makes(const Event& event, std::string_view name) const {
    if (event.kind == EventKind::new_ && !event.has(EventFlag::placement)) return true;
    if (event.kind != EventKind::call) return false;
    const std::string_view last = last_component(name);
    if (one_of(last, kMakers)) return true;
    const facts::Type& result = program_.type(event.type);
    const bool object = result.kind == facts::TypeKind::pointer ||
                        (result.kind == facts::TypeKind::record &&
                         result.template_name.text().starts_with("std::"));
    if (!object) return false;
    if (event.has(EventFlag::indirect)) return true;  // a stored factory
    const std::string word = lower(last);
    return std::ranges::any_of(
        kMakerWords, [&](const char* each) { return word.find(each) != std::string::npos; });
  }

  void flow(const Event& event) {
    switch (event.kind) {
      case EventKind::assign:
        if (event.compare != facts::CompareOp::none || event.arguments.empty()) break;
        add(event.target, value_atoms(event.arguments[0]));
        break;
      case EventKind::new_:
        if (!event.has(EventFlag::placement)) {
          add(event.target, {{AtomKind::made, -1, {}}});
        } else if (!event.arguments.empty()) {
          add(event.target, value_atoms(event.arguments[0]));
        }
        break;
      case EventKind::call:
        flow_call(event);
        break;
      default:
        break;
    }
  }

  void flow_call(const Event& event) {
    const std::string_view name = callee_name(event);
    const std::string_view last = last_component(name);
    const facts::Function* function = program_.function(event.callee);
    const bool constructor = function && function->has(facts::FunctionFlag::constructor);
    if (constructor) {  // smart pointers and guards hold what they are made from
      for (const Operand& argument : event.arguments) {
        if (event.object.address_of) add(event.object.place, value_atoms(argument));
      }
      return;
    }
    Atoms result;
    if (const Symbol slot = exact_slot(event.object.place);
        slot && (one_of(last, kTake) || one_of(last, kRemove))) {
      result.insert({AtomKind::element, -1, slot});
      for (const Operand& argument : event.arguments) {  // try_pop(out)
        if (argument.address_of) add(argument.place, result);
      }
    }
    if (last == "exchange" || last == "load" || last == "compare_exchange_weak" ||
        last == "compare_exchange_strong") {
      const Operand* from =
          !event.object.place.steps.empty() || event.object.place.root == Root::global
              ? &event.object
              : (event.arguments.empty() ? nullptr : &event.arguments[0]);
      if (from) {
        if (const Symbol slot = exact_slot(from->place)) {
          result.insert({AtomKind::loaded, -1, slot});
        }
      }
    }
    // Iterators, smart pointers and copies stand for what they point to.
    if (last == "operator*" || last == "operator->" || last == "get" || last == "release" ||
        last == "operator=" || last == "operator conversion" || last == "detach") {
      const Atoms object = value_atoms(event.object);
      result.insert(object.begin(), object.end());
      if (last == "operator=" && !event.arguments.empty()) {
        add(event.object.place, value_atoms(event.arguments[0]));
      }
    }
    if (last.starts_with("static_pointer_cast") || last == "GetValueOrNull") {
      for (const Operand& argument : event.arguments) {
        const Atoms more = value_atoms(argument);
        result.insert(more.begin(), more.end());
      }
    }
    if (makes(event, name)) result.insert({AtomKind::made, -1, {}});
    add(event.target, result);
  }

  // ---- second look: what happens to the slots ----

  SlotUse& use(Symbol slot) { return out_[slot]; }

  void observe(const Event& event) {
    switch (event.kind) {
      case EventKind::assign:
        observe_assign(event);
        break;
      case EventKind::call:
        observe_call(event);
        break;
      case EventKind::delete_:
        if (!event.arguments.empty()) dispose(event.arguments[0]);
        break;
      case EventKind::new_:
        made_at_ = event.location;
        made_text_ =
            "new " + std::string(program_.type(program_.type(event.type).target).spelling.text());
        break;
      case EventKind::return_:
        if (!event.arguments.empty()) {
          const Atoms atoms = value_atoms(event.arguments[0]);
          yields(atoms, -1, event.arguments[0].type);
          const Root root = event.arguments[0].place.root;
          const bool value = root != Root::none && root != Root::null && root != Root::constant;
          // Numbers are handed out too; the next one is what a pool of them makes.
          const bool taken = std::ranges::any_of(
              atoms, [](const Atom& atom) { return atom.kind == AtomKind::element; });
          if (value && !taken && made_text_.empty() && counted_field(event.arguments[0].place)) {
            made_results_.insert(-1);
            made_at_ = event.location;
            made_text_ = "the next number";
          }
        }
        break;
      default:
        break;
    }
  }

  void stores(Symbol slot, const Atoms& atoms, const facts::Location& where,
              facts::TypeId element) {
    for (const Atom& atom : atoms) {
      if (atom.kind == AtomKind::parameter || atom.kind == AtomKind::this_) {
        SlotUse& slot_use = use(slot);
        slot_use.stores = true;
        slot_use.stored_parameter = atom.kind == AtomKind::this_ ? -1 : atom.index;
        slot_use.store_at = where;
        slot_use.element = element;
      } else if (atom.kind == AtomKind::made) {
        SlotUse& slot_use = use(slot);
        slot_use.prefills = true;
        slot_use.make_at = made_at_;
        slot_use.make_text = made_text_;
        if (!slot_use.element) slot_use.element = element;
      }
    }
  }

  void dispose(const Operand& operand) {
    for (const Atom& atom : value_atoms(operand)) {
      if (atom.kind == AtomKind::loaded) disposed_.insert(atom.slot);
    }
  }

  // A number that is counted up in this function.
  bool counted_field(const Place& place) const {
    const Symbol slot = exact_slot(place);
    return slot && counted_.contains(slot);
  }

  // A constructor that puts anything into the slot fills it.
  void fills(Symbol slot, const facts::Location& where, facts::TypeId element) {
    SlotUse& slot_use = use(slot);
    if (slot_use.prefills) return;
    slot_use.prefills = true;
    slot_use.make_at = where;
    slot_use.make_text = "its constructor";
    if (!slot_use.element) slot_use.element = element;
  }

  void yields(const Atoms& atoms, int parameter, facts::TypeId type) {
    for (const Atom& atom : atoms) {
      if (atom.kind == AtomKind::element || atom.kind == AtomKind::loaded) {
        yielded_.insert({atom.slot, parameter});
        yield_types_[atom.slot] = type;
      }
      if (atom.kind == AtomKind::made) made_results_.insert(parameter);
    }
  }

  void observe_assign(const Event& event) {
    if (event.compare != facts::CompareOp::none) return;
    const Symbol slot = exact_slot(event.target);
    const bool arithmetic = event.has(EventFlag::arithmetic);
    if (arithmetic || event.arguments.empty()) {
      if (slot) counted_.insert(slot);
      return;
    }
    const Operand& source = event.arguments[0];
    const Atoms atoms = value_atoms(source);
    const bool empty = source.place.root == Root::null || source.place.root == Root::none;
    if (slot && constructor_ && !empty) fills(slot, event.location, source.type);
    if (slot && !event.has(EventFlag::initialize)) {
      assigned_.insert(slot);
      if (has_element(event.target)) {
        // array[n++] = x
        stores(slot, atoms, event.location, source.type);
      } else {
        head_stores_.push_back({slot, atoms, event.location, source.type});
        // head = head->next, or what a walk over the list reached; not the head itself, made or
        // found (if (!head) head = make(); is no pool).
        const bool same = std::ranges::all_of(atoms, [&](const Atom& atom) {
          return atom.kind == AtomKind::made ||
                 (atom.kind == AtomKind::loaded && atom.slot == slot);
        });
        const bool follows = !source.place.steps.empty() || source.place.root == Root::temp ||
                             (source.place.root == Root::local && (atoms.empty() || !same));
        // Taking the only spare leaves nothing.
        if (source.place.root == Root::null) {
          head_moves_.insert(slot);
          use(slot).take_at = event.location;
        }
        const bool from_parameter = std::ranges::any_of(atoms, [](const Atom& atom) {
          return atom.kind == AtomKind::parameter || atom.kind == AtomKind::this_;
        });
        if (follows && !from_parameter) {
          head_moves_.insert(slot);
          use(slot).take_at = event.location;
        }
      }
    }
    // What used to be the head is linked behind another object.
    for (const Atom& atom : atoms) {
      if (atom.kind == AtomKind::loaded && atom.slot != slot && !event.target.steps.empty()) {
        linked_.insert(atom.slot);
      }
    }
    // *out = element
    if (event.target.root == Root::local && event.target.index < graph_.parameter_count &&
        !event.target.steps.empty() && event.target.steps.size() <= 2) {
      yields(atoms, static_cast<int>(event.target.index), source.type);
    }
  }

  void observe_call(const Event& event) {
    const std::string_view name = callee_name(event);
    const std::string_view last = last_component(name);
    if (one_of(last, kLocks) || name.find("lock_guard") != std::string_view::npos) guarded_ = true;
    if (!event.location.macro.empty() &&
        event.location.macro.text().find("LOCK") != std::string_view::npos) {
      guarded_ = true;
    }
    if (makes(event, name)) {
      made_at_ = event.location;
      made_text_ = std::string(last) + "()";
    }
    const Symbol slot = exact_slot(event.object.place);
    if (slot) {
      if (one_of(last, kRemove)) {
        removed_.insert(slot);
        use(slot).take_at = event.location;
      }
      if (one_of(last, kKeyed)) use(slot).looks_up = true;
      if (one_of(last, kStore)) {
        if (constructor_) fills(slot, event.location, facts::kNoType);
        for (const Operand& argument : event.arguments) {
          stores(slot, value_atoms(argument), event.location, argument.type);
        }
      }
      if (last == "exchange" || last == "compare_exchange_weak" ||
          last == "compare_exchange_strong" || last == "store" || last == "operator=") {
        for (const Operand& argument : event.arguments) {
          head_stores_.push_back({slot, value_atoms(argument), event.location, argument.type});
        }
        head_moves_.insert(slot);
        use(slot).take_at = event.location;
        assigned_.insert(slot);
      }
    }
    if (last == "exchange" && !event.arguments.empty()) {  // std::exchange(head, head->next)
      if (const Symbol head = exact_slot(event.arguments[0].place)) {
        head_moves_.insert(head);
        use(head).take_at = event.location;
      }
    }
    if (last.find("ree") != std::string_view::npos && !event.arguments.empty()) {  // free(head)
      dispose(event.arguments[0]);
    }
    for (const Operand& argument : event.arguments) {  // SetNext(head)
      for (const Atom& atom : value_atoms(argument)) {
        if (atom.kind == AtomKind::loaded && event.object.place.root != Root::none) {
          linked_.insert(atom.slot);
        }
      }
    }
    if (one_of(last, kResets)) {
      Atoms touched = value_atoms(event.object);
      if (touched.empty() && !event.arguments.empty()) touched = value_atoms(event.arguments[0]);
      if (!touched.empty()) {
        reset_atoms_.insert(touched.begin(), touched.end());
        reset_method_ = event.callee;
        reset_at_ = event.location;
      }
    }
    if (one_of(last, kRuns) || event.has(EventFlag::indirect)) {
      for (const Atom& atom : value_atoms(event.object)) {
        if (atom.kind == AtomKind::element) use(atom.slot).runs = true;
      }
    }
  }

  void observe_condition(const facts::Block& block) {
    if (block.terminator != facts::Terminator::branch) return;
    const auto op = block.condition.op;
    const bool ordered = op == facts::CompareOp::lt || op == facts::CompareOp::le ||
                         op == facts::CompareOp::gt || op == facts::CompareOp::ge;
    if (!ordered) return;
    for (const Place& read : block.condition.reads) {
      if (const Symbol slot = slot_of(read)) compared_.insert(slot);
    }
    compared_texts_.push_back(block.condition.text);
  }

  void conclude() {
    for (const auto& store : head_stores_) {
      // head = x counts when the old head was linked behind something.
      const bool kept_alone = std::ranges::any_of(store.atoms, [](const Atom& atom) {
        return atom.kind == AtomKind::parameter || atom.kind == AtomKind::this_;
      });
      if (kept_alone && !linked_.contains(store.slot) && disposed_.contains(store.slot)) {
        // A slot for one spare: the one before it is disposed of.
        stores(store.slot, store.atoms, store.where, store.type);
      }
      if (linked_.contains(store.slot)) {
        use(store.slot).linked = true;
        stores(store.slot, store.atoms, store.where, store.type);
      }
    }
    for (const auto& [slot, parameter] : yielded_) {
      const bool removes = removed_.contains(slot) || head_moves_.contains(slot) ||
                           (!counted_.empty() && !assigned_.contains(slot));
      if (!removes) continue;
      SlotUse& slot_use = use(slot);
      // node->next = head, then head = node: the parameter is linked in, nothing comes out of it.
      if (parameter >= 0 && slot_use.stores && slot_use.stored_parameter == parameter) continue;
      slot_use.takes = slot_use.yields = true;
      slot_use.yielded_parameter = parameter;
      slot_use.element = yield_types_[slot];
      if (head_moves_.contains(slot) && linked_.empty() && !removed_.contains(slot)) {
        slot_use.linked = true;
      }
      // Something is made here, if not always what is returned: a block to cut objects from.
      if (made_results_.contains(parameter) || !made_text_.empty()) {
        slot_use.makes = true;
        slot_use.make_at = made_at_;
        slot_use.make_text = made_text_;
      }
    }
    for (auto& [slot, slot_use] : out_) {
      slot_use.guarded = guarded_;
      for (const Atom& atom : reset_atoms_) {
        const bool taken =
            (atom.kind == AtomKind::element || atom.kind == AtomKind::loaded) && atom.slot == slot;
        const bool stored =
            slot_use.stores && (atom.kind == AtomKind::parameter || atom.kind == AtomKind::this_);
        if (taken || stored) {
          slot_use.resets = true;
          slot_use.reset_method = reset_method_;
          slot_use.reset_at = reset_at_;
        }
      }
      if (slot_use.stores) {
        slot_use.checks_capacity = compared_.contains(slot);
        const std::string_view name = slot.text().substr(slot.text().rfind('@') + 1);
        for (const Symbol text : compared_texts_) {
          if (!name.empty() && text.text().find(name) != std::string_view::npos) {
            slot_use.checks_capacity = true;
          }
        }
      }
    }
  }

  struct HeadStore {
    Symbol slot;
    Atoms atoms;
    facts::Location where;
    facts::TypeId type;
  };

  const FlowGraph& graph_;
  const Program& program_;
  Survey out_;
  std::map<std::pair<int, uint32_t>, Atoms> atoms_;
  size_t size_ = 0;
  std::set<Symbol> disposed_, removed_, assigned_, counted_, head_moves_, linked_, compared_;
  std::set<std::pair<Symbol, int>> yielded_;
  std::map<Symbol, facts::TypeId> yield_types_;
  std::set<int> made_results_;
  std::vector<HeadStore> head_stores_;
  std::vector<Symbol> compared_texts_;
  Atoms reset_atoms_;
  Symbol reset_method_;
  facts::Location reset_at_;
  facts::Location made_at_;
  std::string made_text_;
  bool guarded_ = false;
  bool constructor_ = false;
};

}  // namespace

Survey survey(const FlowGraph& graph, const Program& program) {
  return Surveyor(graph, program).run();
}

}  // namespace pool_audit::analysis
