// Linking: units become one program.
#include "checks/analysis/program_impl.h"

namespace pool_audit::analysis {

using facts::Function;
using facts::FunctionFlag;
using facts::Record;
using facts::TypeId;
using facts::Variable;

namespace {

// Types of a unit that have no number in the program yet; those whose parts are being placed.
constexpr TypeId kPending = ~TypeId{0};
constexpr TypeId kOpen = kPending - 1;

// A definition tells more than a declaration, and an instantiation, whose types are known, more
// than its template.
bool tells_more(const Function& fresh, const Function& known) {
  const auto rank = [](const Function& function) {
    if (!function.has(FunctionFlag::defined)) return 0;
    return function.has(FunctionFlag::template_pattern) ? 1 : 2;
  };
  return rank(fresh) > rank(known);
}

}  // namespace

// Depth first without recursion, for no chain of types is too long: what a type consists of comes
// before the type.
void Program::intern(const facts::TuFacts& unit, TypeId id, std::vector<TypeId>& map) {
  std::vector<TypeId> work{id};
  while (!work.empty()) {
    const TypeId at = work.back();
    const facts::Type& type = unit.types[at];
    if (map[at] == kPending) {
      map[at] = kOpen;
      const auto need = [&](TypeId part) {
        if (map[part] == kPending) work.push_back(part);
      };
      need(type.target);
      for (const TypeId argument : type.arguments) need(argument);
      continue;
    }
    work.pop_back();
    if (map[at] == kOpen) map[at] = place(type, map);
  }
}

// The program's type for one whose parts are placed already.
TypeId Program::place(const facts::Type& from, const std::vector<TypeId>& map) {
  const auto part = [&](TypeId id) { return map[id] < kOpen ? map[id] : facts::kNoType; };
  const Impl::TypeKey key{from.spelling, from.record, from.kind, part(from.target)};
  const auto [at, fresh] = impl_->type_ids.try_emplace(key, static_cast<TypeId>(types_.size()));
  if (!fresh) {
    facts::Type& known = types_[at->second];
    if (known.size_bytes == 0) known.size_bytes = from.size_bytes;
    return at->second;
  }
  facts::Type& type = types_.emplace_back(from);
  type.target = key.target;
  for (TypeId& argument : type.arguments) argument = part(argument);
  return at->second;
}

void Program::add(const facts::TuFacts& unit) {
  if (auto reader = facts::FactsReader::open(facts::encode(unit))) add(std::move(*reader));
}

void Program::add(facts::FactsReader reader) {
  const auto unit_index = static_cast<uint32_t>(impl_->units.size());
  impl_->units.push_back({std::move(reader), {}});
  Impl::Unit& unit = impl_->units.back();
  const facts::TuFacts& from = unit.reader.declarations();
  unit.types.assign(from.types.size(), kPending);
  unit.types[facts::kNoType] = facts::kNoType;
  for (TypeId id = 1; id < from.types.size(); ++id) {
    if (unit.types[id] == kPending) intern(from, id, unit.types);
  }
  const std::vector<TypeId>& map = unit.types;

  for (const Record& record : from.records) {
    const auto found = impl_->records.find(record.id);
    if (found != impl_->records.end()) {
      const Record& known = found->second;
      const bool better = record.fields.size() > known.fields.size() ||
                          (record.fields.size() == known.fields.size() &&
                           (record.bases.size() > known.bases.size() ||
                            (known.size_bytes == 0 && record.size_bytes != 0)));
      if (!better) continue;
    }
    Record copy = record;
    for (facts::Base& base : copy.bases) base.type = map[base.type];
    for (facts::Field& field : copy.fields) field.type = map[field.type];
    for (uint32_t i = 0; i < copy.fields.size(); ++i) {
      // A field of an instantiation shares its id with the pattern's; the concrete one is better.
      const auto [at, fresh] = impl_->fields.try_emplace(copy.fields[i].id, std::pair(copy.id, i));
      if (!fresh && !copy.is_template_pattern) at->second = {copy.id, i};
    }
    impl_->records[copy.id] = std::move(copy);
  }
  for (const Function& function : from.functions) {
    const auto found = impl_->functions.find(function.id);
    if (found != impl_->functions.end() && !tells_more(function, found->second)) {
      if (!found->second.header) found->second.header = function.header;
      continue;
    }
    Function copy = function;
    if (!copy.header && found != impl_->functions.end()) copy.header = found->second.header;
    copy.result = map[copy.result];
    copy.record_type = map[copy.record_type];
    for (facts::Parameter& parameter : copy.parameters) parameter.type = map[parameter.type];
    for (TypeId& argument : copy.template_arguments) argument = map[argument];
    impl_->functions[copy.id] = std::move(copy);
  }
  for (const Variable& variable : from.variables) {
    const auto found = impl_->variables.find(variable.id);
    if (found != impl_->variables.end() &&
        (found->second.is_definition || !variable.is_definition)) {
      if (!found->second.doc) found->second.doc = variable.doc;
      // Declared in a header somewhere makes it visible to others.
      found->second.in_main_file = found->second.in_main_file && variable.in_main_file;
      if (!found->second.header) found->second.header = variable.header;
      continue;
    }
    Variable copy = variable;
    copy.type = map[copy.type];
    if (found != impl_->variables.end()) {
      if (!copy.doc) copy.doc = found->second.doc;
      copy.in_main_file = copy.in_main_file && found->second.in_main_file;
      if (!copy.header) copy.header = found->second.header;
    }
    impl_->variables[copy.id] = std::move(copy);
  }
  const std::vector<Symbol>& graphs = unit.reader.graph_ids();
  std::unordered_map<Symbol, bool> dependent;
  for (const Function& function : from.functions) {
    if (function.has(FunctionFlag::template_pattern)) dependent[function.id] = true;
  }
  for (uint32_t i = 0; i < graphs.size(); ++i) {
    const bool is_dependent = dependent.contains(graphs[i]);
    const auto [at, fresh] =
        impl_->graphs.try_emplace(graphs[i], Impl::GraphAt{unit_index, i, is_dependent});
    if (!fresh && at->second.dependent && !is_dependent) {
      at->second = {unit_index, i, false};
    }
  }
  unit.reader.forget_declarations();
  impl_->overriders_built = false;
  impl_->sorted_graphs.clear();
  impl_->sorted_records.clear();
  impl_->sorted_functions.clear();
  impl_->sorted_variables.clear();
}

}  // namespace pool_audit::analysis
