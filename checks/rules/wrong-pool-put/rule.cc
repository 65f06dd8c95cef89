#include "checks/rules/rule.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "checks/inventory/describe.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Root;
using facts::TypeKind;
using inventory::Place;
using inventory::PoolKey;
using inventory::Taken;

// A variable or member that is a pool itself: behind a pointer or a reference may stand any other.
bool stands_for_itself(const Subject& subject, const PoolKey& key) {
  if (key.kind != PoolKey::Kind::variable && key.kind != PoolKey::Kind::field) return false;
  const facts::TypeId type = inventory::type_of(key, subject.program);
  return subject.program.type(type).kind == TypeKind::record;
}

// The one pool of its kind of objects in the program, reached through the type of what is put.
bool is_by_type(const Subject& subject, size_t pool, const analysis::Role& role) {
  if (subject.keys[pool].kind != PoolKey::Kind::type || !role.model || !role.operation)
    return false;
  const model::Identity& identity =
      role.operation->pool ? *role.operation->pool : role.model->identity;
  return identity.kind == model::IdentityKind::template_argument;
}

// Memory that lies in blocks of the pool's own: the heap knows nothing of it.
bool has_own_memory(const Subject& subject, const Taken& site) {
  return site.role.model &&
         (site.role.model->kind == model::PoolKind::memory_pool ||
          site.role.model->kind == model::PoolKind::arena) &&
         std::ranges::all_of(site.pools, [&](size_t pool) {
           return subject.pools[pool].model == site.role.model->id;
         });
}

// The one pool of a place; none when it may be one of several.
std::optional<size_t> only(const std::vector<size_t>& pools) {
  return pools.size() == 1 ? std::optional(pools.front()) : std::nullopt;
}

class Check {
 public:
  Check(const Subject& subject, std::vector<Finding>& out) : subject_(subject), out_(out) {
    for (const Taken& put : subject.given) puts_[put.place].push_back(&put);
  }

  void run() {
    for (const Taken& get : subject_.taken) {
      if (get.outcome.fate == analysis::Fate::unproven) continue;
      for (const facts::Location& put : get.outcome.puts) compare(get, put);
      for (const facts::Location& end : get.outcome.hand_overs) look_for_heap(get, end);
    }
    for (const Taken& put : subject_.given) look_for_origin(put);
  }

 private:
  // ---- taken from one pool, put into another

  void compare(const Taken& get, const facts::Location& location) {
    const Place place = inventory::to_place(location);
    const auto found = puts_.find(place);
    if (found == puts_.end() || found->second.size() != 1) return;  // by an owner, or unclear
    const Taken& put = *found->second.front();
    const auto from = only(get.pools);
    const auto into = only(put.pools);
    if (!from || !into || *from == *into) return;
    const inventory::Pool& other = subject_.pools[*into];
    if (is_by_type(subject_, *from, get.role) && is_by_type(subject_, *into, put.role) &&
        get.role.model == put.role.model) {
      const bool erased = subject_.pools[*into].pooled.name.empty() ||
                          subject_.keys[*into].text.ends_with("(instance not known)");
      const std::string as = erased ? "void" : subject_.keys[*into].text;
      report(get, place,
             "object taken as '" + subject_.keys[*from].text + "' is put back as '" + as +
                 "', which is the pool of another type",
             "taken here");
      return;
    }
    const bool families =
        get.role.model && put.role.model && get.role.model->library != put.role.model->library;
    const bool instances = stands_for_itself(subject_, subject_.keys[*from]) &&
                           stands_for_itself(subject_, subject_.keys[*into]);
    if (!families && !instances) return;
    report(get, place,
           "object taken from " + names_of(subject_, get) + " is put into '" + other.name + "'",
           "taken here");
  }

  // ---- taken from a pool, freed by the heap

  void look_for_heap(const Taken& get, const facts::Location& end) {
    if (!has_own_memory(subject_, get)) return;
    const auto graph = subject_.program.graph(get.function);
    if (!graph) return;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        if (event.location != end || subject_.roles.of(event)) continue;
        const facts::Function* callee = subject_.program.function(event.callee);
        const std::string_view name = callee ? callee->name.text() : std::string_view();
        const bool heap = event.kind == EventKind::delete_ || name == "free" || name == "std::free";
        if (!heap) continue;
        report(get, inventory::to_place(end),
               "object taken from " + names_of(subject_, get) + " is freed by the heap, by " +
                   (event.kind == EventKind::delete_ ? "delete" : "free()"),
               "taken here");
        return;
      }
    }
  }

  // ---- never taken from a pool

  void look_for_origin(const Taken& put) {
    const auto graph = subject_.program.graph(put.function);
    if (!graph || put.origin.index == analysis::kGivenObject || lives_here(put)) return;
    const Event& event = event_of(*graph, put);
    if (put.origin.index >= event.arguments.size() || !takes_pointer(event, put.origin.index)) {
      return;
    }
    const facts::Operand* value = &event.arguments[put.origin.index];
    if (!value->address_of && value->place.root == Root::local && value->place.steps.empty()) {
      value = initialiser(*graph, value->place.index);
    } else if (!value->address_of && value->place.root == Root::temp) {
      if (const Event* made = maker(*graph, value->place)) name_maker(put, *made);
      return;
    }
    if (!value) return;
    if (value->address_of) {
      name_variable(put, *graph, *value);
    } else if (value->place.root == Root::temp) {
      if (const Event* made = maker(*graph, value->place)) name_maker(put, *made);
    }
  }

  // A pool that lives no longer than the function may well lend its locals.
  bool lives_here(const Taken& put) const {
    return std::ranges::any_of(put.pools, [&](size_t pool) {
      return subject_.keys[pool].kind == PoolKey::Kind::local ||
             subject_.keys[pool].kind == PoolKey::Kind::parameter;
    });
  }

  // By reference an object is copied, or moved from; a pointer is kept.
  bool takes_pointer(const Event& event, size_t index) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (event.kind != EventKind::call || !callee || index >= callee->parameters.size())
      return false;
    return subject_.program.type(callee->parameters[index].type).kind == TypeKind::pointer;
  }

  // What a local is initialised with, when nothing else ever writes it.
  static const facts::Operand* initialiser(const FlowGraph& graph, uint32_t local) {
    const facts::Operand* out = nullptr;
    if (local < graph.parameter_count) return nullptr;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        const bool whole = event.target.root == Root::local && event.target.index == local &&
                           event.target.steps.empty();
        if (whole && event.kind == EventKind::assign) {
          if (out || event.arguments.size() != 1 || event.compare != facts::CompareOp::none) {
            return nullptr;
          }
          out = &event.arguments[0];
        } else if (whole && event.kind != EventKind::declare && event.kind != EventKind::end) {
          return nullptr;
        }
        for (const facts::Operand& each : event.arguments) {
          const bool address = each.address_of && each.place.root == Root::local &&
                               each.place.index == local && each.place.steps.empty();
          if (address) return nullptr;
        }
      }
    }
    return out;
  }

  static const Event* maker(const FlowGraph& graph, const facts::Place& temp) {
    if (!temp.steps.empty()) return nullptr;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        if (event.target == temp && event.kind != EventKind::declare) return &event;
      }
    }
    return nullptr;
  }

  void name_maker(const Taken& put, const Event& made) {
    if (!has_own_memory(subject_, put) || subject_.roles.of(made)) return;
    std::string by;
    if (made.kind == EventKind::new_ && !made.has(facts::EventFlag::placement)) {
      by = "new";
    } else if (const facts::Function* callee = subject_.program.function(made.callee);
               callee && made.kind == EventKind::call) {
      const std::string_view name = callee->name.text();
      for (const std::string_view each : {"malloc", "calloc", "std::malloc", "std::calloc"}) {
        if (name == each) by = std::string(each) + "()";
      }
    }
    if (by.empty()) return;
    report(put, put.place,
           "object made by " + by + " is put into " + names_of(subject_, put) +
               ", which gives memory of its own",
           "made here", made.location);
  }

  void name_variable(const Taken& put, const FlowGraph& graph, const facts::Operand& value) {
    const bool through = std::ranges::any_of(value.place.steps, [](const facts::Step& step) {
      return step.kind == facts::StepKind::deref;
    });
    if (through) return;
    if (value.place.root == Root::local && value.place.index < graph.locals.size()) {
      const facts::Local& local = graph.locals[value.place.index];
      if (subject_.effects.is_owner(local.type)) return;
      report(put, put.place,
             "address of the local '" + std::string(local.name.text()) + "' is put into " +
                 names_of(subject_, put) + ", which outlives it",
             "declared here", local.location);
    } else if (value.place.root == Root::global && has_own_memory(subject_, put)) {
      const facts::Variable* variable = subject_.program.variable(value.place.symbol);
      if (!variable) return;
      report(put, put.place,
             "address of '" + std::string(variable->name.text()) + "' is put into " +
                 names_of(subject_, put) + ", which gives memory of its own",
             "declared here", variable->location);
    }
  }

  void report(const Taken& site, const Place& place, std::string message, std::string note,
              const facts::Location& noted = {}) {
    Finding finding = at(subject_, site);
    finding.place = place;
    finding.message = std::move(message);
    finding.notes.push_back(
        {noted.line != 0 ? inventory::to_place(noted) : site.place, std::move(note)});
    out_.push_back(std::move(finding));
  }

  const Subject& subject_;
  std::vector<Finding>& out_;
  std::map<Place, std::vector<const Taken*>> puts_;
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Check(subject, out).run();
}

}  // namespace

extern const Rule wrong_pool_put;
const Rule wrong_pool_put = {
    .id = "pool-wrong-pool-put",
    .summary = "an object is put into a pool that it does not come from",
    .category = Category::checkout,
    .scope = Scope::function,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
