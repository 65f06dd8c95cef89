#include "checks/rules/resets.h"

#include <algorithm>

#include "checks/analysis/survey_names.h"
#include "checks/inventory/describe.h"
#include "checks/rules/crowds.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

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

// The address of what a reference is bound to is what the reference holds.
Operand through_reference(Operand operand) {
  std::vector<facts::Step>& steps = operand.place.steps;
  if (operand.address_of && steps.size() == 1 && steps[0].kind == facts::StepKind::deref) {
    steps.clear();
    operand.address_of = false;
  }
  return operand;
}

Operand object_of(const Event& event, const analysis::Role& role) {
  if (role.object == ObjectAt::object) return through_reference(event.object);
  const auto index = static_cast<size_t>(std::max(role.index, 0));
  const bool argument = role.object == ObjectAt::argument || role.object == ObjectAt::deref;
  if (!argument || index >= event.arguments.size()) return {};
  return through_reference(event.arguments[index]);
}

}  // namespace

bool leads(const FlowGraph& graph, uint32_t from, uint32_t from_event, uint32_t to,
           uint32_t to_event) {
  if (from == to && from_event < to_event) return true;
  std::set<uint32_t> seen;
  std::vector<uint32_t> todo = graph.blocks[from].successors;
  while (!todo.empty()) {
    const uint32_t at = todo.back();
    todo.pop_back();
    if (at == to) return true;
    if (at >= graph.blocks.size() || !seen.insert(at).second) continue;
    const auto& next = graph.blocks[at].successors;
    todo.insert(todo.end(), next.begin(), next.end());
  }
  return false;
}

Resets::Resets(const Subject& subject)
    : subject_(subject), pools_(subject.pools.size()), crowds_(crowds(subject)) {
  for (const inventory::Taken& get : subject.taken) {
    taken_in_[get.function].push_back(&get);
    if (!crowds_.contains(get.function)) continue;
    for (const size_t pool : get.pools) pools_[pool].beyond_doubt = true;
  }
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
  leave_out_crowds();
  std::ranges::sort(puts_, [](const PutSite& a, const PutSite& b) {
    return std::tie(a.place, a.function, a.block, a.event) <
           std::tie(b.place, b.function, b.block, b.event);
  });
}

// Each put is judged by what stands around it, which is looked through for each: generated code
// with thousands of puts in a function would take minutes, and nothing is said of it. Nor of their
// pools: whether somebody cleans what goes back is not known then.
void Resets::leave_out_crowds() {
  std::map<Symbol, size_t> counts;
  for (const PutSite& put : puts_) ++counts[put.function];
  std::erase_if(counts, [&](const auto& each) {
    size_t events = 0;
    const auto graph = subject_.program.graph(each.first);
    for (const facts::Block& block : graph->blocks) events += block.events.size() + 1;
    return events * each.second <= kMostLooks;
  });
  std::erase_if(puts_, [&](const PutSite& put) {
    const bool crowd = counts.contains(put.function);
    for (const size_t pool : put.pools) {
      pools_[pool].beyond_doubt = pools_[pool].beyond_doubt || crowd;
    }
    return crowd;
  });
}

bool Resets::is_reset(Symbol function) const {
  if (subject_.roles.of_function(function).kind == RoleKind::reset) return true;
  if (subject_.roles.of_function(function)) return false;
  const facts::Function* fact = subject_.program.function(function);
  if (!fact || fact->has(facts::FunctionFlag::const_)) return false;
  return analysis::speaks_of_reset(last_component(fact->name.text()));
}

bool Resets::is_clean(const inventory::Taken& get) {
  return get.role.operation && (get.role.operation->resets || get.role.operation->raw_memory);
}

void Resets::look_through(const FlowGraph& graph) const {
  for (const facts::Block& block : graph.blocks) looks_ += block.events.size();
}

const std::vector<analysis::EventAt>& Resets::cleanings_in(const FlowGraph& graph) const {
  const auto [at, fresh] = cleanings_.try_emplace(graph.function);
  if (!fresh) return at->second;
  const auto may_clean = [&](const Event& event) {
    if (event.kind == EventKind::assign) return !event.target.steps.empty();
    if (event.kind != EventKind::call) return false;
    const facts::Function* callee = subject_.program.function(event.callee);
    return (callee && callee->has(facts::FunctionFlag::copy_or_move)) || is_reset(event.callee);
  };
  for (uint32_t b = 0; b < graph.blocks.size(); ++b) {
    for (uint32_t e = 0; e < graph.blocks[b].events.size(); ++e) {
      if (may_clean(graph.blocks[b].events[e])) at->second.push_back({b, e});
    }
  }
  return at->second;
}

std::vector<Cleaner> Resets::cleaners(const FlowGraph& graph, const Origin& origin) const {
  std::vector<Cleaner> out;
  const std::vector<analysis::EventAt>& cleanings = cleanings_in(graph);
  if (cleanings.empty()) return out;
  look_through(graph);
  const analysis::MemberAliases aliases(subject_.program, graph, origin);
  for (const auto& [b, e] : cleanings) {
    const Event& event = graph.blocks[b].events[e];
    if (assigns_whole(event, aliases)) {
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
  return out;
}

bool Resets::assigns_whole(const Event& event, const analysis::MemberAliases& aliases) const {
  if (event.kind == EventKind::assign) return aliases.location(event.target) == Inside{};
  const facts::Function* callee = subject_.program.function(event.callee);
  return event.kind == EventKind::call && callee &&
         callee->has(facts::FunctionFlag::copy_or_move) &&
         !callee->has(facts::FunctionFlag::constructor) && aliases.value(event.object) == Inside{};
}

bool Resets::writes(const Event& event, const analysis::MemberAliases& aliases) const {
  if (event.kind == EventKind::assign ||
      (event.kind == EventKind::use && event.has(facts::EventFlag::write))) {
    return aliases.location(event.target).has_value();
  }
  if (event.kind != EventKind::call || subject_.roles.of(event)) return false;
  const auto touches = [&](int index, const Operand& operand) {
    return aliases.value(operand) && subject_.member_writes.may_write(event, index);
  };
  if (touches(analysis::kOwnObject, event.object)) return true;
  for (size_t i = 0; i < event.arguments.size(); ++i) {
    if (touches(static_cast<int>(i), event.arguments[i])) return true;
  }
  return false;
}

std::vector<Cleaner> Resets::cleaners_before(const PutSite& put, const Origin& origin) const {
  const auto graph = subject_.program.graph(put.function);
  std::vector<Cleaner> out;
  if (!graph) return out;
  const analysis::MemberAliases aliases(subject_.program, *graph, origin);
  const std::vector<Cleaner> all = cleaners(*graph, origin);
  const auto cleans = [&](uint32_t block, uint32_t event) {
    return std::ranges::any_of(
        all, [&](const Cleaner& each) { return each.block == block && each.event == event; });
  };
  for (const Cleaner& each : all) {
    if (!leads(*graph, each.block, each.event, put.block, put.event)) continue;
    bool used = false;  // behind the reset
    for (uint32_t b = 0; b < graph->blocks.size() && !used; ++b) {
      const auto& events = graph->blocks[b].events;
      for (uint32_t e = 0; e < events.size() && !used; ++e) {
        used = writes(events[e], aliases) && !cleans(b, e) &&
               leads(*graph, each.block, each.event, b, e) &&
               leads(*graph, b, e, put.block, put.event);
      }
    }
    if (!used) out.push_back(each);
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

bool Resets::writes_behind(const inventory::Taken& get, const analysis::Member& member) const {
  const auto [at, fresh] = behind_.try_emplace(&get);
  if (fresh) {
    const auto graph = subject_.program.graph(get.function);
    if (!graph) {
      at->second = analysis::Members::everything();
    } else {
      look_through(*graph);
      at->second =
          subject_.member_writes.overwritten_after(*graph, get.origin, get.block, get.event);
    }
  }
  return at->second.covers(member);
}

bool Resets::written_at_once(const inventory::Taken& get, const analysis::Member& member) const {
  return writes_behind(get, member) || written_in_wrapper(get, member);
}

bool Resets::written_in_wrapper(const inventory::Taken& get, const analysis::Member& member) const {
  const auto graph = subject_.program.graph(get.function);
  if (get.direct || !graph) return false;
  const Symbol wrapper = event_of(*graph, get).callee;
  const auto found = taken_in_.find(wrapper);
  return found != taken_in_.end() &&
         std::ranges::any_of(found->second, [&](const inventory::Taken* each) {
           return writes_behind(*each, member);
         });
}

void Resets::describe(size_t index) {
  const inventory::Pool& pool = subject_.pools[index];
  PoolReset& out = pools_[index];
  const model::PoolModel* model = model_of(subject_, pool);
  out.beyond_doubt = out.beyond_doubt || constructs_each_time(pool, model);
  if (out.beyond_doubt) return;
  if (model) add_hooks(index, *model, out);
  // A hook that the model names is all that cleans; what else the pool's templates do to an object
  // cannot be told from the facts of one instance.
  const PoolReset hooks = out;
  add_bodies(index, out);
  if (hooks.own.empty() || model->reset_hook.kind != model::HookKind::template_argument) return;
  out.own = hooks.own;
  out.restored = hooks.restored;
}

}  // namespace pool_audit::rules
