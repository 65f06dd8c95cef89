// What one function does to the slots it touches: a flow-insensitive look at where values come from
// (parameters, a slot's elements, fresh objects) and where they go.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "checks/analysis/structure.h"
#include "checks/analysis/survey_lists.h"
#include "checks/analysis/survey_names.h"
#include "checks/analysis/survey_values.h"
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

namespace {

class Surveyor {
 public:
  Surveyor(const FlowGraph& graph, const Program& program, const Lists& lists)
      : graph_(graph), program_(program), lists_(lists), values_(graph, program, lists) {
    const facts::Function* function = program.function(graph.function);
    constructor_ = function && function->has(facts::FunctionFlag::constructor);
  }

  Survey run() {
    for (const facts::Block& block : graph_.blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::call) continue;
        if (event.target.root == Root::temp) calls_.emplace(event.target.index, &event);
        const Place& object = event.object.place;
        const bool empty = event.arguments.empty() || event.arguments[0].place.root == Root::null;
        if (empty && event.object.address_of && object.root == Root::temp && object.steps.empty()) {
          empty_temps_.insert(object.index);
        }
      }
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
  static bool has_element(const Place& place) {
    return !place.steps.empty() && place.steps.back().kind == StepKind::element;
  }
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
          const Atoms atoms = values_.atoms(event.arguments[0]);
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
      } else if (atom.slot != slot) {
        SlotUse& slot_use = use(slot);
        slot_use.refilled_from.insert(atom.slot);
        if (!slot_use.stores) slot_use.store_at = where;
      }
    }
  }

  void dispose(const Operand& operand) {
    for (const Atom& atom : values_.atoms(operand)) {
      if (atom.kind == AtomKind::loaded) disposed_.insert(atom.slot);
    }
  }

  // A number that is counted up in this function.
  bool counted_field(const Place& place) const {
    const Symbol slot = values_.exact_slot(place);
    return slot && counted_.contains(slot);
  }

  // A constructor that puts anything into the slot fills it.
  void fills(Symbol slot, const facts::Location& where, facts::TypeId element) {
    SlotUse& slot_use = use(slot);
    if (slot_use.prefills) return;
    slot_use.prefills = true;
    slot_use.make_at = where;
    slot_use.make_text = constructor_ ? "its constructor" : "the elements of an array";
    if (!slot_use.element) slot_use.element = element;
  }

  // `into`: the slot that the value is written to, if any: in there it goes round, not out.
  void yields(const Atoms& atoms, int parameter, facts::TypeId type, Symbol into = {}) {
    for (const Atom& atom : atoms) {
      if (into && atom.slot == into) continue;
      if (atom.kind == AtomKind::element || atom.kind == AtomKind::loaded) {
        yielded_.insert({atom.slot, parameter});
        yield_types_[atom.slot] = type;
      }
      if (atom.kind == AtomKind::made) made_results_.insert(parameter);
    }
  }

  void observe_assign(const Event& event) {
    if (event.compare != facts::CompareOp::none) return;
    if (const Place* object = unlinked_object(event, lists_)) {
      Operand pointer;
      pointer.place = *object;
      pointer.place.steps.clear();
      unlink(pointer, event.location);
      use(values_.exact_slot(event.arguments[0].place)).is_link = true;
    }
    const Symbol slot = values_.exact_slot(event.target);
    const bool arithmetic = event.has(EventFlag::arithmetic);
    if (arithmetic || event.arguments.empty()) {
      if (slot) counted_.insert(slot);
      return;
    }
    const Operand& source = event.arguments[0];
    const Atoms atoms = values_.atoms(source);
    const bool empty = source.place.root == Root::null || source.place.root == Root::none;
    if (slot && constructor_ && !empty && !given(atoms)) fills(slot, event.location, source.type);
    // free[i] = &store[i]
    const bool cut = source.address_of && has_element(source.place) && has_element(event.target);
    if (slot && cut && values_.exact_slot(source.place)) fills(slot, event.location, source.type);
    // An empty list leads to itself.
    const bool itself = !has_element(event.target) && values_.exact_slot(source.place) == slot;
    if (slot && !itself && !event.has(EventFlag::initialize)) {
      assigned_.insert(slot);
      if (has_element(event.target)) {
        // array[n++] = x
        stores(slot, atoms, event.location, source.type);
      } else {
        head_stores_.push_back(
            {slot, atoms, event.location, source.type, values_.at_tail(event.target)});
        if (leads_on(slot, source, atoms)) {
          head_moves_.insert(slot);
          use(slot).take_at = event.location;
        }
      }
    }
    // What used to be the head is linked behind another object.
    for (const Atom& atom : atoms) {
      if (atom.kind == AtomKind::loaded && atom.slot != slot && !event.target.steps.empty() &&
          !values_.at_tail(source.place) && is_link_to(event.target, source.type)) {
        linked_.insert(atom.slot);
      }
    }
    observe_move(event.target, source, event.location);
    // *out = element
    if (event.target.root == Root::local && event.target.index < graph_.parameter_count &&
        !event.target.steps.empty() && event.target.steps.size() <= 2) {
      yields(atoms, static_cast<int>(event.target.index), source.type, slot);
    }
  }

  static bool given(const Atoms& atoms) {
    return std::ranges::any_of(atoms, [](const Atom& atom) {
      return atom.kind == AtomKind::parameter || atom.kind == AtomKind::this_;
    });
  }

  // head = head->next, or what a walk over the list reached, or nothing where there was one. Not
  // what was made or given, nor the head itself: if (!head) head = make(); is no pool.
  bool leads_on(Symbol slot, const Operand& source, const Atoms& atoms) const {
    if (source.place.root == Root::null) return true;
    if (given(atoms)) return false;
    if (!source.place.steps.empty()) return true;
    const bool same = std::ranges::all_of(atoms, [&](const Atom& atom) {
      return atom.kind == AtomKind::made || (atom.kind == AtomKind::loaded && atom.slot == slot);
    });
    if (source.place.root == Root::local) return atoms.empty() || !same;
    if (source.place.root != Root::temp) return false;
    if (empty_temps_.contains(source.place.index)) return true;
    if (!atoms.empty()) return !same;
    const auto call = calls_.find(source.place.index);  // head = head->next()
    if (call == calls_.end()) return false;
    const Atoms object = values_.atoms(call->second->object);
    return speaks_of_link(values_.callee_name(*call->second)) ||
           object.contains({AtomKind::loaded, -1, slot});
  }

  static bool speaks_of_link(std::string_view name) {
    const std::string low = lower(last_component(name));
    return low.find("next") != std::string::npos || low.find("link") != std::string::npos;
  }

  // Whether `target` may be the link of an object that hangs in front of another of type `head`: a
  // member of such an object or, where nobody says what hangs there, anything behind a pointer.
  bool is_link_to(const Place& target, facts::TypeId head) const {
    const bool member = target.steps.back().kind == StepKind::field;
    const Symbol field = member ? target.steps.back().field : Symbol();
    const auto ref = program_.field(field);
    const bool pointer = program_.type(head).kind == facts::TypeKind::pointer;
    if (!ref.field) return pointer || has_element(target);
    if (lists_.in_list(field)) return true;
    const facts::Type& node = program_.type(program_.pointee(head));
    return node.kind != facts::TypeKind::record || program_.inherits(node.record, ref.record->id) ||
           program_.inherits(ref.record->id, node.record);
  }

  // simplex.corners[n++] = free[--count], and the way back: from array to array, one of them inside
  // something that an argument leads to.
  void observe_move(const Place& target, const Operand& source, const facts::Location& where) {
    if (source.address_of || !has_element(target) || !has_element(source.place)) return;
    const auto inside = [&](const Place& place) {
      return place.root == Root::local && place.index < graph_.parameter_count && slot_of(place);
    };
    if (inside(target) && !inside(source.place)) {
      if (const Symbol slot = values_.exact_slot(source.place)) {
        yielded_.insert({slot, kInside});
        yield_types_[slot] = source.type;
      }
    } else if (inside(source.place) && !inside(target)) {
      if (const Symbol slot = values_.exact_slot(target)) moved_in_.push_back({slot, where});
    }
  }

  // `object` leaves the list that it hangs in.
  void unlink(const Operand& object, const facts::Location& where) {
    for (const Atom& atom : values_.atoms(object)) {
      if (atom.kind != AtomKind::loaded && atom.kind != AtomKind::element) continue;
      removed_.insert(atom.slot);
      use(atom.slot).take_at = where;
    }
  }

  // append(&pool->free, node), remove(list, node), list_del(&node->link)
  void observe_helper(const Event& event) {
    const auto leads_to_list = [&](const Operand& operand) {
      return lists_.is_list(program_.type(program_.pointee(operand.type)).record);
    };
    if (!leads_to_list(event.object) && std::ranges::none_of(event.arguments, leads_to_list))
      return;
    const ListHelper& helper = lists_.helper(event.callee);
    const auto operand = [&](int index) -> const Operand* {
      if (index == ListHelper::kThis) return &event.object;
      const bool there = index >= 0 && static_cast<size_t>(index) < event.arguments.size();
      return there ? &event.arguments[static_cast<size_t>(index)] : nullptr;
    };
    if (const Operand* object = operand(helper.unlinks)) {
      unlink(*object, event.location);
      if (object->address_of) use(values_.exact_slot(object->place)).is_link = true;
    }
    const Operand* list = operand(helper.list);
    const Symbol slot = list ? values_.exact_slot(list->place) : Symbol();
    if (!slot) return;
    if (const Operand* object = operand(helper.stores)) {
      stores(slot, values_.atoms(*object), event.location, object->type);
      if (object->address_of) use(values_.exact_slot(object->place)).is_link = true;
      if (use(slot).stores && helper.at_head) use(slot).linked = true;
    } else if (helper.removes) {
      removed_.insert(slot);
      use(slot).take_at = event.location;
    }
  }

  // What atomics and smart pointers do for `head = x`.
  void observe_write(const Event& event, std::string_view last, Symbol slot) {
    const bool swaps =
        last == "exchange" || last == "compare_exchange_weak" || last == "compare_exchange_strong";
    if (!swaps && last != "store" && last != "operator=") return;
    assigned_.insert(slot);
    bool moves = swaps;
    for (const Operand& argument : event.arguments) {
      const Atoms atoms = values_.atoms(argument);
      head_stores_.push_back({slot, atoms, event.location, argument.type, false});
      moves = moves || leads_on(slot, argument, atoms);
    }
    const facts::Type& object = program_.type(program_.pointee(event.object.type));
    if (last == "operator=" && lower(object.template_name.text()).ends_with("ptr")) {
      disposed_.insert(slot);  // of what the smart pointer held
    }
    if (!moves) return;
    head_moves_.insert(slot);
    use(slot).take_at = event.location;
  }

  void observe_call(const Event& event) {
    observe_helper(event);
    const std::string_view name = values_.callee_name(event);
    const std::string_view last = last_component(name);
    if (one_of(last, kLocks) || name.find("lock_guard") != std::string_view::npos) guarded_ = true;
    if (!event.location.macro.empty() &&
        event.location.macro.text().find("LOCK") != std::string_view::npos) {
      guarded_ = true;
    }
    if (values_.makes(event, name)) {
      made_at_ = event.location;
      made_text_ = std::string(last) + "()";
    }
    const Symbol slot = values_.exact_slot(event.object.place);
    if (slot) {
      if (one_of(last, kRemove)) {
        removed_.insert(slot);
        use(slot).take_at = event.location;
      }
      if (one_of(last, kKeyed)) use(slot).looks_up = true;
      if (one_of(last, kStore)) {
        if (constructor_) fills(slot, event.location, facts::kNoType);
        grown_.try_emplace(slot, event.location);
        for (const Operand& argument : event.arguments) {
          stores(slot, values_.atoms(argument), event.location, argument.type);
        }
      }
      observe_write(event, last, slot);
    }
    // std::exchange(head, head->next), return std::move(spare)
    const facts::Function* callee = program_.function(event.callee);
    const bool moves_out = callee && callee->has(facts::FunctionFlag::moves) &&
                           callee->has(facts::FunctionFlag::constructor) &&
                           lower(last).ends_with("ptr");
    if ((last == "exchange" || moves_out) && !event.arguments.empty()) {
      if (const Symbol head = values_.exact_slot(event.arguments[0].place)) {
        head_moves_.insert(head);
        use(head).take_at = event.location;
      }
    }
    if (last.find("ree") != std::string_view::npos && !event.arguments.empty()) {  // free(head)
      dispose(event.arguments[0]);
    }
    for (const Operand& argument : event.arguments) {  // SetNext(head)
      if (event.object.place.root == Root::none || !speaks_of_link(name)) break;
      for (const Atom& atom : values_.atoms(argument)) {
        if (atom.kind == AtomKind::loaded) {
          linked_.insert(atom.slot);
          link_objects_[atom.slot].insert(values_.atoms(event.object));
        }
      }
    }
    if (one_of(last, kResets)) {
      Atoms touched = values_.atoms(event.object);
      if (touched.empty() && !event.arguments.empty()) touched = values_.atoms(event.arguments[0]);
      if (!touched.empty()) {
        reset_atoms_.insert(touched);
        reset_method_ = event.callee;
        reset_at_ = event.location;
      }
    }
    if (one_of(last, kRuns) || event.has(EventFlag::indirect)) {
      for (const Atom& atom : values_.atoms(event.object)) {
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
    for (const facts::Operand* side : {&block.condition.left, &block.condition.right}) {
      if (const Symbol slot = slot_of(side->place)) compared_.insert(slot);
    }
    compared_texts_.push_back(block.condition.text);
  }

  void conclude() {
    for (const auto& store : head_stores_) {
      const bool linked = linked_.contains(store.slot);
      const bool kept_alone = given(store.atoms) && !linked;
      if (kept_alone && (disposed_.contains(store.slot) || store.at_tail)) {
        // A slot for one spare: the one before it is disposed of. Or the far end of a list.
        stores(store.slot, store.atoms, store.where, store.type);
        if (!store.at_tail) use(store.slot).alone = true;
      }
      // head = x counts when the old head was linked behind something.
      if (!linked) continue;
      use(store.slot).linked = true;
      stores(store.slot, store.atoms, store.where, store.type);
      // proxy->set_next(head), then head = what was worked out from the proxy
      const auto object = link_objects_.find(store.slot);
      if (!given(store.atoms) && !constructor_ && object != link_objects_.end()) {
        stores(store.slot, object->second, store.where, store.type);
      }
    }
    for (const auto& [slot, where] : moved_in_) {
      SlotUse& slot_use = use(slot);
      if (slot_use.stores || counted_.empty()) continue;
      slot_use.stores = true;
      slot_use.stored_parameter = kInside;
      slot_use.store_at = where;
    }
    for (const auto& [slot, parameter] : yielded_) {
      const bool removes = removed_.contains(slot) || head_moves_.contains(slot) ||
                           (!counted_.empty() && !assigned_.contains(slot) && !is_list(slot));
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
      if (made_results_.contains(parameter) || slot_use.prefills) {
        slot_use.makes = true;
        slot_use.make_at = made_at_;
        slot_use.make_text = made_text_;
      } else if (const auto other = grown_elsewhere(slot)) {
        slot_use.makes = true;
        slot_use.make_at = other->second;
        slot_use.make_text = "a new element of " + short_name(other->first);
      }
    }
    out_.erase(Symbol());
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
        // A number that is looked at and counted here counts the spares.
        slot_use.checks_capacity =
            compared_.contains(slot) || std::ranges::any_of(counted_, [&](const Symbol counter) {
              return compared_.contains(counter);
            });
        // The last part of the id, without the file that tells twins apart.
        std::string_view id = slot.text();
        if (const size_t file = id.rfind("@file:"); file == id.rfind('@')) id = id.substr(0, file);
        const std::string_view name = id.substr(id.rfind('@') + 1);
        for (const Symbol text : compared_texts_) {
          if (!name.empty() && text.text().find(name) != std::string_view::npos) {
            slot_use.checks_capacity = true;
          }
        }
      }
    }
  }

  // Only where objects stand in a row, a number counts them.
  bool is_list(Symbol slot) const {
    const auto field = program_.field(slot);
    const facts::Variable* variable = program_.variable(slot);
    if (!field.field && !variable) return false;
    const facts::Type& type = program_.type(field.field ? field.field->type : variable->type);
    return type.kind == facts::TypeKind::record && lists_.is_list(type.record);
  }

  // A pool of numbers makes one by growing what they count.
  std::optional<std::pair<Symbol, facts::Location>> grown_elsewhere(Symbol slot) const {
    const facts::Type& type = program_.type(program_.pointee(yield_types_.at(slot)));
    const facts::Record* record = program_.record(type.record);
    const bool number = type.kind == facts::TypeKind::integer ||
                        type.kind == facts::TypeKind::enumeration ||
                        (record && record->has_trivial_destructor && record->fields.size() == 1 &&
                         program_.type(record->fields[0].type).kind == facts::TypeKind::integer);
    if (!number) return std::nullopt;
    for (const auto& [other, where] : grown_) {
      if (other != slot) return std::pair(other, where);
    }
    return std::nullopt;
  }
  std::string short_name(Symbol slot) const {
    if (const auto field = program_.field(slot); field.field) {
      return std::string(field.field->name.text());
    }
    const facts::Variable* variable = program_.variable(slot);
    return std::string(last_component(variable ? variable->name.text() : slot.text()));
  }

  struct HeadStore {
    Symbol slot;
    Atoms atoms;
    facts::Location where;
    facts::TypeId type;
    bool at_tail;
  };

  const FlowGraph& graph_;
  const Program& program_;
  const Lists& lists_;
  const Values values_;
  Survey out_;
  std::set<Symbol> disposed_, removed_, assigned_, counted_, head_moves_, linked_, compared_;
  std::set<std::pair<Symbol, int>> yielded_;
  std::map<Symbol, facts::TypeId> yield_types_;
  std::set<int> made_results_;
  std::set<uint32_t> empty_temps_;          // constructed from nothing, or from null
  std::map<uint32_t, const Event*> calls_;  // by the temp that holds the result
  std::vector<HeadStore> head_stores_;
  std::vector<std::pair<Symbol, facts::Location>> moved_in_;
  std::map<Symbol, Atoms> link_objects_;  // what is linked in front of a head, by calls
  std::map<Symbol, facts::Location> grown_;
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

Survey survey(const FlowGraph& graph, const Program& program, const Lists& lists) {
  return Surveyor(graph, program, lists).run();
}

}  // namespace pool_audit::analysis
