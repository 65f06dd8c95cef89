#include "checks/rules/shared_use.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "checks/analysis/threads.h"
#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::Beside;
using analysis::Spawn;
using facts::Event;
using facts::FlowGraph;
using inventory::Place;
using inventory::PoolKey;

constexpr int kMaxDepth = 8;  // calls from the start of a thread to a use

struct Use {
  size_t pool = 0;
  Place place;
  std::string function;
  std::string api;
};

// Of a lambda's body, too.
bool is_this(const FlowGraph& graph, const facts::Operand& object) {
  const facts::Place& place = object.place;
  if (place.root == facts::Root::capture && place.index < graph.captures.size()) {
    return graph.captures[place.index].name.text() == "this";
  }
  return place.root == facts::Root::this_;
}

class Search {
 public:
  Search(const Subject& subject, bool ordered) : subject_(subject), ordered_(ordered) {
    for (size_t i = 0; i < subject.pools.size(); ++i) {
      for (const inventory::Site& site : subject.pools[i].sites) {
        sites_[site.place].push_back({i, &site});
      }
    }
  }

  std::vector<SharedUse> run() {
    for (const Symbol function : subject_.program.graph_ids()) {
      const auto graph = subject_.program.graph(function);
      if (!graph) continue;
      const std::vector<Spawn> spawns =
          analysis::spawns_of(*graph, subject_.program, subject_.models);
      if (!spawns.empty()) starts_threads(function, *graph, spawns);
    }
    std::ranges::sort(out_, [](const SharedUse& a, const SharedUse& b) {
      return std::tie(a.pool, a.here, a.there) < std::tie(b.pool, b.here, b.there);
    });
    return std::move(out_);
  }

 private:
  void starts_threads(Symbol function, const FlowGraph& graph, const std::vector<Spawn>& spawns) {
    std::set<std::pair<size_t, size_t>> told;  // spawn, pool
    for (const Beside& beside :
         analysis::run_beside(graph, subject_.program, subject_.models, spawns)) {
      const Spawn& spawn = spawns[beside.spawn];
      const Event& event = graph.blocks[beside.block].events[beside.event];
      const auto other = std::ranges::find_if(spawns, [&](const Spawn& each) {
        return each.block == beside.block && each.event == beside.event;
      });
      std::vector<Use> there;
      if (other != spawns.end()) {
        there = uses_of(other->entry, function, spawn.on_this && other->on_this);
      } else {
        there = uses_at(graph, event, function, spawn.on_this);
      }
      if (there.empty()) continue;
      const bool same_object = spawn.on_this && (other == spawns.end() || other->on_this);
      for (const Use& here : uses_of(spawn.entry, function, same_object)) {
        const auto match = std::ranges::find(there, here.pool, &Use::pool);
        if (match == there.end() || !told.emplace(beside.spawn, here.pool).second) continue;
        const Event& start = graph.blocks[spawn.block].events[spawn.event];
        out_.push_back({here.pool, here.place, here.function, here.api, match->place, match->api,
                        inventory::to_place(start.location),
                        other != spawns.end() && other->entry == spawn.entry});
      }
    }
  }

  // The uses of pools that running `function` leads to, of which there is one for whoever runs it:
  // variables, locals of `starter`, and with `on_this` members of the object it runs on.
  std::vector<Use> uses_of(Symbol function, Symbol starter, bool on_this) {
    std::vector<Use> out;
    std::set<std::pair<Symbol, bool>> seen;
    follow(function, starter, on_this, 0, seen, out);
    return out;
  }

  void follow(Symbol function, Symbol starter, bool on_this, int depth,
              std::set<std::pair<Symbol, bool>>& seen, std::vector<Use>& out) {
    if (depth > kMaxDepth || !seen.emplace(function, on_this).second) return;
    const auto graph = subject_.program.graph(function);
    if (!graph || (!ordered_ && orders(function, *graph))) return;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        add(*graph, event, function, starter, on_this, out);
        if (event.kind != facts::EventKind::call || event.has(facts::EventFlag::virtual_) ||
            subject_.roles.of(event) || !event.callee) {
          continue;
        }
        follow(event.callee, starter, on_this && is_this(*graph, event.object), depth + 1, seen,
               out);
      }
    }
  }

  // What one event of the starter itself does.
  std::vector<Use> uses_at(const FlowGraph& graph, const Event& event, Symbol function,
                           bool on_this) {
    std::vector<Use> out;
    if (!ordered_ && orders(function, graph)) return out;
    add(graph, event, function, function, on_this, out);
    if (out.empty() && event.kind == facts::EventKind::call && event.callee &&
        !subject_.roles.of(event)) {
      std::set<std::pair<Symbol, bool>> seen;
      follow(event.callee, function, on_this && is_this(graph, event.object), 0, seen, out);
    }
    return out;
  }

  void add(const FlowGraph& graph, const Event& event, Symbol function, Symbol starter,
           bool on_this, std::vector<Use>& out) const {
    if (!subject_.roles.of(event)) return;
    const auto found = sites_.find(inventory::to_place(event.location));
    if (found == sites_.end() || found->second.size() != 1) return;
    const auto& [pool, site] = found->second.front();
    const bool one = is_shared(pool, starter, on_this && is_this(graph, event.object));
    if (!one) return;
    const facts::Function* fact = subject_.program.function(function);
    out.push_back({pool, site->place, fact ? std::string(fact->name.text()) : "", site->api});
  }

  [[nodiscard]] bool is_shared(size_t pool, Symbol starter, bool of_this) const {
    const PoolKey& key = subject_.keys[pool];
    if (key.kind == PoolKey::Kind::local) return key.id == starter;
    if (key.kind == PoolKey::Kind::field) return of_this;
    const facts::Variable* variable =
        key.kind == PoolKey::Kind::variable ? subject_.program.variable(key.id) : nullptr;
    if (!variable || variable->is_thread_local) return false;
    // The head of a list is the pool; a pointer to one may point to another one meanwhile.
    const analysis::HandWritten* found = hand_written(subject_, pool);
    return (found && found->slot == key.id) ||
           subject_.program.type(variable->type).kind == facts::TypeKind::record;
  }

  // Gets and puts are not asked, whatever their names.
  bool orders(Symbol function, const FlowGraph& graph) {
    const auto [known, fresh] = orders_.try_emplace(function, false);
    if (!fresh) return known->second;
    bool found = false;
    for (const facts::Block& block : graph.blocks) {
      for (const Event& event : block.events) {
        found =
            found || (!subject_.roles.of(event) &&
                      analysis::orders_threads(event, subject_.program) && !starts_or_joins(event));
      }
    }
    return orders_[function] = found;
  }

  // run_beside() has seen to these.
  [[nodiscard]] bool starts_or_joins(const Event& event) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    const std::string_view name = callee ? callee->name.text() : "";
    return name == "pthread_join" || name == "thrd_join" || name == "std::async" ||
           name.starts_with("std::thread::") || name.starts_with("std::jthread::") ||
           name.starts_with("std::future::");
  }

  const Subject& subject_;
  const bool ordered_;
  std::map<Place, std::vector<std::pair<size_t, const inventory::Site*>>> sites_;
  std::map<Symbol, bool> orders_;
  std::vector<SharedUse> out_;
};

}  // namespace

std::vector<SharedUse> shared_uses(const Subject& subject, bool ordered) {
  return Search(subject, ordered).run();
}

}  // namespace pool_audit::rules
