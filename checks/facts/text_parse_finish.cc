// Before and behind the reading of declarations: the names that text may use anywhere are collected
// first; order, types that the text leaves out, and the invariants come last.
#include "checks/facts/text_parser.h"
#include "checks/facts/validate.h"

namespace pool_audit::facts::text {

// What `id=` on the rest of the line says, else `fallback`. `opens`: the line ends with '{'.
Symbol Parser::skim_id(Symbol fallback, bool& opens) {
  Symbol id = fallback;
  std::string ignored;
  opens = false;
  while (!in_.failed() && !in_.at_end()) {
    const char c = in_.peek();
    opens = c == '{';
    if (c == '"' || c == '\'' || c == '`') {
      in_.string(ignored);
    } else if (in_.peek_identifier() == "id") {
      in_.take(2);
      if (in_.accept_adjacent("=")) value<Role::plain>(id);
    } else {
      const size_t word = in_.peek_identifier().size();
      in_.take(word == 0 ? 1 : word);
    }
  }
  return id;
}

void Parser::collect_members(Symbol record_name) {
  while (in_.next_line() && in_.peek() != '}') {
    if (!in_.accept_word("field")) continue;
    Symbol name;
    bool opens = false;
    if (!text(name, name_length, "a name")) return;
    const Symbol qualified = member_name(record_name, name);
    names_.add(Role::member, skim_id(qualified, opens), name, qualified);
  }
}

// Errors are left to the second reading, which comes upon them again.
void Parser::collect_names() {
  while (!in_.failed() && in_.next_line()) {
    Symbol name;
    bool opens = false;
    if (in_.accept_word("type")) {
      if (!text(name, type_length, "a type")) break;
      types_.add(declared_types_++, name);
    } else if (in_.accept_word("record")) {
      if (!text(name, name_length, "a name")) break;
      names_.add(Role::record, skim_id(name, opens), name);
      if (opens) collect_members(name);
    } else if (in_.accept_word("variable")) {
      if (!text(name, name_length, "a name")) break;
      names_.add(Role::variable, skim_id(name, opens), name);
    } else if (in_.accept_word("function")) {
      if (!text(name, name_length, "a name")) break;
      names_.add(Role::function, skim_id(name, opens), name);
      while (opens && in_.next_line() && in_.peek() != '}') {
      }
    } else if (in_.accept_word("graph")) {
      static_cast<void>(skim_id({}, opens));
      while (opens && in_.next_line() && in_.peek() != '}') {
      }
    }
  }
  facts_.types.resize(declared_types_);
}

bool Parser::finish() {
  std::unordered_map<Symbol, uint32_t> lines;
  for (size_t i = 0; i < facts_.graphs.size(); ++i) {
    lines.emplace(facts_.graphs[i].function, graph_lines_[i]);
  }
  std::ranges::sort(facts_.files, {}, &FileRead::path);
  std::ranges::sort(facts_.records, {}, &Record::id);
  std::ranges::sort(facts_.variables, {}, &Variable::id);
  std::ranges::sort(facts_.functions, {}, &Function::id);
  std::ranges::sort(facts_.graphs, {}, &FlowGraph::function);
  infer_types();
  for (const FlowGraph& each : facts_.graphs) {
    if (auto valid = validate(each, facts_.types.size()); !valid) {
      Error error = std::move(valid.error());
      error.line = lines[each.function];
      return in_.fail(std::move(error));
    }
  }
  auto valid = validate(facts_);
  return valid || in_.fail(std::move(valid.error()));
}

void Parser::infer_types() {
  // A record's type that nobody declared is as large as its record.
  std::unordered_map<Symbol, uint64_t> sizes;
  for (const Record& record : facts_.records) sizes.emplace(record.id, record.size_bytes);
  for (size_t i = declared_types_; i < facts_.types.size(); ++i) {
    const auto size = sizes.find(facts_.types[i].record);
    if (size != sizes.end()) facts_.types[i].size_bytes = size->second;
  }

  Inference inference(facts_);
  const auto pointer_to = [&](TypeId target) {
    if (const TypeId known = inference.pointer_to(target); known != kNoType) return known;
    Type pointer;
    pointer.kind = TypeKind::pointer;
    pointer.target = target;
    pointer.size_bytes = 8;
    std::string spelling(facts_.types[target].spelling.text());
    pointer.spelling = Symbol(clang_spelling(spelling + "*"));
    const TypeId made = add_type(std::move(pointer));
    inference.add_type(made);
    return made;
  };
  const auto infer_operand = [&](Operand& operand) {
    if (operand.type != kInferred) return;
    const Inference::Answer answer = inference.of(operand);
    operand.type = answer.type;
    if (answer.wants_pointer_to != kNoType) operand.type = pointer_to(answer.wants_pointer_to);
  };
  for (FlowGraph& each : facts_.graphs) {
    const auto each_event = [&](bool about_target) {
      for (Block& block : each.blocks) {
        for (Event& event : block.events) {
          const bool about = event.kind == EventKind::declare || event.kind == EventKind::destroy ||
                             event.kind == EventKind::use;
          if (event.type == kInferred && about == about_target) event.type = inference.of(event);
        }
      }
    };
    for (const NewType& made : new_types_[each.function]) {
      each.blocks[made.block].events[made.event].type = pointer_to(made.type);
    }
    each_event(false);
    inference.enter(each);
    each_event(true);
    for (Block& block : each.blocks) {
      for (Event& event : block.events) {
        infer_operand(event.object);
        for (Operand& argument : event.arguments) infer_operand(argument);
      }
      infer_operand(block.condition.left);
      infer_operand(block.condition.right);
    }
  }
}

}  // namespace pool_audit::facts::text
