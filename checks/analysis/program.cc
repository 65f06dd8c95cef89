#include "checks/analysis/program.h"

#include <algorithm>
#include <set>

#include "checks/analysis/program_impl.h"

namespace pool_audit::analysis {

using facts::FlowGraph;
using facts::Function;
using facts::Record;
using facts::TypeId;
using facts::Variable;

namespace {

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

}  // namespace

Program::Program() : types_{facts::Type{}}, impl_(std::make_unique<Impl>()) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

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

const std::vector<Symbol>& Program::graph_ids() const {
  std::vector<Symbol>& out = impl_->sorted_graphs;
  if (!out.empty()) return out;
  out.reserve(impl_->graphs.size());
  for (const auto& [id, at] : impl_->graphs) out.push_back(id);
  std::ranges::sort(out);
  return out;
}

bool Program::has_graph(Symbol function) const {
  return impl_->graphs.contains(function);
}

bool Program::lacks_body(Symbol id) const {
  const Function* known = function(id);
  return known && !known->has(facts::FunctionFlag::in_system_header) && !has_graph(id);
}

namespace {

// About what a graph takes in memory: its events with their operands are most of it.
size_t bytes_of(const FlowGraph& graph) {
  size_t out = sizeof(FlowGraph) + graph.locals.size() * sizeof(facts::Local);
  for (const facts::Block& block : graph.blocks) {
    out += sizeof(facts::Block) + block.events.size() * sizeof(facts::Event);
    for (const facts::Event& event : block.events) {
      out += event.arguments.size() * sizeof(facts::Operand) +
             event.target.steps.size() * sizeof(facts::Step);
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<const FlowGraph> Program::graph(Symbol function) const {
  const auto found = impl_->graphs.find(function);
  if (found == impl_->graphs.end()) return nullptr;
  Impl::GraphAt& at = found->second;
  if (at.kept) return at.kept;
  if (auto alive = at.decoded.lock()) return alive;
  const Impl::Unit& unit = impl_->units[at.unit];
  auto decoded = unit.reader.graph(at.index);
  if (!decoded) return nullptr;
  remap(*decoded, unit.types);
  auto shared = std::make_shared<const FlowGraph>(std::move(*decoded));
  if (impl_->kept_bytes < Impl::kMostKeptBytes) {
    impl_->kept_bytes += bytes_of(*shared);
    at.kept = shared;
  } else {
    at.decoded = shared;
  }
  return shared;
}

namespace {

template <class Map>
const auto& sorted_values(const Map& map, std::vector<const typename Map::mapped_type*>& out) {
  if (!out.empty()) return out;
  out.reserve(map.size());
  for (const auto& [id, value] : map) out.push_back(&value);
  std::ranges::sort(out, [](const auto* a, const auto* b) { return a->id < b->id; });
  return out;
}

}  // namespace

const std::vector<const Record*>& Program::records() const {
  return sorted_values(impl_->records, impl_->sorted_records);
}
const std::vector<const Function*>& Program::functions() const {
  return sorted_values(impl_->functions, impl_->sorted_functions);
}
const std::vector<const Variable*>& Program::variables() const {
  return sorted_values(impl_->variables, impl_->sorted_variables);
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
