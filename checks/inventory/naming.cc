#include "checks/inventory/naming.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "checks/inventory/describe.h"

namespace pool_audit::inventory {

using analysis::Program;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Root;
using facts::StepKind;

namespace {

// What stands behind `.name =` in an initializer as it is spelled, or in the only string of it.
std::string name_in(std::string_view text) {
  size_t at = text.find(".name");
  if (at == std::string_view::npos) {
    if (!text.starts_with('"')) return "";
    at = 0;
  }
  const size_t open = text.find('"', at);
  if (open == std::string_view::npos) return "";
  const size_t close = text.find('"', open + 1);
  if (close == std::string_view::npos) return "";
  const std::string_view name = text.substr(open + 1, close - open - 1);
  return name.find('\\') == std::string_view::npos ? std::string(name) : std::string();
}

class Constructions {
 public:
  Constructions(const PoolKey& key, const std::vector<Symbol>& makers, const Program& program)
      : key_(key), program_(program) {
    for (const Symbol function : makers) {
      if (const auto graph = program.graph(function)) look(*graph);
    }
  }

  [[nodiscard]] const std::set<std::string>& names() const { return names_; }
  [[nodiscard]] const std::set<Place>& places() const { return places_; }

 private:
  [[nodiscard]] bool is_pool(const facts::Operand& object) const {
    if (!object.address_of) return false;
    const facts::Place& place = object.place;
    if (key_.kind == PoolKey::Kind::variable) {
      return place.root == Root::global && place.symbol == key_.id && place.steps.empty();
    }
    return place.root == Root::this_ && !place.steps.empty() &&
           place.steps.back().kind == StepKind::field && place.steps.back().field == key_.id;
  }

  // The literal that was last written to the member `name` of this temporary.
  [[nodiscard]] std::string name_of(const facts::Block& block, const Event& call,
                                    const facts::Place& temp) const {
    std::string out;
    for (const Event& event : block.events) {
      if (&event == &call) break;
      if (event.kind != EventKind::assign || event.arguments.size() != 1) continue;
      if (event.target.root != temp.root || event.target.index != temp.index) continue;
      if (event.target.steps.empty() || event.arguments[0].place.root != Root::text) continue;
      // By its id: of structures in system headers no members are known.
      if (event.target.steps.back().field.text().ends_with("@FI@name")) {
        out = event.arguments[0].place.symbol.text();
      }
    }
    return out;
  }

  void look(const FlowGraph& graph) {
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.kind != EventKind::call || !is_pool(event.object)) continue;
        const facts::Function* callee = program_.function(event.callee);
        if (!callee || !callee->has(facts::FunctionFlag::constructor)) continue;
        places_.insert(to_place(event.location));
        for (const facts::Operand& argument : event.arguments) {
          std::string name;
          if (argument.place.root == Root::text) {
            name = argument.place.symbol.text();
          } else if (argument.place.root == Root::temp || argument.place.root == Root::local) {
            name = name_of(block, event, argument.place);
          }
          if (!name.empty()) names_.insert(std::move(name));
        }
      }
    }
  }

  const PoolKey& key_;
  const Program& program_;
  std::set<std::string> names_;
  std::set<Place> places_;
};

}  // namespace

Naming::Naming(const Program& program) : program_(program) {
  for (const facts::Function* function : program.functions()) {
    if (function->has(facts::FunctionFlag::constructor)) {
      constructors_[function->record].push_back(function->id);
    }
  }
}

// The functions in which a pool may be constructed.
std::vector<Symbol> Naming::makers_of(const PoolKey& key) const {
  if (key.kind == PoolKey::Kind::variable) {
    std::vector<Symbol> out;
    if (const facts::Variable* variable = program_.variable(key.id)) {
      if (variable->initializer) out.push_back(variable->initializer);
      if (variable->function) out.push_back(variable->function);
    }
    return out;
  }
  const auto ref = program_.field(key.id);
  if (key.kind != PoolKey::Kind::field || !ref.record) return {};
  const auto found = constructors_.find(ref.record->id);
  return found == constructors_.end() ? std::vector<Symbol>() : found->second;
}

// A tag: the class by which a pool with static storage is known.
void Naming::name_by_tag(Pool& pool, Symbol tag) const {
  const facts::Record* record = program_.record(tag);
  if (!record) return;
  pool.runtime_name = std::string(record->name.text());
  for (const facts::Variable* variable : program_.variables()) {
    if (variable->record != tag) continue;
    if (variable->name.text().ends_with("::site")) pool.made_at = {to_place(variable->location)};
    if (!variable->name.text().ends_with("::settings")) continue;
    for (const Symbol argument : variable->arguments) {
      if (std::string name = name_in(argument.text()); !name.empty()) {
        pool.runtime_name = std::move(name);
      }
    }
  }
}

void Naming::name(Pool& pool, const PoolKey& key) const {
  if (pool.origin == Origin::hand_written) return;  // none of them says
  if (key.kind == PoolKey::Kind::type) {
    if (pool.library == "pool") name_by_tag(pool, key.id);
    return;
  }
  const Constructions made(key, makers_of(key), program_);
  if (made.names().size() == 1) pool.runtime_name = *made.names().begin();
  const bool declared = made.places().size() == 1 &&
                        made.places().begin()->file == pool.place.file &&
                        made.places().begin()->line >= pool.place.line &&
                        made.places().begin()->line <= pool.place.end_line;
  if (!declared) pool.made_at.assign(made.places().begin(), made.places().end());
}

}  // namespace pool_audit::inventory
