#include "tool/refactor/way_events.h"

#include <algorithm>
#include <string_view>

#include "checks/analysis/survey_names.h"
#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/pool_slot.h"

namespace pool_audit::refactor {

using facts::CompareOp;
using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Operand;
using facts::Root;
using inventory::to_place;

namespace {

bool speaks_of_a_link(std::string_view name) {
  const std::string low = analysis::lower(name);
  return low.find("next") != std::string::npos || low.find("link") != std::string::npos;
}

bool passes_on(std::string_view name, std::string_view last) {
  return last == "operator*" || last == "operator->" || last == "get" || last == "release" ||
         last == "operator conversion" || last == "detach" || name == "std::move" ||
         name == "std::forward" || last.starts_with("static_pointer_cast");
}

class Observer {
 public:
  Observer(const WayScene& scene, WayState& state) : scene_(scene), state_(state) {}

  void observe(const Event& event) {
    switch (event.kind) {
      case EventKind::assign:
        assign(event);
        break;
      case EventKind::new_: {
        const bool placed = event.has(EventFlag::placement) && !event.arguments.empty();
        if (!placed) mark(state_.way.makes, event);
        write(event.target, placed ? value(event.arguments[0]) : Value{Origin::made, true});
        break;
      }
      case EventKind::call:
        call(event);
        break;
      case EventKind::delete_:
        if (!event.arguments.empty()) drop(event.arguments[0], event);
        break;
      case EventKind::return_:
        state_.way.end = to_place(event.location);
        if (!scene_.is_put && scene_.out < 0 && !event.arguments.empty()) {
          note_element(event.arguments[0], event);
          give(value(event.arguments[0]), state_.way.end, state_);
        }
        break;
      default:
        break;
    }
  }

 private:
  void mark(std::set<inventory::Place>& where, const Event& event) {
    if (!where.insert(to_place(event.location)).second) state_.way.repeats = true;
  }

  // An array's spare is taken where it is read.
  void note_element(const Operand& operand, const Event& event) {
    if (has_element(operand.place) && scene_.is_slot(operand.place) && !operand.address_of) {
      state_.way.takes.insert(to_place(event.location));
    }
  }

  void unclear(const Event& event) {
    if (state_.way.unclear.line == 0) state_.way.unclear = to_place(event.location);
  }

  void assign(const Event& event) {
    if (event.compare != CompareOp::none || event.arguments.empty()) return;
    if (event.has(EventFlag::arithmetic)) {
      write(event.target, {});
      return;
    }
    const Operand& source = event.arguments[0];
    const Value given = value(source);
    note_element(source, event);
    if (!event.has(EventFlag::initialize) && scene_.is_slot(event.target)) {
      move_head(given, source, event);
      return;
    }
    if (scene_.is_way_out(event.target)) unclear(event);
    write(event.target, given);
  }

  // head = x, spares[n++] = x
  void move_head(Value moved, const Operand& source, const Event& event) {
    const bool element = has_element(event.target);
    if (!element && scene_.slot_is_array) return;
    if (!element) state_.list_ends.reset();
    switch (moved.origin) {
      case Origin::object:
        mark(state_.way.stores, event);
        break;
      case Origin::made:
        mark(state_.way.fills, event);
        break;
      case Origin::link:
        mark(state_.way.takes, event);
        break;
      case Origin::null:
        if (!element) mark(state_.way.takes, event);
        break;
      case Origin::spare:
        if (!scene_.is_slot(source.place)) unclear(event);
        break;
      case Origin::other:
        unclear(event);
        break;
    }
  }

  void drop(const Operand& operand, const Event& event) {
    const Origin origin = value(operand).origin;
    if (origin == Origin::object) mark(state_.way.drops, event);
    // The spare that was there before.
    if (origin == Origin::spare && scene_.is_put) mark(state_.way.takes, event);
  }

  void call(const Event& event) {
    const std::string_view name = scene_.values.callee_name(event);
    const std::string_view last = last_component(name);
    const facts::Function* callee = scene_.program.function(event.callee);
    if (callee != nullptr && callee->has(facts::FunctionFlag::constructor)) {
      construct(event, *callee);
      return;
    }
    Value result;
    const bool on_slot = scene_.is_slot(event.object.place);
    if (on_slot && analysis::one_of(last, analysis::kStore)) {
      store(event);
      return;
    }
    if (on_slot && analysis::one_of(last, analysis::kRemove)) {
      mark(state_.way.takes, event);
      result = {Origin::spare, !last.starts_with("try_")};
    } else if (on_slot && analysis::one_of(last, analysis::kTake)) {
      result = {Origin::spare, true};
    } else if (last == "exchange" && !event.arguments.empty() &&
               scene_.is_slot(event.arguments[0].place)) {
      mark(state_.way.takes, event);
      result = {Origin::spare, state_.list_ends.has_value()};
      state_.list_ends.reset();
    } else if (scene_.values.makes(event, name)) {
      mark(state_.way.makes, event);
      const bool throws = last == "make_unique" || last == "make_shared";
      result = {Origin::made, throws};
    } else if (is_owner_given(event.object.place) && (last == "operator=" || last == "reset")) {
      state_.given =
          event.arguments.empty() ? Value{Origin::null, false} : value(event.arguments[0]);
    } else if (last == "operator=" && is_variable(event.object.place)) {
      if (!event.arguments.empty()) {
        state_.values[key_of(event.object.place)] = value(event.arguments[0]);
      }
    } else if (passes_on(name, last)) {
      result = value(event.object);
      if (result.origin == Origin::other && !event.arguments.empty()) {
        result = value(event.arguments[0]);
      }
    } else if (speaks_of_a_link(last)) {
      result = {Origin::link, false};
    } else {
      if (scene_.is_put) hand_over(event, last);
      for (const Operand& argument : event.arguments) {
        if (argument.address_of && scene_.is_slot(argument.place)) unclear(event);
        if (hands_out(argument)) unclear(event);
      }
      if (on_slot && event.target.root == Root::none && last == "operator=") unclear(event);
    }
    write(event.target, result);
    note_test(scene_, event, last, state_);
  }

  // out = std::move(x), out.reset(x)
  [[nodiscard]] bool is_owner_given(const facts::Place& place) const {
    return scene_.is_given(place) || scene_.is_way_out(place);
  }

  // Somebody else may write what a get gives.
  [[nodiscard]] bool hands_out(const Operand& argument) const {
    return scene_.is_way_out(argument.place) ||
           (argument.address_of && scene_.is_given(argument.place));
  }

  void store(const Event& event) {
    for (const Operand& argument : event.arguments) {
      const Value stored = value(argument);
      if (stored.origin == Origin::object) mark(state_.way.stores, event);
      if (stored.origin == Origin::made) mark(state_.way.fills, event);
    }
  }

  // Of an argument that the put hands to somebody else.
  void hand_over(const Event& event, std::string_view last) {
    if (last.starts_with("operator=") || last == "operator!=") return;  // compares
    const bool ends = speaks_of_an_end(last);
    const auto is_object = [&](const Operand& operand) {
      return value(operand).origin == Origin::object;
    };
    const auto is_spare = [&](const Operand& operand) {
      return value(operand).origin == Origin::spare;
    };
    if (last == "free" && !event.arguments.empty()) {
      drop(event.arguments[0], event);
    } else if (ends && std::ranges::any_of(event.arguments, is_spare)) {
      mark(state_.way.takes, event);
    } else if (ends &&
               (is_object(event.object) || std::ranges::any_of(event.arguments, is_object))) {
      // Or only what it holds: where the object is kept as well, it was that.
      state_.ends.insert(to_place(event.location));
    }
    for (const Operand& argument : event.arguments) {
      const bool owner =
          scene_.program.type(argument.type).template_name.text().ends_with("_ptr") ||
          scene_.program.type(scene_.program.pointee(argument.type))
              .template_name.text()
              .ends_with("_ptr");
      if (!ends && owner && is_object(argument)) unclear(event);
    }
  }

  void construct(const Event& event, const facts::Function& callee) {
    if (!event.object.address_of || !is_variable(event.object.place)) return;
    const facts::Record* record = scene_.program.record(callee.record);
    const bool owner = record != nullptr && record->template_name.text().ends_with("_ptr");
    Value built{owner ? Origin::null : Origin::other, false};
    if (callee.record == scene_.program.type(scene_.own.element).record)
      built = {Origin::made, true};
    for (const Operand& argument : event.arguments) {
      const Value given = value(argument);
      if (owner && &argument == &event.arguments[0]) built = given;
      if (given.origin == Origin::spare || given.origin == Origin::made ||
          given.origin == Origin::object) {
        built = given;
        if (callee.has(facts::FunctionFlag::moves) && scene_.is_slot(argument.place)) {
          mark(state_.way.takes, event);
        }
        break;
      }
    }
    state_.values[key_of(event.object.place)] = built;
  }

  void write(const facts::Place& target, Value written) {
    if (scene_.is_given(target)) {
      state_.given = written;
    } else {
      set_value(target, written, state_);
    }
  }
  [[nodiscard]] Value value(const Operand& operand) const {
    return value_of(scene_, operand, state_);
  }

  const WayScene& scene_;
  WayState& state_;
};

}  // namespace

void observe(const WayScene& scene, const Event& event, WayState& state) {
  Observer(scene, state).observe(event);
}

void give(Value value, const inventory::Place& place, WayState& state) {
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
      if (state.way.unclear.line == 0) state.way.unclear = place;
  }
}

}  // namespace pool_audit::refactor
