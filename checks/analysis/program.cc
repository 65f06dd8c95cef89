#include "checks/analysis/program.h"

#include <algorithm>
#include <map>
#include <set>

namespace pool_audit::analysis {

using facts::FlowGraph;
using facts::Function;
using facts::FunctionFlag;
using facts::Record;
using facts::TypeId;
using facts::Variable;

namespace {

struct Unit {
  facts::FactsReader reader;
  std::vector<TypeId> types;  // the unit's type ids -> the program's
};

struct GraphAt {
  uint32_t unit = 0;
  uint32_t index = 0;
  bool dependent = false;
};

struct TypeKey {
  Symbol spelling;
  Symbol record;
  facts::TypeKind kind;
  friend bool operator==(const TypeKey&, const TypeKey&) = default;
};
struct TypeKeyHash {
  size_t operator()(const TypeKey& key) const {
    return (size_t{key.spelling.raw()} << 32 | key.record.raw()) * 31 +
           static_cast<size_t>(key.kind);
  }
};

void remap(facts::Operand& operand, const std::vector<TypeId>& map) {
  operand.type = map[operand.type];
}

void remap(FlowGraph& graph, const std::vector<TypeId>& map) {
  for (facts::Local& local : graph.locals) local.type = map[local.type];
  for (facts::Capture& capture : graph.captures) capture.type = map[capture.type];
  for (facts::Region& region : graph.regions) {
    for (facts::Handler& handler : region.handlers) handler.type = map[handler.type];
  }
  for (facts::Block& block : graph.blocks) {
    remap(block.condition.left, map);
    remap(block.condition.right, map);
    for (facts::Event& event : block.events) {
      event.type = map[event.type];
      remap(event.object, map);
      for (facts::Operand& argument : event.arguments) remap(argument, map);
    }
  }
}

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

struct Program::Impl {
  std::vector<Unit> units;
  std::unordered_map<TypeKey, TypeId, TypeKeyHash> type_ids;
  std::unordered_map<Symbol, Record> records;
  std::unordered_map<Symbol, Function> functions;
  std::unordered_map<Symbol, Variable> variables;
  std::unordered_map<Symbol, GraphAt> graphs;
  std::unordered_map<Symbol, std::pair<Symbol, uint32_t>> fields;  // field -> record, index
  mutable std::unordered_map<Symbol, std::weak_ptr<const FlowGraph>> decoded;
  mutable std::unordered_map<Symbol, std::vector<Symbol>> overriders;
  mutable bool overriders_built = false;
};

Program::Program() : types_{facts::Type{}}, impl_(std::make_unique<Impl>()) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

TypeId Program::intern(const facts::TuFacts& unit, TypeId id, std::vector<TypeId>& map) {
  constexpr TypeId kPending = ~TypeId{0};
  if (id == facts::kNoType || id >= unit.types.size()) return facts::kNoType;
  if (map[id] != kPending) return map[id];
  const facts::Type& from = unit.types[id];
  const TypeKey key{from.spelling, from.record, from.kind};
  if (const auto found = impl_->type_ids.find(key); found != impl_->type_ids.end()) {
    map[id] = found->second;
    facts::Type& known = types_[found->second];
    if (known.size_bytes == 0) known.size_bytes = from.size_bytes;
    return found->second;
  }
  const auto fresh = static_cast<TypeId>(types_.size());
  map[id] = fresh;  // before the recursion: a type may reach itself
  impl_->type_ids.emplace(key, fresh);
  types_.push_back(from);
  const TypeId target = intern(unit, from.target, map);
  std::vector<TypeId> arguments;
  for (const TypeId argument : from.arguments) arguments.push_back(intern(unit, argument, map));
  types_[fresh].target = target;
  types_[fresh].arguments = std::move(arguments);
  return fresh;
}

void Program::add(const facts::TuFacts& unit) {
  if (auto reader = facts::FactsReader::open(facts::encode(unit))) add(std::move(*reader));
}

void Program::add(facts::FactsReader reader) {
  const auto unit_index = static_cast<uint32_t>(impl_->units.size());
  impl_->units.push_back({std::move(reader), {}});
  Unit& unit = impl_->units.back();
  const facts::TuFacts& from = unit.reader.declarations();
  unit.types.assign(from.types.size(), ~TypeId{0});
  unit.types[facts::kNoType] = facts::kNoType;
  for (TypeId id = 1; id < from.types.size(); ++id) intern(from, id, unit.types);
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
    if (found != impl_->functions.end() && !tells_more(function, found->second)) continue;
    Function copy = function;
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
      continue;
    }
    Variable copy = variable;
    copy.type = map[copy.type];
    if (found != impl_->variables.end()) {
      if (!copy.doc) copy.doc = found->second.doc;
      copy.in_main_file = copy.in_main_file && found->second.in_main_file;
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
        impl_->graphs.try_emplace(graphs[i], GraphAt{unit_index, i, is_dependent});
    if (!fresh && at->second.dependent && !is_dependent) at->second = {unit_index, i, false};
  }
  impl_->overriders_built = false;
}

const Record* Program::record(Symbol id) const {
  const auto found = impl_->records.find(id);
  return found == impl_->records.end() ? nullptr : &found->second;
}

TypeId Program::pointee(TypeId id) const {
  for (int guard = 0; guard < 32; ++guard) {
    const facts::Type& at = types_[id];
    const bool through =
        at.kind == facts::TypeKind::pointer || at.kind == facts::TypeKind::lvalue_reference ||
        at.kind == facts::TypeKind::rvalue_reference || at.kind == facts::TypeKind::array;
    if (!through || at.target == facts::kNoType) break;
    id = at.target;
  }
  return id;
}

const Record* Program::record_of(TypeId id) const {
  return record(types_[pointee(id)].record);
}

const Function* Program::function(Symbol id) const {
  const auto found = impl_->functions.find(id);
  return found == impl_->functions.end() ? nullptr : &found->second;
}

const Variable* Program::variable(Symbol id) const {
  const auto found = impl_->variables.find(id);
  return found == impl_->variables.end() ? nullptr : &found->second;
}

Program::FieldRef Program::field(Symbol id) const {
  const auto found = impl_->fields.find(id);
  if (found == impl_->fields.end()) return {};
  const Record* owner = record(found->second.first);
  if (!owner || found->second.second >= owner->fields.size()) return {};
  return {owner, &owner->fields[found->second.second]};
}

std::vector<Symbol> Program::graph_ids() const {
  std::vector<Symbol> out;
  out.reserve(impl_->graphs.size());
  for (const auto& [id, at] : impl_->graphs) out.push_back(id);
  std::ranges::sort(out);
  return out;
}

bool Program::has_graph(Symbol function) const {
  return impl_->graphs.contains(function);
}

std::shared_ptr<const FlowGraph> Program::graph(Symbol function) const {
  const auto found = impl_->graphs.find(function);
  if (found == impl_->graphs.end()) return nullptr;
  std::weak_ptr<const FlowGraph>& slot = impl_->decoded[function];
  if (auto alive = slot.lock()) return alive;
  const Unit& unit = impl_->units[found->second.unit];
  auto decoded = unit.reader.graph(found->second.index);
  if (!decoded) return nullptr;
  remap(*decoded, unit.types);
  auto shared = std::make_shared<const FlowGraph>(std::move(*decoded));
  slot = shared;
  return shared;
}

namespace {

template <class Map>
auto sorted_values(const Map& map) {
  std::vector<const typename Map::mapped_type*> out;
  out.reserve(map.size());
  for (const auto& [id, value] : map) out.push_back(&value);
  std::ranges::sort(out, [](const auto* a, const auto* b) { return a->id < b->id; });
  return out;
}

}  // namespace

std::vector<const Record*> Program::records() const {
  return sorted_values(impl_->records);
}
std::vector<const Function*> Program::functions() const {
  return sorted_values(impl_->functions);
}
std::vector<const Variable*> Program::variables() const {
  return sorted_values(impl_->variables);
}

std::vector<Symbol> Program::overriders(Symbol method) const {
  if (!impl_->overriders_built) {
    impl_->overriders.clear();
    for (const auto& [id, function] : impl_->functions) {
      for (const Symbol base : function.overrides) impl_->overriders[base].push_back(id);
    }
    impl_->overriders_built = true;
  }
  std::set<Symbol> seen;
  std::vector<Symbol> work{method};
  while (!work.empty()) {
    const Symbol at = work.back();
    work.pop_back();
    const auto found = impl_->overriders.find(at);
    if (found == impl_->overriders.end()) continue;
    for (const Symbol next : found->second) {
      if (seen.insert(next).second) work.push_back(next);
    }
  }
  return {seen.begin(), seen.end()};
}

bool Program::inherits(Symbol derived, Symbol base) const {
  std::set<Symbol> seen;
  std::vector<Symbol> work{derived};
  while (!work.empty()) {
    const Symbol at = work.back();
    work.pop_back();
    if (at == base) return true;
    if (!seen.insert(at).second) continue;
    const Record* known = record(at);
    if (!known) continue;
    if (known->pattern) work.push_back(known->pattern);
    for (const facts::Base& parent : known->bases) {
      if (const Symbol next = types_[parent.type].record) work.push_back(next);
    }
  }
  return false;
}

}  // namespace pool_audit::analysis
