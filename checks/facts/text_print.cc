// TuFacts -> text. The grammar is in docs/formats/facts.md.
#include <unordered_set>

#include "checks/facts/text.h"
#include "checks/facts/text_printer.h"

namespace pool_audit::facts {
namespace text {

Printer::Printer(const TuFacts& facts)
    : facts_(facts), names_(entity_names(facts)), inference_(facts) {
  for (TypeId id = 1; id < facts.types.size(); ++id) types_.add(id, facts.types[id].spelling);
}

void Printer::entity(Role role, Symbol id, size_t (*length)(std::string_view)) {
  const EntityNames::Spelling spelling = names_.spell(role, id);
  put(spelling.literal ? quote(id.text(), '\'') : bare_or_quoted(spelling.text.text(), length));
}

void Printer::location(const Location& where) {
  const auto point = [&](Symbol file, uint32_t line, uint32_t column) {
    if (file != facts_.main_file) {
      put(bare_or_quoted(file.text(), path_length));
      put(":");
    }
    number(line);
    put(":");
    number(column);
  };
  point(where.file, where.line, where.column);
  if (where.end_line != where.line || where.end_column != where.column) {
    put("-");
    if (where.end_line != where.line) {
      number(where.end_line);
      put(":");
    }
    number(where.end_column);
  }
  if (!where.macro.empty() || where.macro_use != MacroUse::none) {
    put(" ");
    put(enum_word(where.macro_use));
    put(" ");
    put(bare_or_quoted(where.macro.text(), identifier_length));
  }
  if (!where.spelling_file.empty() || where.spelling_line != 0 || where.spelling_column != 0) {
    put(" spelled ");
    point(where.spelling_file, where.spelling_line, where.spelling_column);
  }
}

void Printer::at(const Location& where) {
  if (where == Location{}) return;
  put(" @ ");
  location(where);
}

void Printer::annotation(const Annotation& annotation) {
  word(annotation.name);
  if (!annotation.arguments.empty()) value<Role::plain>(annotation.arguments);
}

void Printer::id(Symbol id, Symbol usual) {
  if (id == usual) return;
  put(" id=");
  word(id);
}

void Printer::type_line(TypeId id) {
  const Type& type = facts_.types[id];
  put("type ");
  put(bare_or_quoted(type.spelling.text(), type_length));
  put(" ");
  put(enum_word(type.kind));
  attributes(type, {"kind", "spelling"});
  put("\n");
}

void Printer::record(const Record& record) {
  put("record ");
  name(record.name);
  id(record.id, record.name);
  attributes(record, {"id", "name", "location", "bases", "fields"});
  at(record.location);
  if (record.bases.empty() && record.fields.empty()) {
    put("\n");
    return;
  }
  put(" {\n");
  for (const Base& base : record.bases) {
    put("  base ");
    type(base.type);
    attributes(base, {"type"});
    put("\n");
  }
  for (const Field& field : record.fields) {
    put("  field ");
    name(field.name);
    put(": ");
    type(field.type);
    id(field.id, member_name(record.name, field.name));
    attributes(field, {"id", "name", "type", "location"});
    at(field.location);
    put("\n");
  }
  put("}\n");
}

void Printer::variable(const Variable& variable) {
  put("variable ");
  name(variable.name);
  put(": ");
  type(variable.type);
  id(variable.id, variable.name);
  attributes(variable, {"id", "name", "type", "location"});
  at(variable.location);
  put("\n");
}

void Printer::function(const Function& function, const FlowGraph* body_graph) {
  put("function ");
  name(function.name);
  put("(");
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    const Parameter& parameter = function.parameters[i];
    if (i != 0) put(", ");
    name(parameter.name);
    put(": ");
    type(parameter.type);
    extras(parameter, {"name", "type"}, " ");
  }
  put(")");
  if (function.result != kNoType) {
    put(" -> ");
    type(function.result);
  }
  id(function.id, function.name);
  attributes(function, {"id", "name", "result", "parameters", "flags", "location"});
  const auto defined = static_cast<uint32_t>(FunctionFlag::defined);
  flags<FunctionFlag>(function.flags, body_graph != nullptr ? defined : 0);
  if (body_graph != nullptr && (function.flags & defined) == 0) put(" not_defined");
  at(function.location);
  if (body_graph != nullptr) {
    put(" {\n");
    body(*body_graph, !function.parameters.empty());
    put("}");
  }
  put("\n");
}

void Printer::graph(const FlowGraph& graph) {
  put("graph ");
  entity(Role::function, graph.function);
  put(" {\n");
  body(graph, false);
  put("}\n");
}

void Printer::unit() {
  put("unit ");
  put(bare_or_quoted(facts_.main_file.text(), path_length));
  attributes(facts_, {"main_file", "files", "diagnostics", "types", "records", "variables",
                      "functions", "graphs"});
  put("\n");
  for (const FileRead& file : facts_.files) {
    put("file ");
    put(bare_or_quoted(file.path.text(), path_length));
    attributes(file, {"path"});
    put("\n");
  }
  for (const Diagnostic& diagnostic : facts_.diagnostics) {
    put("diagnostic ");
    put(quote(diagnostic.message.text()));
    attributes(diagnostic, {"message", "location"});
    at(diagnostic.location);
    put("\n");
  }
  const auto gap = [&](bool needed) {
    if (needed) put("\n");
  };
  gap(facts_.types.size() > 1);
  for (TypeId id = 1; id < facts_.types.size(); ++id) type_line(id);
  gap(!facts_.records.empty());
  for (const Record& each : facts_.records) record(each);
  gap(!facts_.variables.empty());
  for (const Variable& each : facts_.variables) variable(each);

  // A graph stands behind its function; graphs of functions that are not declared stand alone.
  std::unordered_map<Symbol, const FlowGraph*> bodies;
  for (const FlowGraph& each : facts_.graphs) bodies.emplace(each.function, &each);
  for (const Function& each : facts_.functions) {
    const auto body_graph = bodies.find(each.id);
    put("\n");
    function(each, body_graph == bodies.end() ? nullptr : body_graph->second);
    if (body_graph != bodies.end()) bodies.erase(body_graph);
  }
  for (const FlowGraph& each : facts_.graphs) {
    const auto left = bodies.find(each.function);
    if (left == bodies.end() || left->second != &each) continue;
    put("\n");
    graph(each);
  }
}

}  // namespace text

std::string print(const TuFacts& facts) {
  text::Printer printer(facts);
  printer.unit();
  return printer.take();
}

std::string print(const FlowGraph& graph, const TuFacts& facts) {
  text::Printer printer(facts);
  printer.graph(graph);
  return printer.take();
}

}  // namespace pool_audit::facts
