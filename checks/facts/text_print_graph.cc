// Flow graphs as text. Each short form is used only where it says everything that the value holds;
// what is left over follows as attributes, so that no value is lost.
#include "checks/facts/text_printer.h"

namespace pool_audit::facts::text {
namespace {

constexpr std::string_view kCompareSigns[] = {"", "", "==", "!=", "<", "<=", ">", ">="};

bool is_relation(CompareOp op) {
  return op != CompareOp::none && op != CompareOp::truth;
}

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
    } else {
      operands(event);
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

void Printer::condition(const Condition& condition) {
  if (condition.op == CompareOp::none && condition.left == Operand{} &&
      condition.right == Operand{}) {
    put("opaque");
  } else if (condition.op == CompareOp::truth && condition.right == Operand{}) {
    operand(condition.left);
  } else if (is_relation(condition.op)) {
    operand(condition.left);
    put(" ");
    put(kCompareSigns[static_cast<size_t>(condition.op)]);
    put(" ");
    operand(condition.right);
  } else {
    put("compare ");
    put(enum_word(condition.op));
    put(" (");
    operand(condition.left);
    put(", ");
    operand(condition.right);
    put(")");
  }
  if (!condition.text.empty()) {
    put(" text ");
    put(quote(condition.text.text()));
  }
  if (!condition.reads.empty()) {
    put(" reads (");
    for (size_t i = 0; i < condition.reads.size(); ++i) {
      if (i != 0) put(", ");
      place(condition.reads[i]);
    }
    put(")");
  }
  extras(condition, {"op", "left", "right", "text", "reads"}, " ");
}

void Printer::target_block(uint32_t index) {
  if (index == kNoBlock) return put("dead");
  if (index + 1 == graph_->blocks.size()) return put("exit");
  number(index);
}

void Printer::targets(const Block& block) {
  for (size_t i = 0; i < block.successors.size(); ++i) {
    put(i == 0 ? " -> " : ", ");
    target_block(block.successors[i]);
  }
}

// What the parser assumes where a block ends without a word.
bool Printer::has_default_terminator(const Block& block) const {
  Block assumed;
  if (block.terminator == Terminator::exit) {
    assumed.terminator = Terminator::exit;
  } else if (block.events.empty()) {
    return false;
  } else if (block.events.back().kind == EventKind::return_) {
    assumed.terminator = Terminator::return_;
    assumed.successors.push_back(static_cast<uint32_t>(graph_->blocks.size() - 1));
  } else if (block.events.back().kind == EventKind::throw_) {
    assumed.terminator = Terminator::throw_;
    assumed.region = block.events.back().region;
  } else {
    return false;
  }
  assumed.events = block.events;
  return block == assumed;
}

void Printer::terminator(const Block& block, int32_t header_region) {
  if (has_default_terminator(block)) return;
  const bool tests =
      block.terminator == Terminator::branch || block.terminator == Terminator::switch_;
  if (!tests && block.condition != Condition{}) {
    put("    condition ");
    condition(block.condition);
    put("\n");
  }
  if (block.terminator != Terminator::switch_ && !block.cases.empty()) {
    put("    cases ");
    for (size_t i = 0; i < block.cases.size(); ++i) {
      if (i != 0) put(", ");
      number(block.cases[i].low);
      put("..");
      number(block.cases[i].high);
    }
    put("\n");
  }
  put("    ");
  switch (block.terminator) {
    case Terminator::jump:
      if (block.successors.size() == 1) {
        put("-> ");
        target_block(block.successors[0]);
      } else {
        put("jump");
        targets(block);
      }
      break;
    case Terminator::branch:
      put("if ");
      condition(block.condition);
      for (size_t i = 0; i < block.successors.size(); ++i) {
        put(i == 0 ? " -> " : " else ");
        target_block(block.successors[i]);
      }
      break;
    case Terminator::switch_:
      put("switch ");
      condition(block.condition);
      for (size_t i = 0; i < block.successors.size(); ++i) {
        if (i != 0) put(",");
        if (i < block.cases.size()) {
          put(" case ");
          number(block.cases[i].low);
          if (block.cases[i].high != block.cases[i].low) {
            put("..");
            number(block.cases[i].high);
          }
        } else {
          put(" else");
        }
        put(" -> ");
        target_block(block.successors[i]);
      }
      break;
    case Terminator::return_:
      put("returns");
      targets(block);
      break;
    case Terminator::throw_:
      put("throws");
      targets(block);
      break;
    case Terminator::unreachable:
      put("unreachable");
      targets(block);
      break;
    case Terminator::exit:
      put("exit");
      targets(block);
      break;
  }
  if (block.region != (block.terminator == Terminator::throw_ ? header_region : -1)) {
    put(" region=");
    number(block.region);
  }
  attributes(block,
             {"events", "terminator", "condition", "cases", "successors", "location", "region"});
  at(block.location);
  put("\n");
}

void Printer::block(const Block& block, size_t index) {
  put("  block ");
  number(index);
  if (block.terminator == Terminator::exit) {
    put(" exit");
  } else if (index == 0) {
    put(" entry");
  }
  int32_t header_region = -1;
  if (!block.events.empty()) header_region = block.events[0].region;
  if (header_region != -1) {
    put(" region=");
    number(header_region);
  }
  if (!block.events.empty() || !has_default_terminator(block)) put(":");
  put("\n");
  for (const Event& each : block.events) event(each, header_region);
  terminator(block, header_region);
}

void Printer::region(const Region& region, size_t index) {
  put("  try ");
  number(index);
  attributes(region, {"handlers"});
  for (size_t i = 0; i < region.handlers.size(); ++i) {
    const Handler& handler = region.handlers[i];
    put(i == 0 ? ": catch " : ", catch ");
    if (handler.type == kNoType) {
      put("...");
    } else {
      type(handler.type);
    }
    put(" -> ");
    target_block(handler.block);
    extras(handler, {"block", "type"}, " ");
  }
  put("\n");
}

void Printer::local(const Local& local, std::string_view keyword) {
  put("  ");
  put(keyword);
  put(" ");
  put(bare_or_quoted(local.name.text(), identifier_length));
  put(": ");
  type(local.type);
  attributes(local, {"name", "type", "location"});
  at(local.location);
  put("\n");
}

void Printer::body(const FlowGraph& graph, bool head_has_parameters) {
  graph_ = &graph;
  inference_.enter(graph);
  local_counts_.clear();
  capture_counts_.clear();
  for (const Local& each : graph.locals) ++local_counts_[each.name];
  for (const Capture& each : graph.captures) ++capture_counts_[each.name];

  const size_t start = out_.size();
  attributes(graph, {"function", "parameter_count", "temp_count", "locals", "captures", "regions",
                     "blocks"});
  if (out_.size() != start) {
    out_.insert(start, "  attributes");
    put("\n");
  }
  if (head_has_parameters && graph.parameter_count == 0) put("  no_params\n");
  if (graph.temp_count != temps_used(graph)) {
    put("  temps ");
    number(graph.temp_count);
    put("\n");
  }
  for (size_t i = 0; i < graph.locals.size(); ++i) {
    local(graph.locals[i], i < graph.parameter_count ? "param" : "local");
  }
  for (const Capture& each : graph.captures) {
    put("  capture ");
    put(bare_or_quoted(each.name.text(), identifier_length));
    put(": ");
    type(each.type);
    attributes(each, {"name", "type"});
    put("\n");
  }
  for (size_t i = 0; i < graph.regions.size(); ++i) region(graph.regions[i], i);
  for (size_t i = 0; i < graph.blocks.size(); ++i) block(graph.blocks[i], i);
}

}  // namespace pool_audit::facts::text
