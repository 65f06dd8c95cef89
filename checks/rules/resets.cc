#include "checks/rules/resets.h"

#include <algorithm>

#include "checks/analysis/survey_names.h"
#include "checks/inventory/describe.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

using analysis::Inside;
using analysis::ObjectAt;
using analysis::Origin;
using analysis::RoleKind;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Root;

namespace {

constexpr int kMaxCopies = 4;

const model::PoolModel* model_of(const Subject& subject, const inventory::Pool& pool) {
  for (const model::PoolModel& model : subject.models.models()) {
    if (model.id == pool.model) return &model;
  }
  return nullptr;
}

bool constructs_each_time(const inventory::Pool& pool, const model::PoolModel* model) {
  if (pool.kind == "arena" || pool.kind == "memory pool" || pool.kind == "connection pool") {
    return true;
  }
  return model && (model->constructs == model::Lifetime::each ||
                   model->destroys == model::Lifetime::on_release ||
                   model->reset_by == model::ResetBy::constructor ||
                   (!model->acquire.empty() &&
                    model->acquire.front().object.kind == model::ObjectKind::new_expr));
}

Operand object_of(const Event& event, const analysis::Role& role) {
  if (role.object == ObjectAt::object) return event.object;
  const auto index = static_cast<size_t>(std::max(role.index, 0));
  const bool argument = role.object == ObjectAt::argument || role.object == ObjectAt::deref;
  return argument && index < event.arguments.size() ? event.arguments[index] : Operand{};
}

}  // namespace

Resets::Resets(const Subject& subject) : subject_(subject), pools_(subject.pools.size()) {
  find_puts();
  for (size_t i = 0; i < pools_.size(); ++i) describe(i);
}

void Resets::find_puts() {
  std::map<inventory::Place, std::set<size_t>> pools_at;
  for (size_t i = 0; i < subject_.pools.size(); ++i) {
    for (const inventory::Site& site : subject_.pools[i].sites) {
      if (site.kind == inventory::SiteKind::put) pools_at[site.place].insert(i);
    }
  }
  std::set<Symbol> names;
  for (const Symbol function : subject_.roles.functions()) names.insert(function);
  for (const std::string& macro : subject_.models.macros()) names.insert(Symbol(macro));
  for (const Symbol name : names) {
    for (const analysis::CallSite& call : subject_.member_sites.calls_of(name)) {
      const auto graph = subject_.program.graph(call.function);
      if (!graph) continue;
      const Event& event = graph->blocks[call.block].events[call.event];
      const analysis::Role& role = subject_.roles.of(event);
      if (role.kind != RoleKind::put) continue;
      const auto found = pools_at.find(inventory::to_place(event.location));
      if (found == pools_at.end()) continue;
      puts_.push_back({call.function, call.block, call.event, object_of(event, role), found->first,
                       found->second});
    }
  }
  std::ranges::sort(puts_, [](const PutSite& a, const PutSite& b) {
    return std::tie(a.place, a.function, a.block, a.event) <
           std::tie(b.place, b.function, b.block, b.event);
  });
}

bool Resets::is_reset(Symbol function) const {
  if (subject_.roles.of_function(function).kind == RoleKind::reset) return true;
  if (subject_.roles.of_function(function)) return false;
  const facts::Function* fact = subject_.program.function(function);
  if (!fact || fact->has(facts::FunctionFlag::const_)) return false;
  return analysis::speaks_of_reset(rules::last_component(fact->name.text()));
}

bool Resets::is_clean(const inventory::Taken& get) {
  return get.role.operation && (get.role.operation->resets || get.role.operation->raw_memory);
}

std::vector<Cleaner> Resets::cleaners(const FlowGraph& graph, const Origin& origin) const {
  const analysis::MemberAliases aliases(subject_.program, graph, origin);
  std::vector<Cleaner> out;
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    for (uint32_t e = 0; e < graph.blocks[b].events.size(); ++e) {
      const Event& event = graph.blocks[b].events[e];
      if (event.kind == EventKind::assign && aliases.location(event.target) == Inside{}) {
        out.push_back({{}, analysis::kOwnObject, event.location, b, e});
      }
      if (event.kind != EventKind::call || !is_reset(event.callee)) continue;
      const auto consider = [&](int index, const Operand& operand) {
        if (aliases.value(operand) != Inside{}) return;
        if (!subject_.member_writes.may_write(event, index)) return;
        const bool fills =
            !subject_.program.has_graph(event.callee) && index >= 0 &&
            subject_.program.function(event.callee)->has(facts::FunctionFlag::in_system_header);
        out.push_back({fills ? Symbol() : event.callee, index, event.location, b, e});
      };
      consider(analysis::kOwnObject, event.object);
      for (size_t i = 0; i < event.arguments.size(); ++i) {
        consider(static_cast<int>(i), event.arguments[i]);
      }
    }
  }
  return out;
}

std::optional<Origin> Resets::origin_of(const FlowGraph& graph, const facts::Place& from) const {
  facts::Place pointer = from;
  for (int copies = 0; copies < kMaxCopies; ++copies) {
    Origin out;
    if (pointer.root == Root::this_ && pointer.steps.empty()) {
      out.kind = Origin::Kind::this_;
      return out;
    }
    if (!pointer.steps.empty()) return std::nullopt;
    if (pointer.root == Root::capture) {
      out.kind = Origin::Kind::capture;
      out.index = pointer.index;
      return out;
    }
    if (pointer.root != Root::local && pointer.root != Root::temp) return std::nullopt;
    const Event* writer = nullptr;
    int writers = 0;
    for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
      for (uint32_t e = 0; e < graph.blocks[b].events.size(); ++e) {
        const Event& event = graph.blocks[b].events[e];
        const bool writes = event.kind == EventKind::assign || event.kind == EventKind::call ||
                            event.kind == EventKind::new_ || event.kind == EventKind::macro;
        if (!writes || event.target != pointer) continue;
        if (event.kind == EventKind::assign && !event.arguments.empty() &&
            event.arguments[0].place.root == Root::null) {
          continue;
        }
        ++writers;
        writer = &event;
        out.kind = Origin::Kind::event;
        out.block = b;
        out.event = e;
      }
    }
    if (writers == 0 && pointer.root == Root::local && pointer.index < graph.parameter_count) {
      out.kind = Origin::Kind::parameter;
      out.index = pointer.index;
      return out;
    }
    if (writers != 1) return std::nullopt;
    if (writer->kind != EventKind::assign) return out;
    if (writer->arguments.size() != 1 || writer->arguments[0].address_of) return std::nullopt;
    pointer = writer->arguments[0].place;
  }
  return std::nullopt;
}

analysis::Members Resets::cleaned_by(const Cleaner& cleaner) const {
  if (!cleaner.function || !subject_.program.has_graph(cleaner.function)) {
    return analysis::Members::everything();
  }
  return subject_.member_writes.overwritten_by(cleaner.function, cleaner.parameter);
}

void Resets::describe(size_t index) {
  const inventory::Pool& pool = subject_.pools[index];
  PoolReset& out = pools_[index];
  const model::PoolModel* model = model_of(subject_, pool);
  out.beyond_doubt = constructs_each_time(pool, model);
  if (out.beyond_doubt) return;
  if (model) add_hooks(index, *model, out);
  add_bodies(index, out);
}

}  // namespace pool_audit::rules
