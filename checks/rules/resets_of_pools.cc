// What pools clean by themselves: by the hooks that their models name, and in their own code.
#include <algorithm>

#include "checks/inventory/identity.h"
#include "checks/rules/resets.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

using analysis::Origin;
using analysis::RoleKind;
using facts::Event;
using facts::EventKind;

namespace {

// "&Parser::clear" of reset_by<&Parser::clear>.
const facts::Function* named(const analysis::Program& program, std::string_view text) {
  if (!text.starts_with('&')) return nullptr;
  for (const facts::Function* function : program.functions()) {
    if (function->name.text() == text.substr(1)) return function;
  }
  return nullptr;
}

// The record, what it is an instance of, and all that it derives from.
std::set<Symbol> family(const analysis::Program& program, Symbol record) {
  std::vector<Symbol> work = {record};
  for (size_t i = 0; i < work.size() && i < 64; ++i) {
    const facts::Record* fact = program.record(work[i]);
    if (!fact) continue;
    if (fact->pattern) work.push_back(fact->pattern);
    for (const facts::Base& base : fact->bases) {
      if (const Symbol next = program.type(base.type).record) work.push_back(next);
    }
  }
  return {work.begin(), work.end()};
}

bool has_arguments(const analysis::Program& program, const inventory::PoolKey& key) {
  if (key.kind != inventory::PoolKey::Kind::variable) return true;
  const facts::Variable* variable = program.variable(key.id);
  return !variable || !variable->arguments.empty();
}

}  // namespace

void Resets::add_methods(Symbol record, const std::vector<std::string>& names, int parameter,
                         PoolReset& out) const {
  const std::set<Symbol> classes = family(subject_.program, record);
  for (const facts::Function* function : subject_.program.functions()) {
    if (!function->record || !classes.contains(function->record)) continue;
    const std::string_view name = last_component(function->name.text());
    if (std::ranges::find(names, name) == names.end()) continue;
    out.own.push_back({function->id, parameter, function->location});
  }
}

void Resets::add_hooks(size_t index, const model::PoolModel& model, PoolReset& out) const {
  const bool by_pool = model.reset_by == model::ResetBy::pool_on_get ||
                       model.reset_by == model::ResetBy::pool_on_put ||
                       model.reset_by == model::ResetBy::factory;
  if (!by_pool) return;
  const analysis::Program& program = subject_.program;
  const inventory::PoolKey& key = subject_.keys[index];
  const facts::TypeId pool_type = subject_.roles.pool_behind(inventory::type_of(key, program));
  const facts::Type& type = program.type(pool_type);
  if (model.reset_hook.kind != model::HookKind::template_argument) {
    const facts::TypeId object = type.arguments.empty() ? facts::kNoType : type.arguments.front();
    const facts::Record* record = program.record_of(object);
    if (record && !model.reset_methods.empty()) {
      add_methods(record->id, model.reset_methods, analysis::kOwnObject, out);
    }
    if (out.own.empty()) out.beyond_doubt = true;
    return;
  }
  const auto at = static_cast<size_t>(std::max(model.reset_hook.index, 0));
  if (at >= type.arguments.size()) {
    out.beyond_doubt = true;
    return;
  }
  const facts::Type& policy = program.type(type.arguments[at]);
  const facts::Record* record = program.record(policy.record);
  if (!record) {
    out.beyond_doubt = true;
    return;
  }
  // Functions that are told when the pool is made.
  const bool told = std::ranges::any_of(record->fields, [&](const facts::Field& field) {
    return std::ranges::find(model.reset_methods, field.name.text()) != model.reset_methods.end();
  });
  if (told) out.beyond_doubt = has_arguments(program, key);
  for (const Symbol text : policy.text_arguments) {
    if (const facts::Function* function = named(program, text.text())) {
      const int parameter = function->record ? analysis::kOwnObject : 0;
      out.own.push_back({function->id, parameter, function->location});
      return;
    }
  }
  std::vector<std::string> names = model.reset_methods;
  if (names.empty()) names = {"reset", "operator()"};
  add_methods(policy.record, names, 0, out);
}

// Whatever a function of the pool does to an object that goes through it.
void Resets::add_body(Symbol function, const Origin& origin, PoolReset& out) const {
  const auto graph = subject_.program.graph(function);
  if (!graph) return;
  for (Cleaner& each : cleaners(*graph, origin)) out.own.push_back(std::move(each));
  if (origin.kind == Origin::Kind::this_ || origin.kind == Origin::Kind::parameter) {
    const int parameter =
        origin.kind == Origin::Kind::this_ ? analysis::kOwnObject : static_cast<int>(origin.index);
    out.restored.add(subject_.member_writes.overwritten_by(function, parameter));
  } else {
    out.restored.add(
        subject_.member_writes.overwritten_after(*graph, origin, origin.block, origin.event));
  }
}

// The object that a get returns: each event that writes the pointer makes one.
void Resets::add_result(Symbol function, PoolReset& out) const {
  const auto graph = subject_.program.graph(function);
  if (!graph) return;
  std::set<facts::Place> results;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind == EventKind::return_ && !event.arguments.empty()) {
        results.insert(event.arguments[0].place);
      }
    }
  }
  for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
    for (uint32_t e = 0; e < graph->blocks[b].events.size(); ++e) {
      const Event& event = graph->blocks[b].events[e];
      if (event.target.steps.empty() && results.contains(event.target) &&
          event.target.root == facts::Root::local && event.kind != EventKind::new_) {
        Origin origin;
        origin.block = b;
        origin.event = e;
        add_body(function, origin, out);
      }
    }
  }
}

void Resets::add_bodies(size_t index, PoolReset& out) const {
  std::set<int> found;
  std::set<Symbol> gets;
  for (const inventory::Taken& get : subject_.taken) {
    if (std::ranges::count(get.pools, index) == 0) continue;
    if (get.role.hand_written >= 0) found.insert(get.role.hand_written);
    const auto graph = subject_.program.graph(get.function);
    if (graph && get.direct) gets.insert(event_of(*graph, get).callee);
  }
  for (const int each : found) {
    const analysis::HandWritten& pool = subject_.recognised.pools[static_cast<size_t>(each)];
    for (const analysis::Part& get : pool.gets) gets.insert(get.function);
    for (const analysis::Part& put : pool.puts) {
      out.code.insert(put.function);
      if (put.argument == analysis::kInside) continue;
      Origin origin;
      origin.kind = put.argument < 0 ? Origin::Kind::this_ : Origin::Kind::parameter;
      origin.index = static_cast<uint32_t>(std::max(put.argument, 0));
      add_body(put.function, origin, out);
    }
    if (!pool.owner) continue;
    for (const facts::Function* function : subject_.program.functions()) {
      if (function->record == pool.owner) out.code.insert(function->id);
    }
  }
  for (const Symbol get : gets) {
    if (!get || !subject_.program.has_graph(get)) continue;
    out.code.insert(get);
    add_result(get, out);
  }
  for (const PutSite& put : puts_) {
    if (!put.pools.contains(index)) continue;
    const auto graph = subject_.program.graph(put.function);
    const Event& event = graph->blocks[put.block].events[put.event];
    if (out.code.contains(event.callee) || !subject_.program.has_graph(event.callee)) continue;
    out.code.insert(event.callee);
    const analysis::Role& role = subject_.roles.of(event);
    if (role.object != analysis::ObjectAt::argument && role.object != analysis::ObjectAt::object) {
      continue;
    }
    Origin origin;
    const bool own = role.object == analysis::ObjectAt::object;
    origin.kind = own ? Origin::Kind::this_ : Origin::Kind::parameter;
    origin.index = static_cast<uint32_t>(std::max(role.index, 0));
    add_body(event.callee, origin, out);
  }
}

}  // namespace pool_audit::rules
