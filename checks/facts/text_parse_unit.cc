// Declarations in the text form.
#include <utility>

#include "checks/facts/text_parser.h"

namespace pool_audit::facts::text {

// True the first time. Files are kept under Role::plain, graphs under Role::type.
bool Parser::once(Role role, Symbol id, size_t position, std::string_view what) {
  const auto [at, fresh] = seen_[static_cast<size_t>(role)].try_emplace(id, in_.line());
  return fresh || in_.fail_at(position, std::string(what) + " '" + std::string(id.text()) +
                                            "' is there twice; the first is on line " +
                                            std::to_string(at->second));
}

bool Parser::statement() {
  const std::string_view word = in_.peek_identifier();
  const bool first = std::exchange(first_statement_, false);
  if (in_.accept_word("unit")) {
    return first ? unit_line()
                 : in_.fail_at(in_.line_start(), "'unit' must be the first statement");
  }
  if (in_.accept_word("locate_lines")) {
    first_statement_ = first;
    locate_lines_ = true;
    return in_.expect_end();
  }
  if (in_.accept_word("file")) return file_line();
  if (in_.accept_word("diagnostic")) return diagnostic_line();
  if (in_.accept_word("type")) return type_line();
  if (in_.accept_word("record")) return record();
  if (in_.accept_word("variable")) return variable();
  if (word == "function") return function();
  if (word == "graph") return graph();
  return in_.fail(
      "'unit', 'file', 'diagnostic', 'type', 'record', 'variable', 'function', 'graph' or "
      "'locate_lines'");
}

bool Parser::unit_line() {
  return text(facts_.main_file, path_length, "a file") &&
         attributes(facts_, {"main_file", "files", "diagnostics", "types", "records", "variables",
                             "functions", "graphs"}) &&
         in_.expect_end();
}

bool Parser::file_line() {
  FileRead file;
  const size_t start = in_.position();
  if (!text(file.path, path_length, "a file") || !once(Role::plain, file.path, start, "file")) {
    return false;
  }
  if (!attributes(file, {"path"}) || !in_.expect_end()) return false;
  facts_.files.push_back(file);
  return true;
}

bool Parser::diagnostic_line() {
  Diagnostic diagnostic;
  if (!text(diagnostic.message, word_length, "a message")) return false;
  if (!attributes(diagnostic, {"message", "location"})) return false;
  if (in_.accept("@") && !location(diagnostic.location)) return false;
  facts_.diagnostics.push_back(diagnostic);
  return in_.expect_end();
}

bool Parser::type_line() {
  Type made;
  if (!text(made.spelling, type_length, "a type") || !enumerator(made.kind)) return false;
  if (!attributes(made, {"kind", "spelling"}) || !in_.expect_end()) return false;
  if (next_type_ >= declared_types_) return in_.fail("no 'type' in this place");
  facts_.types[next_type_++] = std::move(made);
  return true;
}

bool Parser::record() {
  const size_t start = in_.position();
  Record record;
  if (!text(record.name, name_length, "the name of a record")) return false;
  record.id = record.name;
  if (!attributes(record, {"name", "location", "bases", "fields"})) return false;
  if (!once(Role::record, record.id, start, "record")) return false;
  if (!at(record.location, start)) return false;
  if (in_.accept("{") && !record_body(record)) return false;
  facts_.records.push_back(std::move(record));
  return in_.expect_end();
}

bool Parser::record_body(Record& record) {
  if (!in_.expect_end()) return false;
  while (in_.next_line()) {
    const size_t start = in_.position();
    if (in_.accept("}")) return true;
    if (in_.accept_word("base")) {
      Base& base = record.bases.emplace_back();
      if (!type(base.type) || !attributes(base, {"type"}) || !in_.expect_end()) return false;
    } else if (in_.accept_word("field")) {
      Field& field = record.fields.emplace_back();
      if (!text(field.name, name_length, "the name of a field")) return false;
      field.id = member_name(record.name, field.name);
      if (!in_.expect(":") || !type(field.type)) return false;
      if (!attributes(field, {"name", "type", "location"})) return false;
      if (!at(field.location, start) || !in_.expect_end()) return false;
    } else {
      return in_.fail("'base', 'field' or '}'");
    }
  }
  return in_.fail("'}' at the end of the record");
}

bool Parser::variable() {
  const size_t start = in_.position();
  Variable variable;
  if (!text(variable.name, name_length, "the name of a variable")) return false;
  variable.id = variable.name;
  if (!in_.expect(":") || !type(variable.type)) return false;
  if (!attributes(variable, {"name", "type", "location"})) return false;
  if (!once(Role::variable, variable.id, start, "variable")) return false;
  if (!at(variable.location, start)) return false;
  facts_.variables.push_back(std::move(variable));
  return in_.expect_end();
}

bool Parser::parameters(Function& function) {
  if (in_.accept(")")) return true;
  do {
    Parameter& parameter = function.parameters.emplace_back();
    if (!text(parameter.name, name_length, "the name of a parameter")) return false;
    if (in_.accept(":") && !type(parameter.type)) return false;
    if (in_.accept("{") && !extras(parameter, {"name", "type"})) return false;
  } while (in_.accept(","));
  return in_.expect(")");
}

bool Parser::function() {
  const size_t start = in_.position();
  const uint32_t line = in_.line();
  in_.accept_word("function");
  const size_t name_start = in_.position();
  Function function;
  if (!text(function.name, name_length, "the name of a function")) return false;
  function.id = function.name;
  const bool head_has_parameters = in_.accept("(");
  if (head_has_parameters && !parameters(function)) return false;
  if (in_.accept("->") && !type(function.result)) return false;
  bool not_defined = false;
  const auto flag_word = [&](std::string_view word) {
    uint64_t bit = 0;
    if (word == "not_defined") {
      not_defined = true;
    } else if (word == "flags") {
      in_.take(word.size());
      if (!in_.expect("=") || !in_.number(bit, UINT32_MAX)) return true;
    } else if (!flag<FunctionFlag>(word, bit)) {
      return false;
    }
    function.flags |= static_cast<uint32_t>(bit);
    return word == "flags" || in_.accept_word(word);
  };
  if (!attributes(function, {"name", "result", "parameters", "flags", "location"}, flag_word)) {
    return false;
  }
  if (!once(Role::function, function.id, name_start, "function")) return false;
  if (!at(function.location, start)) return false;
  if (in_.accept("{")) {
    if (!not_defined) function.set(FunctionFlag::defined);
    if (!once(Role::type, function.id, name_start, "graph of")) return false;
    FlowGraph graph;
    graph.function = function.id;
    graph_lines_.push_back(line);
    if (!body(graph, &function, head_has_parameters)) return false;
    facts_.graphs.push_back(std::move(graph));
  }
  facts_.functions.push_back(std::move(function));
  return in_.expect_end();
}

bool Parser::graph() {
  const uint32_t line = in_.line();
  in_.accept_word("graph");
  const size_t start = in_.position();
  FlowGraph graph;
  if (!entity(Role::function, graph.function, word_length)) return false;
  if (!once(Role::type, graph.function, start, "graph of")) return false;
  if (!in_.expect("{")) return false;
  graph_lines_.push_back(line);
  if (!body(graph, nullptr, false)) return false;
  facts_.graphs.push_back(std::move(graph));
  return in_.expect_end();
}

}  // namespace pool_audit::facts::text
