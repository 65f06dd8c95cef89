#include "tool/refactor/pool_ways.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "checks/analysis/survey_lists.h"
#include "checks/analysis/survey_names.h"
#include "checks/analysis/survey_values.h"
#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/pool_slot.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Program;
using facts::CompareOp;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Root;
using facts::StepKind;
using inventory::to_place;

namespace {

constexpr size_t kMostSteps = 20000;  // from block to block, over all ways
constexpr int kRounds = 2;            // through a loop

// What a variable holds on the way so far.
enum class Origin { other, null, spare, made, object, link };
struct Value {
  Origin origin = Origin::other;
  bool there = false;  // known not to be null
};
using Key = std::pair<Root, uint32_t>;

bool speaks_of_a_link(std::string_view name) {
  const std::string low = analysis::lower(name);
  return low.find("next") != std::string::npos || low.find("link") != std::string::npos;
}

bool passes_on(std::string_view name, std::string_view last) {
  return last == "operator*" || last == "operator->" || last == "get" || last == "release" ||
         last == "operator conversion" || last == "detach" || name == "std::move" ||
         name == "std::forward" || last.starts_with("static_pointer_cast");
}

// A temp that says whether a variable holds an object, or that it holds none.
struct Test {
  Key variable;
  bool of_none = false;
};

// The state of one way.
struct State {
  std::map<Key, Value> values;
  std::map<uint32_t, Test> tests;   // by temp
  std::map<uint32_t, int> rounds;   // by block
  std::optional<bool> list_ends;    // the head is null
  std::set<inventory::Place> ends;  // calls that may destroy the object, by their names
  Way way;
};

class Walk {
 public:
  Walk(const Program& program, const HandWritten& own, const analysis::Part& part, bool is_put,
       const FlowGraph& graph)
      : program_(program),
        own_(own),
        lists_(program),
        graph_(graph),
        values_(graph, program, lists_),
        is_array_(is_array(program, own.slot)),
        is_put_(is_put),
        object_(is_put ? part.argument : -1) {}

  Ways run() {
    State state;
    if (object_ >= 0) {
      state.values[{Root::local, static_cast<uint32_t>(object_)}] = {Origin::object, false};
    }
    walk(0, std::move(state));
    if (too_many_) return {{}, "it has too many ways to count them"};
    return {{out_.begin(), out_.end()}, ""};
  }

 private:
  void walk(uint32_t index, State state) {
    for (;;) {
      too_many_ = too_many_ || ++steps_ > kMostSteps;
      if (too_many_ || index == facts::kNoBlock) return;
      if (++state.rounds[index] > kRounds) return;
      const facts::Block& block = graph_.blocks[index];
      for (const Event& event : block.events) observe(event, state);
      switch (block.terminator) {
        case facts::Terminator::exit:
          finish(std::move(state));
          return;
        case facts::Terminator::throw_:
        case facts::Terminator::unreachable:
          return;
        case facts::Terminator::branch: {
          State other = state;
          if (assume(block.condition, false, other) && block.successors.size() > 1) {
            walk(block.successors[1], std::move(other));
          }
          if (!assume(block.condition, true, state)) return;
          break;
        }
        case facts::Terminator::switch_:
          for (size_t i = 1; i < block.successors.size(); ++i) walk(block.successors[i], state);
          break;
        default:
          break;
      }
      if (block.successors.empty()) return;
      index = block.successors[0];
    }
  }

  // ---- values ----------------------------------------------------------------------------------

  static bool is_variable(const facts::Place& place) {
    const bool root =
        place.root == Root::local || place.root == Root::temp || place.root == Root::capture;
    return root && std::ranges::all_of(place.steps, [](const facts::Step& step) {
             return step.kind == StepKind::deref;
           });
  }
  static Key key(const facts::Place& place) { return {place.root, place.index}; }

  [[nodiscard]] bool is_slot(const facts::Place& place) const {
    return values_.exact_slot(place) == own_.slot;
  }

  [[nodiscard]] Value value_of(const Operand& operand, const State& state) const {
    const facts::Place& place = operand.place;
    if (place.root == Root::null || (place.root == Root::constant && place.value == 0)) {
      return {Origin::null, false};
    }
    if (is_variable(place)) {
      const auto found = state.values.find(key(place));
      return found != state.values.end() ? found->second : Value{};
    }
    if (is_slot(place)) {
      if (has_element(place)) return {Origin::spare, true};
      if (state.list_ends.value_or(false)) return {Origin::null, false};
      return {Origin::spare, state.list_ends.has_value()};
    }
    if (operand.address_of) {  // what container_of() makes of a link
      for (const analysis::Atom& atom : values_.atoms(operand)) {
        if (atom.slot == own_.slot && atom.kind != analysis::AtomKind::made) {
          return {Origin::spare, false};
        }
        if (atom.kind == analysis::AtomKind::parameter && atom.index == object_) {
          return {Origin::object, true};
        }
      }
    }
    if (place.steps.size() >= 2 && place.steps.back().kind == StepKind::field) {
      return {Origin::link, false};
    }
    return {};
  }

  void mark(std::set<inventory::Place>& where, const Event& event, State& state) const {
    if (!where.insert(to_place(event.location)).second) state.way.repeats = true;
  }

  // An array's spare is taken where it is read.
  void note_element(const Operand& operand, const Event& event, State& state) const {
    if (has_element(operand.place) && is_slot(operand.place) && !operand.address_of) {
      state.way.takes.insert(to_place(event.location));
    }
  }

  void unclear(const Event& event, State& state) const {
    if (state.way.unclear.line == 0) state.way.unclear = to_place(event.location);
  }

  // ---- events ----------------------------------------------------------------------------------

  void observe(const Event& event, State& state) const {
    switch (event.kind) {
      case EventKind::assign:
        assign(event, state);
        break;
      case EventKind::new_: {
        const bool placed = event.has(EventFlag::placement) && !event.arguments.empty();
        if (!placed) mark(state.way.makes, event, state);
        set(event.target, placed ? value_of(event.arguments[0], state) : Value{Origin::made, true},
            state);
        break;
      }
      case EventKind::call:
        call(event, state);
        break;
      case EventKind::delete_:
        if (!event.arguments.empty()) drop(event.arguments[0], event, state);
        break;
      case EventKind::return_:
        state.way.end = to_place(event.location);
        if (!is_put_ && !event.arguments.empty()) {
          note_element(event.arguments[0], event, state);
          give(value_of(event.arguments[0], state), event, state);
        }
        break;
      default:
        break;
    }
  }

  static void set(const facts::Place& target, Value value, State& state) {
    if (target.root == Root::none || !target.steps.empty() || !is_variable(target)) return;
    state.values[key(target)] = value;
    if (target.root == Root::temp) state.tests.erase(target.index);
  }

  void give(Value value, const Event& event, State& state) const {
    state.way.may_be_none = value.origin != Origin::null && !value.there;
    switch (value.origin) {
      case Origin::spare:
        state.way.fate = Fate::hit;
        break;
      case Origin::made:
        state.way.fate = Fate::made;
        break;
      case Origin::null:
        state.way.fate = Fate::failed;
        break;
      default:
        state.way.fate = Fate::unknown;
        unclear(event, state);
    }
  }

  void assign(const Event& event, State& state) const {
    if (event.compare != CompareOp::none || event.arguments.empty()) return;
    if (event.has(EventFlag::arithmetic)) {
      set(event.target, {}, state);
      return;
    }
    const Operand& source = event.arguments[0];
    const Value value = value_of(source, state);
    note_element(source, event, state);
    if (!event.has(EventFlag::initialize) && is_slot(event.target)) {
      move_head(value, source, event, state);
      return;
    }
    set(event.target, value, state);
  }

  // head = x, spares[n++] = x
  void move_head(Value value, const Operand& source, const Event& event, State& state) const {
    const bool element = has_element(event.target);
    if (!element && is_array_) return;
    if (!element) state.list_ends.reset();
    switch (value.origin) {
      case Origin::object:
        mark(state.way.stores, event, state);
        break;
      case Origin::made:
        mark(state.way.fills, event, state);
        break;
      case Origin::link:
        mark(state.way.takes, event, state);
        break;
      case Origin::null:
        if (!element) mark(state.way.takes, event, state);
        break;
      case Origin::spare:
        if (!is_slot(source.place)) unclear(event, state);
        break;
      case Origin::other:
        unclear(event, state);
        break;
    }
  }

  void drop(const Operand& operand, const Event& event, State& state) const {
    const Origin origin = value_of(operand, state).origin;
    if (origin == Origin::object) mark(state.way.drops, event, state);
    // The spare that was there before.
    if (origin == Origin::spare && is_put_) mark(state.way.takes, event, state);
  }

  void call(const Event& event, State& state) const {
    const std::string_view name = values_.callee_name(event);
    const std::string_view last = last_component(name);
    const facts::Function* callee = program_.function(event.callee);
    if (callee != nullptr && callee->has(facts::FunctionFlag::constructor)) {
      construct(event, *callee, state);
      return;
    }
    Value result;
    const bool on_slot = is_slot(event.object.place);
    if (on_slot && analysis::one_of(last, analysis::kStore)) {
      store(event, state);
      return;
    }
    if (on_slot && analysis::one_of(last, analysis::kRemove)) {
      mark(state.way.takes, event, state);
      result = {Origin::spare, !last.starts_with("try_")};
    } else if (on_slot && analysis::one_of(last, analysis::kTake)) {
      result = {Origin::spare, true};
    } else if (last == "exchange" && !event.arguments.empty() &&
               is_slot(event.arguments[0].place)) {
      mark(state.way.takes, event, state);
      result = {Origin::spare, state.list_ends.has_value()};
      state.list_ends.reset();
    } else if (values_.makes(event, name)) {
      mark(state.way.makes, event, state);
      const bool throws = last == "make_unique" || last == "make_shared";
      result = {Origin::made, throws};
    } else if (last == "operator=" && is_variable(event.object.place)) {
      if (!event.arguments.empty()) {
        state.values[key(event.object.place)] = value_of(event.arguments[0], state);
      }
    } else if (passes_on(name, last)) {
      result = value_of(event.object, state);
      if (result.origin == Origin::other && !event.arguments.empty()) {
        result = value_of(event.arguments[0], state);
      }
    } else if (speaks_of_a_link(last)) {
      result = {Origin::link, false};
    } else {
      if (is_put_) hand_over(event, last, state);
      for (const Operand& argument : event.arguments) {
        if (argument.address_of && is_slot(argument.place)) unclear(event, state);
      }
      if (on_slot && event.target.root == Root::none && last == "operator=") unclear(event, state);
    }
    set(event.target, result, state);
    note_test(event, last, state);
  }

  // if (p), if (p == nullptr), where p is a smart pointer.
  void note_test(const Event& event, std::string_view last, State& state) const {
    if (event.target.root != Root::temp) return;
    if (last == "operator conversion" || last == "operator bool") {
      if (is_variable(event.object.place)) {
        state.tests[event.target.index] = {key(event.object.place), false};
      }
      return;
    }
    if (last != "operator==" && last != "operator!=") return;
    std::vector<const Operand*> sides;
    if (event.object.place.root != Root::none) sides.push_back(&event.object);
    for (const Operand& argument : event.arguments) sides.push_back(&argument);
    if (sides.size() != 2) return;
    for (const size_t at : {0U, 1U}) {
      const bool none = value_of(*sides[1 - at], state).origin == Origin::null;
      if (none && is_variable(sides[at]->place)) {
        state.tests[event.target.index] = {key(sides[at]->place), last == "operator=="};
      }
    }
  }

  void store(const Event& event, State& state) const {
    for (const Operand& argument : event.arguments) {
      const Value value = value_of(argument, state);
      if (value.origin == Origin::object) mark(state.way.stores, event, state);
      if (value.origin == Origin::made) mark(state.way.fills, event, state);
    }
  }

  // Of an argument that the put hands to somebody else.
  void hand_over(const Event& event, std::string_view last, State& state) const {
    if (last.starts_with("operator=") || last == "operator!=") return;  // compares
    const bool ends = speaks_of_an_end(last);
    const auto is_object = [&](const Operand& operand) {
      return value_of(operand, state).origin == Origin::object;
    };
    const auto is_spare = [&](const Operand& operand) {
      return value_of(operand, state).origin == Origin::spare;
    };
    if (last == "free" && !event.arguments.empty()) {
      drop(event.arguments[0], event, state);
    } else if (ends && std::ranges::any_of(event.arguments, is_spare)) {
      mark(state.way.takes, event, state);
    } else if (ends &&
               (is_object(event.object) || std::ranges::any_of(event.arguments, is_object))) {
      // Or only what it holds: where the object is kept as well, it was that.
      state.ends.insert(to_place(event.location));
    }
    for (const Operand& argument : event.arguments) {
      const bool owner =
          program_.type(argument.type).template_name.text().ends_with("_ptr") ||
          program_.type(program_.pointee(argument.type)).template_name.text().ends_with("_ptr");
      if (!ends && owner && is_object(argument)) unclear(event, state);
    }
  }

  void construct(const Event& event, const facts::Function& callee, State& state) const {
    if (!event.object.address_of || !is_variable(event.object.place)) return;
    const facts::Record* record = program_.record(callee.record);
    const bool owner = record != nullptr && record->template_name.text().ends_with("_ptr");
    Value value{owner ? Origin::null : Origin::other, false};
    if (callee.record == program_.type(own_.element).record) value = {Origin::made, true};
    for (const Operand& argument : event.arguments) {
      const Value given = value_of(argument, state);
      if (owner && &argument == &event.arguments[0]) value = given;
      if (given.origin == Origin::spare || given.origin == Origin::made ||
          given.origin == Origin::object) {
        value = given;
        if (callee.has(facts::FunctionFlag::moves) && is_slot(argument.place)) {
          mark(state.way.takes, event, state);
        }
        break;
      }
    }
    state.values[key(event.object.place)] = value;
  }

  // ---- conditions and ends ---------------------------------------------------------------------

  // Whether the condition may hold, or not; takes into the state what that says.
  bool assume(const facts::Condition& condition, bool holds, State& state) const {
    const facts::Place& left = condition.left.place;
    const bool with_null =
        condition.right.place.root == Root::null ||
        (condition.right.place.root == Root::constant && condition.right.place.value == 0);
    bool is_there = holds;
    if (condition.op == CompareOp::eq && with_null) {
      is_there = !holds;
    } else if (condition.op != CompareOp::truth && !(condition.op == CompareOp::ne && with_null)) {
      return true;
    }
    if (is_slot(left) && left.root != Root::temp && !has_element(left)) {
      if (state.list_ends && *state.list_ends == is_there) return false;
      state.list_ends = !is_there;
      return true;
    }
    Key variable = key(left);
    if (left.root == Root::temp) {
      if (const auto test = state.tests.find(left.index); test != state.tests.end()) {
        variable = test->second.variable;
        if (test->second.of_none) is_there = !is_there;
      }
    } else if (!is_variable(left)) {
      return true;
    }
    const auto found = state.values.find(variable);
    if (found == state.values.end()) return true;
    Value& value = found->second;
    if (value.origin == Origin::null && is_there) return false;
    if (value.there && !is_there) return false;
    if (value.origin == Origin::other || value.origin == Origin::link) return true;
    if (is_there) {
      value.there = true;
    } else {
      value = {Origin::null, false};
    }
    return true;
  }

  void finish(State state) {
    Way& way = state.way;
    if (is_put_ && way.stores.empty() && way.drops.empty()) way.drops = state.ends;
    if (is_put_) way.fate = fate_of_put(state);
    if (!is_put_ && way.end.line == 0) way.fate = Fate::unknown;
    if (way.unclear.line != 0) way.fate = Fate::unknown;
    out_.insert(std::move(way));
  }

  Fate fate_of_put(const State& state) const {
    const Way& way = state.way;
    if (way.stores.size() + way.drops.size() > 1 || way.repeats) return Fate::unknown;
    if (!way.stores.empty()) return Fate::kept;
    if (!way.drops.empty()) return Fate::dropped;
    const auto object = state.values.find({Root::local, static_cast<uint32_t>(object_)});
    if (object == state.values.end()) return Fate::unknown;
    if (object->second.origin == Origin::null) return Fate::nothing;
    // Or with the one that the caller has, as far as the pool is concerned.
    facts::TypeId type = graph_.locals[static_cast<size_t>(object_)].type;
    const facts::TypeKind kind = program_.type(type).kind;
    if (kind == facts::TypeKind::lvalue_reference || kind == facts::TypeKind::rvalue_reference) {
      type = program_.type(type).target;
    }
    const std::string_view owner = program_.type(type).template_name.text();
    return owner == "std::unique_ptr" || owner == "std::shared_ptr" ? Fate::dies : Fate::unknown;
  }

  const Program& program_;
  const HandWritten& own_;
  const analysis::Lists lists_;
  const FlowGraph& graph_;
  const analysis::Values values_;
  const bool is_array_;
  const bool is_put_;
  const int object_;
  std::set<Way> out_;
  size_t steps_ = 0;
  bool too_many_ = false;
};

}  // namespace

Ways ways_of(const Program& program, const HandWritten& own, const analysis::Part& part,
             bool is_put) {
  const auto graph = program.graph(part.function);
  if (!graph || graph->blocks.empty()) return {{}, "its body is not seen"};
  if (is_put && part.argument < 0) return {{}, "what it puts is no argument of it"};
  if (!is_put && part.argument != -1) return {{}, "what it gets is not its result"};
  return Walk(program, own, part, is_put, *graph).run();
}

}  // namespace pool_audit::refactor
