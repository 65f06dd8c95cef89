#include "checks/rules/life.h"

#include <tuple>
#include <vector>

#include "checks/rules/pooled_type.h"

namespace pool_audit::rules {

using inventory::Pool;

Lives::Lives(const Subject& subject) : subject_(subject) {
  for (const facts::Function* function : subject.program.functions()) {
    if (subject.program.has_graph(function->id)) {
      by_name_[function->name.text()].push_back(function->id);
    }
  }
}

bool Lives::stay_constructed(const Pool& pool) const {
  const model::PoolModel* model = model_of(subject_, pool);
  if (model == nullptr) return true;
  if (model->kind != model::PoolKind::object_pool) return false;
  return model->constructs != model::Lifetime::each && model->constructs != model::Lifetime::none &&
         model->destroys != model::Lifetime::on_release;
}

bool Lives::never_destroyed(size_t pool) const {
  const model::PoolModel* model = model_of(subject_, subject_.pools[pool]);
  if (model == nullptr) return false;
  const int argument = model->destroys_template_argument;
  if (argument < 0) return model->destroys == model::Lifetime::never;
  const facts::Type& type =
      subject_.program.type(inventory::type_of(subject_.keys[pool], subject_.program));
  const auto at = static_cast<size_t>(argument);
  return at < type.text_arguments.size() && type.text_arguments[at].text() == "false";
}

void Lives::add_calls(Symbol function, std::set<Symbol>& out) const {
  const auto graph = subject_.program.graph(function);
  if (!graph) return;
  for (const facts::Block& block : graph->blocks) {
    for (const facts::Event& event : block.events) {
      if (event.callee) out.insert(event.callee);
    }
  }
}

// Lambdas in the declaration of a variable: what the pool is told to do with its objects.
void Lives::add_told(size_t index, std::set<Symbol>& out) const {
  const inventory::PoolKey& key = subject_.keys[index];
  if (key.kind != inventory::PoolKey::Kind::variable) return;
  const facts::Variable* variable = subject_.program.variable(key.id);
  if (!variable) return;
  const facts::Location& around = variable->location;
  for (const Symbol function : {variable->initializer, variable->function}) {
    const auto graph = function ? subject_.program.graph(function) : nullptr;
    if (!graph) continue;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        const facts::Location& at = event.location;
        const bool inside =
            at.file == around.file &&
            std::tie(at.line, at.column) >= std::tie(around.line, around.column) &&
            std::tie(at.line, at.column) < std::tie(around.end_line, around.end_column);
        if (event.kind == facts::EventKind::lambda && inside) out.insert(event.callee);
      }
    }
  }
}

std::set<Symbol> Lives::on_the_way_back(size_t index) const {
  const Pool& pool = subject_.pools[index];
  std::set<Symbol> out;
  const auto add_named = [&](std::string_view name) {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) out.insert(found->second.begin(), found->second.end());
  };
  for (const inventory::Site& site : pool.sites) {
    if (site.kind != inventory::SiteKind::get) add_named(site.function);
  }
  add_named(pool.reset.method);
  add_told(index, out);
  if (const analysis::HandWritten* found = hand_written(subject_, index)) {
    for (const analysis::Part& put : found->puts) out.insert(put.function);
    if (found->reset_method) out.insert(found->reset_method);
  }
  constexpr int kCalls = 3;
  for (int round = 0; round < kCalls; ++round) {
    for (const Symbol function : std::vector<Symbol>(out.begin(), out.end())) {
      add_calls(function, out);
    }
  }
  return out;
}

}  // namespace pool_audit::rules
