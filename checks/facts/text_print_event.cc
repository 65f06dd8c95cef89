// Events, operands and places as text. Each short form is used only where it says everything that
// the value holds; what is left over follows as attributes, so that no value is lost.
#include "checks/facts/text_printer.h"

namespace pool_audit::facts::text {
namespace {

// The field of Place that the short form of its root carries, beside `root` and `steps`.
std::string_view carried(Root root) {
  switch (root) {
    case Root::local:
    case Root::temp:
    case Root::capture:
      return "index";
    case Root::global:
    case Root::function:
    case Root::text:
      return "symbol";
    case Root::constant:
      return "value";
    case Root::none:
    case Root::this_:
    case Root::null:
      break;
  }
  return "";
}

bool is_short(const Step& step) {
  Step plain;
  plain.kind = step.kind;
  if (step.kind == StepKind::field) plain.field = step.field;
  if (step.kind == StepKind::element) plain.value = step.value;
  return step == plain;
}

bool leads_with_target(EventKind kind) {
  return kind == EventKind::use || kind == EventKind::declare || kind == EventKind::destroy ||
         kind == EventKind::end;
}
bool is_unary(EventKind kind) {
  return kind == EventKind::return_ || kind == EventKind::throw_ || kind == EventKind::delete_ ||
         kind == EventKind::suspend;
}

bool has_type_in_core(EventKind kind) {
  return leads_with_target(kind) || kind == EventKind::call || kind == EventKind::lambda ||
         kind == EventKind::macro;
}

// "t = a", "t = !!a", "t = a == b".
bool is_short_assign(const Event& event) {
  if (event.kind != EventKind::assign || event.target == Place{} || !event.callee.empty() ||
      event.object != Operand{}) {
    return false;
  }
  return event.arguments.size() == (is_relation(event.compare) ? 2 : 1);
}

}  // namespace

void Printer::local_name(Symbol name, uint32_t index, bool unique, bool avoid_keywords) {
  const std::string_view text = name.text();
  const bool keyword = avoid_keywords && (is_reserved(text) || is_temp(text));
  const bool bare = identifier_length(text) == text.size() && !keyword;
  if (!text.empty()) put(bare ? std::string(text) : quote(text, '`'));
  if (unique && !text.empty()) return;
  put("%");
  number(index);
}

void Printer::root(const Place& place) {
  switch (place.root) {
    case Root::none:
      put("?");
      break;
    case Root::local: {
      if (place.index >= graph_->locals.size()) {
        put("%");
        number(place.index);
        break;
      }
      const Symbol name = graph_->locals[place.index].name;
      local_name(name, place.index, local_counts_[name] == 1, true);
      break;
    }
    case Root::temp:
      put("t");
      number(place.index);
      break;
    case Root::capture: {
      put("[");
      if (place.index < graph_->captures.size()) {
        const Symbol name = graph_->captures[place.index].name;
        local_name(name, place.index, capture_counts_[name] == 1, false);
      } else {
        put("%");
        number(place.index);
      }
      put("]");
      break;
    }
    case Root::this_:
      put("this");
      break;
    case Root::global:
      put("@");
      entity(Role::variable, place.symbol, name_length);
      break;
    case Root::function:
      put("fn ");
      entity(Role::function, place.symbol, name_length);
      break;
    case Root::null:
      put("null");
      break;
    case Root::constant:
      number(place.value);
      break;
    case Root::text:
      put(quote(place.symbol.text()));
      break;
  }
}

// Dereferences at the end stand in front, as in C; before a field they are `->`; else `.*`.
void Printer::place(const Place& place) {
  size_t end = place.steps.size();
  const auto is_deref = [&](size_t i) {
    return place.steps[i].kind == StepKind::deref && is_short(place.steps[i]);
  };
  while (end > 0 && is_deref(end - 1)) {
    put("*");
    --end;
  }
  root(place);
  extras(place, {"root", "steps", carried(place.root)});
  for (size_t i = 0; i < end; ++i) {
    const Step& step = place.steps[i];
    const bool arrow = is_deref(i) && i + 1 < end && is_short(place.steps[i + 1]) &&
                       place.steps[i + 1].kind == StepKind::field;
    if (!is_short(step)) {
      put(".{kind=");
      put(enum_word(step.kind));
      attributes(step, {"kind"});
      put("}");
    } else if (arrow) {
      put("->");
      entity(Role::member, place.steps[++i].field, name_length);
    } else if (step.kind == StepKind::deref) {
      put(".*");
    } else if (step.kind == StepKind::field) {
      put(".");
      entity(Role::member, step.field, name_length);
    } else if (step.value == kAnyElement) {
      put("[*]");
    } else {
      put("[");
      number(step.value);
      put("]");
    }
  }
}

void Printer::operand(const Operand& operand) {
  if (operand.address_of) put("&");
  place(operand.place);
  const Inference::Answer inferred = inference_.of(operand);
  if (operand.type != inferred.type || inferred.wants_pointer_to != kNoType) {
    put(": ");
    type(operand.type);
  }
  extras(operand, {"place", "address_of", "type"}, " ");
}

void Printer::operands(const Event& event) {
  put("(");
  bool first = true;
  if (event.object != Operand{}) {
    put("object=");
    operand(event.object);
    first = false;
  }
  for (const Operand& argument : event.arguments) {
    if (!first) put(", ");
    operand(argument);
    first = false;
  }
  put(")");
}

void Printer::event_type(const Event& event, std::string_view before) {
  if (event.type == inference_.of(event)) return;
  put(before);
  type(event.type);
}

// "new Foo" says that the event's type is a pointer to Foo, the first one in the table.
bool Printer::is_short_new(const Event& event) const {
  if (event.kind != EventKind::new_ || event.type >= facts_.types.size()) return false;
  const Type& pointer = facts_.types[event.type];
  return pointer.kind == TypeKind::pointer && inference_.pointer_to(pointer.target) == event.type;
}

void Printer::event_core(const Event& event) {
  if (is_short_assign(event)) {
    if (event.compare == CompareOp::truth) put("!!");
    operand(event.arguments[0]);
    if (is_relation(event.compare)) {
      put(" ");
      put(kCompareSigns[static_cast<size_t>(event.compare)]);
      put(" ");
      operand(event.arguments[1]);
    }
    return;
  }
  put(enum_word(event.kind));
  const bool no_operands = event.object == Operand{} && event.arguments.empty();
  if (leads_with_target(event.kind)) {
    put(" ");
    place(event.target);
    event_type(event, ": ");
    if (!no_operands) {
      put(" ");
      operands(event);
    }
  } else if (is_unary(event.kind)) {
    if (event.object == Operand{} && event.arguments.size() == 1) {
      put(" ");
      operand(event.arguments[0]);
    } else if (!no_operands || event.flags != 0 || !event.callee.empty()) {
      operands(event);  // "()" keeps what follows from being read as an operand
    }
  } else if (event.kind == EventKind::new_) {
    put(" ");
    type(is_short_new(event) ? facts_.types[event.type].target : kNoType);
    if (!no_operands) operands(event);
  } else if (event.kind == EventKind::assign) {
    operands(event);
  } else {
    if (!event.callee.empty()) {
      put(" ");
      if (event.kind == EventKind::macro) {
        word(event.callee);
      } else {
        entity(Role::function, event.callee);
      }
    }
    operands(event);
    return event_type(event, ": ");
  }
  if (!event.callee.empty()) {
    put(" with ");
    entity(Role::function, event.callee);
  }
}

void Printer::event(const Event& event, int32_t header_region) {
  put("    ");
  if (!leads_with_target(event.kind) && event.target != Place{}) {
    place(event.target);
    put(" = ");
  }
  event_core(event);
  flags<EventFlag>(event.flags);
  if (!has_type_in_core(event.kind) && !is_short_new(event)) event_type(event, " type=");
  if (event.compare != CompareOp::none && !is_short_assign(event)) {
    put(" compare=");
    put(enum_word(event.compare));
  }
  if (event.region != header_region) {
    put(" region=");
    number(event.region);
  }
  attributes(event, {"kind", "flags", "target", "callee", "object", "arguments", "type", "compare",
                     "region", "location"});
  at(event.location);
  put("\n");
}

}  // namespace pool_audit::facts::text
