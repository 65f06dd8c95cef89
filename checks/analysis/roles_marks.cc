#include "checks/analysis/roles_marks.h"

#include <optional>

#include "checks/model/annotation.h"

namespace pool_audit::analysis {

namespace {

std::optional<model::Annotation> parsed(const facts::Annotation& annotation) {
  const std::string_view name = annotation.name.text();
  if (!model::is_annotation(name)) return std::nullopt;
  std::vector<std::string_view> arguments;
  for (const Symbol each : annotation.arguments) arguments.push_back(each.text());
  const auto out = model::parse_annotation(name, arguments);
  if (!out) return std::nullopt;
  return *out;
}

bool has(const std::vector<facts::Annotation>& list, model::AnnotationKind kind) {
  for (const facts::Annotation& each : list) {
    if (const auto found = parsed(each); found && found->kind == kind) return true;
  }
  return false;
}

}  // namespace

Marks::Marks(const Program& program) : program_(program) {
  using Kind = model::AnnotationKind;
  const auto slot = [&](Symbol id, const std::vector<facts::Annotation>& annotations) {
    if (has(annotations, Kind::pool)) pools_.insert(id);
    if (has(annotations, Kind::not_a_pool)) denied_.insert(id);
  };
  for (const facts::Variable* variable : program.variables()) {
    slot(variable->id, variable->annotations);
  }
  for (const facts::Record* record : program.records()) {
    for (const facts::Field& field : record->fields) slot(field.id, field.annotations);
    if (has(record->annotations, Kind::pool)) pool_types_.insert(record->id);
    if (has(record->annotations, Kind::not_a_pool)) denied_types_.insert(record->id);
    if (has(record->annotations, Kind::handle)) handle_types_.insert(record->id);
  }
  // A class of which a method takes or gives is a pool, and so is what a function takes as one.
  for (const facts::Function* function : program.functions()) {
    for (const facts::Annotation& each : function->annotations) {
      const auto found = parsed(each);
      if (!found || (found->kind != Kind::get && found->kind != Kind::put)) continue;
      const auto index = static_cast<size_t>(found->pool);
      if (found->pool >= 0) {
        if (index >= function->parameters.size()) continue;
        const facts::Type& type = program.type(program.pointee(function->parameters[index].type));
        if (type.record) pool_types_.insert(type.record);
      } else if (function->record && !function->has(facts::FunctionFlag::static_) &&
                 (found->kind == Kind::get || !function->parameters.empty())) {
        pool_types_.insert(function->record);
        const facts::Record* record = program.record(function->record);
        if (record && record->pattern) pool_types_.insert(record->pattern);
      }
    }
  }
}

bool Marks::inherits(Symbol record, const Set& marked) const {
  if (marked.empty() || !record) return false;
  std::vector<Symbol> work{record};
  for (size_t i = 0; i < work.size() && i < 64; ++i) {
    if (marked.contains(work[i])) return true;
    const facts::Record* known = program_.record(work[i]);
    if (!known) continue;
    if (known->pattern) work.push_back(known->pattern);
    for (const facts::Base& base : known->bases) {
      if (const Symbol next = program_.type(base.type).record) work.push_back(next);
    }
  }
  return false;
}

bool Marks::pool_type(facts::TypeId type) const {
  return inherits(program_.type(program_.pointee(type)).record, pool_types_);
}
bool Marks::not_a_pool_type(facts::TypeId type) const {
  return inherits(program_.type(program_.pointee(type)).record, denied_types_);
}
bool Marks::handle_type(facts::TypeId type) const {
  return inherits(program_.type(type).record, handle_types_);
}

}  // namespace pool_audit::analysis
