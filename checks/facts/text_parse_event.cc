// Events, operands and places in the text form.
#include "checks/facts/text_parser.h"
#include "checks/facts/validate.h"

namespace pool_audit::facts::text {

// [target =] event [flags] [attributes] [@ location]
bool Parser::event(size_t start) {
  Event event;
  event.type = kInferred;
  event.region = header_region_;
  if (!is_event_word(in_.peek_identifier())) {
    if (!place(event.target)) return false;
    if (!in_.accept("=")) return in_.fail("'=' behind the target of an event");
  }
  const std::string_view word = in_.peek_identifier();
  const bool good = is_event_word(word) ? event_by_keyword(event) : assignment(event);
  return good && event_tail(event, start);
}

bool Parser::is_event_word(std::string_view word) {
  return std::ranges::find(enum_names<EventKind>, word) != enum_names<EventKind>.end();
}

// "@ a.cc:3": the at sign of a global touches its name.
bool Parser::at_location() {
  return in_.peek() == '@' && (is_space(in_.peek_adjacent(1)) || in_.peek_adjacent(1) == '\0');
}

// "region=0", or a flag that is no local's name.
bool Parser::at_attribute() {
  const std::string_view word = in_.peek_identifier();
  uint64_t bit = 0;
  if (word.empty()) return false;
  if (flag<EventFlag>(word, bit)) return !local_indices_.contains(Symbol(word));
  const char next = in_.peek_adjacent(word.size());
  return next == '=' && in_.peek_adjacent(word.size() + 1) != '=';
}

// p = q, p = !!q, p = q != r
bool Parser::assignment(Event& event) {
  event.kind = EventKind::assign;
  const bool truth = in_.accept("!!");
  if (truth) event.compare = CompareOp::truth;
  if (!operand(event.arguments.emplace_back())) return false;
  if (truth || !relation(event.compare)) return true;
  return operand(event.arguments.emplace_back());
}

bool Parser::event_by_keyword(Event& event) {
  if (!enumerator(event.kind)) return false;
  switch (event.kind) {
    case EventKind::use:
    case EventKind::declare:
    case EventKind::destroy:
    case EventKind::end:
      if (event.target != Place{}) return in_.fail("no target before this event: it follows it");
      if (!place(event.target)) return false;
      if (in_.accept(":") && !type(event.type)) return false;
      return in_.peek() != '(' || operands(event);
    case EventKind::return_:
    case EventKind::throw_:
    case EventKind::delete_:
    case EventKind::suspend:
      if (in_.at_end() || at_location() || at_attribute()) return true;
      if (in_.peek() == '(') return operands(event);
      return operand(event.arguments.emplace_back());
    case EventKind::new_: {
      TypeId made = kNoType;
      if (in_.peek() != '(' && !type(made)) return false;
      event.type = kNoType;
      if (made != kNoType) {
        const Block& block = graph_->blocks.back();
        new_types_[graph_->function].push_back(
            {graph_->blocks.size() - 1, block.events.size(), made});
      }
      return in_.peek() != '(' || operands(event);
    }
    case EventKind::assign:
      return operands(event);
    case EventKind::call:
    case EventKind::lambda:
    case EventKind::macro:
      break;
  }
  if (in_.peek() != '(' && !callee(event)) return false;
  if (in_.peek() == '(' && !operands(event)) return false;
  return !in_.accept(":") || type(event.type);
}

bool Parser::callee(Event& event) {
  if (event.kind == EventKind::macro) return text(event.callee, word_length, "the name of a macro");
  return entity(Role::function, event.callee, word_length);
}

bool Parser::event_tail(Event& event, size_t start) {
  const auto special = [&](std::string_view word) {
    uint64_t bit = 0;
    if (in_.accept_word("with")) {
      callee(event);
    } else if (flag<EventFlag>(word, bit)) {
      in_.take(word.size());
    } else if (word == "flags" || word == "type" || word == "compare" || word == "region") {
      in_.take(word.size());
      if (!in_.expect("=")) return true;
      if (word == "flags") in_.number(bit, UINT32_MAX);
      if (word == "type") type(event.type);
      if (word == "compare") enumerator(event.compare);
      if (word == "region") region_number(event.region);
    } else {
      return false;
    }
    event.flags |= static_cast<uint32_t>(bit);
    return true;
  };
  if (!attributes(event,
                  {"kind", "flags", "target", "callee", "object", "arguments", "type", "compare",
                   "region", "location"},
                  special)) {
    return false;
  }
  if (!at(event.location, start) || !in_.expect_end()) return false;
  graph_->blocks.back().events.push_back(std::move(event));
  return true;
}

// (object=p, q, &r)
bool Parser::operands(Event& event) {
  if (!in_.expect("(")) return false;
  if (in_.accept(")")) return true;
  if (in_.rest().starts_with("object=")) {
    in_.take(std::string_view("object=").size());
    if (!operand(event.object)) return false;
    if (in_.accept(")")) return true;
    if (!in_.expect(",")) return false;
  }
  do {
    if (!operand(event.arguments.emplace_back())) return false;
  } while (in_.accept(","));
  return in_.expect(")");
}

// [&] place [: type]
bool Parser::operand(Operand& out) {
  out.address_of = in_.accept("&");
  out.type = kInferred;
  if (!place(out.place)) return false;
  if (in_.accept(":") && !type(out.type)) return false;
  return !in_.accept("{") || extras(out, {"place", "address_of", "type"});
}

// ---- places ------------------------------------------------------------------------------------

// {*} root {.field | ->field | .* | [3] | [*]}: stars are steps at the end.
bool Parser::place(Place& out) {
  out = {};
  size_t stars = 0;
  while (in_.accept("*")) ++stars;
  if (!root(out)) return false;
  if (in_.accept_adjacent("{") && !extras(out, {"root", "steps"})) return false;
  bool matched = true;
  while (matched) {
    if (!step(out, matched)) return false;
  }
  out.steps.resize(out.steps.size() + stars);
  return true;
}

bool Parser::step(Place& place, bool& matched) {
  const auto field = [&] {
    Step& made = place.steps.emplace_back();
    made.kind = StepKind::field;
    return entity(Role::member, made.field, name_length);
  };
  const char next = in_.peek_adjacent();
  matched = true;
  if (in_.accept_adjacent("->")) {
    place.steps.emplace_back();
    return field();
  }
  if (in_.accept_adjacent(".*")) {
    place.steps.emplace_back();
    return true;
  }
  if (in_.accept_adjacent(".{")) {
    Step& made = place.steps.emplace_back();
    return extras(made, {});
  }
  if (next == '.' && in_.peek_adjacent(1) != '.') {
    in_.accept_adjacent(".");
    return field();
  }
  if (in_.accept_adjacent("[")) {
    Step& made = place.steps.emplace_back();
    made.kind = StepKind::element;
    if (!in_.accept("*") && !in_.number(made.value)) return false;
    return in_.expect("]");
  }
  matched = false;
  return true;
}

bool Parser::find_by_name(Symbol name, bool is_capture, size_t position, uint32_t& index) {
  const auto& indices = is_capture ? capture_indices_ : local_indices_;
  const auto found = indices.find(name);
  const std::string what = is_capture ? "capture" : "local";
  if (found == indices.end()) {
    return in_.fail_at(position, "there is no " + what + " '" + std::string(name.text()) +
                                     "'; declare it before the first block (a global is written "
                                     "@name)");
  }
  if (found->second.size() > 1) {
    return in_.fail_at(position, "'" + std::string(name.text()) + "' names " +
                                     std::to_string(found->second.size()) + " of the " + what +
                                     "s; write " + std::string(name.text()) + "%" +
                                     std::to_string(found->second[0]) +
                                     " for the one at that position");
  }
  index = found->second[0];
  return true;
}

// name, `name`, name%2, %2
bool Parser::indexed_name(bool is_capture, uint32_t& index) {
  const size_t start = in_.position();
  Symbol name;
  const bool named = in_.peek() != '%';
  if (in_.peek() == '`') {
    std::string decoded;
    if (!in_.string(decoded)) return false;
    name = Symbol(decoded);
  } else if (named) {
    const std::string_view word = in_.peek_identifier();
    if (word.empty()) return in_.fail("a name");
    name = Symbol(in_.take(word.size()));
  }
  if (named && in_.peek_adjacent() != '%') return find_by_name(name, is_capture, start, index);
  in_.accept("%");
  if (!small(index)) return false;
  const size_t count = is_capture ? graph_->captures.size() : graph_->locals.size();
  if (index >= count) {
    return in_.fail_at(start, "there is no number " + std::to_string(index) + "; the graph has " +
                                  std::to_string(count));
  }
  const Symbol there = is_capture ? graph_->captures[index].name : graph_->locals[index].name;
  if (named && there != name) {
    return in_.fail_at(start, "number " + std::to_string(index) + " is named '" +
                                  std::string(there.text()) + "', not '" +
                                  std::string(name.text()) + "'");
  }
  return true;
}

bool Parser::root(Place& out) {
  const size_t start = in_.position();
  const char first = in_.peek();
  const std::string_view word = in_.peek_identifier();
  if (in_.accept("?")) return true;
  if (is_digit(first) || first == '-') {
    out.root = Root::constant;
    return in_.number(out.value);
  }
  if (first == '"') {
    out.root = Root::text;
    return text(out.symbol, no_bare, "a string");
  }
  if (in_.accept("@")) {
    out.root = Root::global;
    return entity(Role::variable, out.symbol, name_length);
  }
  if (in_.accept("[")) {
    out.root = Root::capture;
    return indexed_name(true, out.index) && in_.expect("]");
  }
  if (in_.accept_word("fn")) {
    out.root = Root::function;
    return entity(Role::function, out.symbol, name_length);
  }
  if (in_.accept_word("this")) {
    out.root = Root::this_;
    return true;
  }
  if (in_.accept_word("null")) {
    out.root = Root::null;
    return true;
  }
  if (is_temp(word)) {
    out.root = Root::temp;
    in_.take(1);
    if (!small(out.index)) return false;
    if (out.index >= kMaxTemps) {
      return in_.fail_at(start, "temps are numbered from 0 to " + std::to_string(kMaxTemps - 1));
    }
    return true;
  }
  if (word.empty() && first != '`' && first != '%') {
    return in_.fail("a place: a local, t0, @global, this, [capture], null, a number or a string");
  }
  if (is_reserved(word)) {
    return in_.fail("a place (a local that is named like a keyword stands in backticks)");
  }
  out.root = Root::local;
  return indexed_name(false, out.index);
}

}  // namespace pool_audit::facts::text
