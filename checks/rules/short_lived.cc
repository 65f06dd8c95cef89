#include "checks/rules/short_lived.h"

#include <algorithm>

namespace pool_audit::rules {

using inventory::PoolKey;

namespace {

bool is_main(const Subject& subject, Symbol function) {
  const facts::Function* known = subject.program.function(function);
  return known == nullptr || known->name.text() == "main" || known->name.text() == "wmain";
}

}  // namespace

bool ShortLived::is_short_lived(size_t pool) {
  const PoolKey& key = subject_.keys[pool];
  if (key.kind == PoolKey::Kind::local) return !is_main(subject_, key.id);
  if (key.kind != PoolKey::Kind::field) return false;
  const auto field = subject_.program.field(key.id);
  if (!field.record) return false;
  survey();
  std::set<Symbol> on_the_way;
  return ends_with_a_call(field.record->id, on_the_way);
}

bool ShortLived::ends_with_a_call(Symbol record, std::set<Symbol>& on_the_way) const {
  if (lasting_.contains(record) || !on_the_way.insert(record).second) return false;
  const auto outer = parts_of_.find(record);
  if (outer == parts_of_.end()) return local_.contains(record);
  return std::ranges::all_of(outer->second,
                             [&](Symbol each) { return ends_with_a_call(each, on_the_way); });
}

// The record of a value, or of each in an array; nothing of what a pointer leads to.
void ShortLived::note(std::set<Symbol>& records, facts::TypeId type) const {
  const facts::Type* value = &subject_.program.type(type);
  while (value->kind == facts::TypeKind::array) value = &subject_.program.type(value->target);
  if (value->kind != facts::TypeKind::record) return;
  records.insert(value->record);
  const facts::Record* record = subject_.program.record(value->record);
  if (record != nullptr && record->pattern) records.insert(record->pattern);
}

void ShortLived::note_parts(const facts::Record& record) {
  std::set<Symbol> parts;
  for (const facts::Field& field : record.fields) {
    note(parts, field.type);
    // Whoever keeps a pointer may have made what it leads to.
    note(lasting_, subject_.program.pointee(field.type) == field.type
                       ? facts::kNoType
                       : subject_.program.pointee(field.type));
  }
  for (const facts::Base& base : record.bases) note(parts, base.type);
  for (const Symbol each : parts) parts_of_[each].insert(record.id);
}

void ShortLived::survey() {
  if (surveyed_) return;
  surveyed_ = true;
  const analysis::Program& program = subject_.program;
  for (size_t i = 1; i < program.type_count(); ++i) {
    for (const facts::TypeId argument : program.type(static_cast<facts::TypeId>(i)).arguments) {
      note(lasting_, argument);  // of a container, or a smart pointer
    }
  }
  for (const facts::Variable* variable : program.variables()) {
    note(lasting_, program.pointee(variable->type));
  }
  for (const facts::Record* record : program.records()) note_parts(*record);
  for (const facts::Function* function : program.functions()) {
    for (const facts::TypeId argument : function->template_arguments) note(lasting_, argument);
  }
  for (const Symbol function : program.graph_ids()) {
    const auto graph = program.graph(function);
    if (!graph) continue;
    std::set<Symbol>& locals = is_main(subject_, function) ? lasting_ : local_;
    for (const facts::Local& local : graph->locals) note(locals, local.type);
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind == facts::EventKind::new_) note(lasting_, program.pointee(event.type));
      }
    }
  }
}

}  // namespace pool_audit::rules
