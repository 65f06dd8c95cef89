#include "checks/inventory/build.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

#include "checks/analysis/effects.h"
#include "checks/analysis/keepers.h"
#include "checks/analysis/null_gets.h"
#include "checks/analysis/object_flow.h"
#include "checks/analysis/outlook.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/attribution.h"
#include "checks/inventory/describe.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/insiders.h"
#include "checks/inventory/misuses.h"
#include "checks/inventory/naming.h"
#include "checks/inventory/outcomes.h"
#include "checks/inventory/owners.h"
#include "checks/inventory/survey_pass.h"
#include "checks/inventory/wanted.h"
#include "checks/inventory/wrappers.h"
#include "checks/support/words.h"

namespace pool_audit::inventory {

using analysis::Fate;
using analysis::ObjectAt;
using analysis::Outcome;
using analysis::Program;
using analysis::Role;
using analysis::RoleKind;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;

namespace {

constexpr int kMaxRounds = 8;  // wrappers of wrappers of ...

class Builder {
 public:
  Builder(const Program& program, const model::ModelSet& models)
      : program_(program),
        models_(models),
        pass_(run_survey(program)),
        marks_(program),
        recognised_(analysis::recognise(program, pass_.surveys, marks_)),
        roles_(program, models, deny(recognised_), marks_),
        insiders_(program, models, recognised_, roles_),
        effects_(program, roles_, models),
        outcomes_(program, recognised_, effects_),
        keepers_(program, effects_, [this](Symbol member) { return writers_of(member); }),
        misuses_(program, roles_, effects_),
        wrappers_(program, roles_, effects_),
        identity_(program, pass_, roles_),
        attribution_(program, roles_, recognised_, identity_, pools_),
        wanted_(program, roles_) {}

  Built run(const Inspect& inspect, const More& more) {
    declare_instances();
    std::set<Symbol> todo = pass_.news;
    todo.insert(pass_.macros.begin(), pass_.macros.end());
    for (const Symbol function : roles_.functions()) add_callers(function, todo);
    Built first;
    first.wanted_names = names_ahead(todo);
    if (more && more(first.wanted_names)) {
      first.partial = true;
      return first;
    }
    effects_.note_null_gets(analysis::null_gets(program_, recognised_));
    effects_.note_left(analysis::left_by_callees(program_, roles_, todo));
    for (int round = 0; round < kMaxRounds && !todo.empty(); ++round) {
      std::set<Symbol> next;
      for (const Symbol function : todo) visit(function, next);
      todo = std::move(next);
    }
    return finish(inspect, more);
  }

 private:
  // A class or variable that a model says is no pool is none, whatever its structure.
  analysis::Recognised& deny(analysis::Recognised& found) {
    std::erase_if(found.pools, [&](analysis::HandWritten& pool) {
      if (!models_.denied(pool.name)) return false;
      pool.why_not = "a model says that it is no pool";
      found.candidates.push_back(std::move(pool));
      return true;
    });
    return found;
  }

  // What would be wanted in the end, as far as it shows before any object is followed.
  std::set<std::string> names_ahead(const std::set<Symbol>& todo) {
    Wanted out(program_, roles_);
    const analysis::Outlook ahead = analysis::look_ahead(
        program_, roles_, todo, [this](Symbol function) { return callers_of(function); });
    out.add(ahead.wrappers);
    out.add(ahead.unseen);
    drop_denied();
    for (const auto& [key, pool] : pools_) out.add(key, pool);
    std::set<PoolKey> used;
    for (const Symbol function : todo) add_used(function, used);
    for (const PoolKey& key : used) out.add(key);
    out.add(recognised_);
    return out.names();
  }

  // The pools of the gets and puts in a function.
  void add_used(Symbol function, std::set<PoolKey>& to) const {
    const auto graph = program_.graph(function);
    if (!graph) return;
    for (const facts::Block& block : graph->blocks) {
      for (const Event& event : block.events) {
        const Role& role = roles_.of(event);
        if (!role || insiders_.contain(function, role)) continue;
        to.merge(attribution_.pools_of(*graph, event, role));
      }
    }
  }

  std::vector<Symbol> writers_of(Symbol member) const {
    std::vector<Symbol> out;
    const auto found = pass_.member_values.find(member);
    if (found == pass_.member_values.end()) return out;
    for (const SurveyPass::Stored& each : found->second) {
      if (each.value.place.root != facts::Root::null) out.push_back(each.function);
    }
    return out;
  }

  std::vector<Symbol> callers_of(Symbol function) const {
    const auto found = pass_.callers.find(function);
    return found == pass_.callers.end() ? std::vector<Symbol>{} : found->second;
  }

  void add_callers(Symbol function, std::set<Symbol>& to) const {
    const std::vector<Symbol> callers = callers_of(function);
    to.insert(callers.begin(), callers.end());
  }

  Pool& pool_at(const PoolKey& key) {
    const auto [at, fresh] = pools_.try_emplace(key);
    if (fresh) {
      describe_declaration(at->second, key, program_);
      if (const facts::TypeId type = pool_type(key)) {
        at->second.type = std::string(program_.type(type).spelling.text());
      }
      at->second.id = key.kind == PoolKey::Kind::type || key.kind == PoolKey::Kind::unknown
                          ? "type:" + key.text
                          : std::string(key.id.text());
      if (key.kind == PoolKey::Kind::local || key.kind == PoolKey::Kind::parameter) {
        at->second.id += "#" + std::to_string(key.index);
      }
    }
    return at->second;
  }

  // The class of the pool behind `key`, 0 when it has none.
  facts::TypeId pool_type(const PoolKey& key) const {
    return roles_.pool_behind(type_of(key, program_));
  }

  // Declared pools, whether anybody uses them or not.
  void declare_instances() {
    const auto consider = [&](const PoolKey& key, facts::TypeId type) {
      if (marks_.pool(key.id)) mark(pool_at(key));
      if (program_.type(type).kind != facts::TypeKind::record) return;
      if (const model::PoolModel* model = roles_.model_of_type(type)) {
        if (models_.denied(program_.type(type).template_name.text())) return;
        describe_model(pool_at(key), key, *model, type, program_, pass_);
      } else if (const int found = roles_.hand_written_of_type(type); found >= 0) {
        describe(pool_at(key), found, key);
      } else if (roles_.marked_type(type)) {
        mark(pool_at(key));
      }
    };
    for (const facts::Variable* variable : program_.variables()) {
      if (insiders_.from_marker(variable)) continue;
      consider({PoolKey::Kind::variable, variable->id, 0, {}}, variable->type);
    }
    for (const facts::Record* record : program_.records()) {
      if (record->is_system || record->is_lambda) continue;
      const facts::Function* allocator = program_.function(record->operator_new);
      if (insiders_.from_marker(allocator) && allocator->record == record->id &&
          !record->is_template_pattern) {
        const PoolKey key{PoolKey::Kind::type, record->id, 0, std::string(record->name.text())};
        describe_model(pool_at(key), key, *models_.match_marker(allocator->location.macro.text()),
                       facts::kNoType, program_, pass_);
      }
      for (const facts::Field& field : record->fields) {
        const auto ref = program_.field(field.id);  // the pattern's fields stand for all
        if (ref.record == record) consider({PoolKey::Kind::field, field.id, 0, {}}, field.type);
      }
    }
    for (const auto& [type, locals] : pass_.locals) {
      for (const LocalAt& local : locals) {
        consider({PoolKey::Kind::local, local.function, local.local, {}}, type);
      }
    }
    for (const auto& [type, owners] : pass_.owned) {
      if (roles_.pool_behind(type) != type) continue;
      for (const SurveyPass::Owned& owned : owners) {
        if (const auto key = owner_key(program_, owned)) consider(*key, type);
      }
    }
    for (size_t i = 0; i < recognised_.pools.size(); ++i) {
      const analysis::HandWritten& found = recognised_.pools[i];
      if (found.owner) continue;
      describe(pool_at(attribution_.slot_key(found)), static_cast<int>(i),
               attribution_.slot_key(found));
    }
  }

  // What a site tells of its pool.
  void introduce(Pool& pool, const PoolKey& key, const Role& role) {
    if (role.model && pool.model.empty() && pool.origin != Origin::hand_written) {
      describe_model(pool, key, *role.model, pool_type(key), program_, pass_);
    } else if (role.hand_written >= 0 && pool.model.empty() && pool.evidence.empty()) {
      describe(pool, role.hand_written, key);
    }
    if (role.annotated) mark(pool);
  }

  static void mark(Pool& pool) {
    if (!pool.model.empty()) return;
    pool.origin = Origin::annotated;
    if (pool.kind.empty()) pool.kind = "object pool";
  }

  void describe(Pool& pool, int index, const PoolKey& key) {
    if (!pool.model.empty()) return;
    const analysis::HandWritten& found = recognised_.pools[static_cast<size_t>(index)];
    describe_hand_written(pool, found, program_);
    if (found.marked) pool.origin = Origin::annotated;
    // An instance of a class template pools what its own argument says.
    const facts::Type& type = program_.type(pool_type(key));
    if (found.owner && !type.arguments.empty()) {
      describe_instance(pool, found, type.arguments[0], program_);
    }
  }

  std::string api_name(const Event& event) const {
    if (event.kind == EventKind::new_) {
      return "new " + std::string(program_.type(event.type).spelling.text());
    }
    if (event.kind == EventKind::delete_) return "delete";
    if (event.location.macro && event.location.macro_use == facts::MacroUse::body) {
      return std::string(event.location.macro.text());
    }
    const facts::Function* callee = program_.function(event.callee);
    return std::string(last_component(callee ? callee->name.text() : event.callee.text()));
  }

  void visit(Symbol function, std::set<Symbol>& next) {
    const auto graph = program_.graph(function);
    if (!graph) return;
    const facts::Function* fact = program_.function(function);
    const std::string name = fact ? std::string(fact->name.text()) : std::string(function.text());
    for (uint32_t b = 0; b < graph->blocks.size(); ++b) {
      const facts::Block& block = graph->blocks[b];
      for (uint32_t e = 0; e < block.events.size(); ++e) {
        const Event& event = block.events[e];
        if (const Role& role = roles_.of(event)) {
          if (!seen_.insert({function, b, e}).second || insiders_.contain(function, role)) continue;
          if (role.kind == RoleKind::get) {
            get_site(*graph, name, function, b, e, role, {}, "", next);
          } else if (role.kind == RoleKind::put) {
            put_site(*graph, name, event, role);
            const auto keys = attribution_.pools_of(*graph, event, role);
            const Misuses::At at{function, b, e, api_name(event)};
            // A free list without a class of its own is used by its own code.
            const auto pool = static_cast<size_t>(std::max(role.hand_written, 0));
            const bool api = role.hand_written < 0 || recognised_.pools[pool].owner;
            if (api && misuses_.give(*graph, at, role, keys)) add_callers(function, next);
          }
        } else if (event.kind == EventKind::call) {
          if (misuses_.give_through(*graph, {function, b, e, api_name(event)})) {
            add_callers(function, next);
          }
          const Wrapper* wrapper = wrappers_.find(event.callee);
          if (!wrapper && misuses_.lend_through(*graph, {function, b, e, api_name(event)})) {
            add_callers(function, next);
          }
          if (!wrapper || event.callee == function) continue;
          if (!seen_.insert({function, b, e}).second) continue;
          const facts::Function* through = program_.function(event.callee);
          const Wrapper known = *wrapper;
          get_site(*graph, name, function, b, e, known.role, known.pools,
                   through ? std::string(through->name.text()) : "", next);
        }
      }
    }
  }

  void get_site(const FlowGraph& graph, const std::string& name, Symbol function, uint32_t b,
                uint32_t e, const Role& role, const std::set<PoolKey>& known,
                const std::string& through, std::set<Symbol>& next) {
    const Event& event = graph.blocks[b].events[e];
    const std::set<PoolKey> keys =
        known.empty() ? attribution_.pools_of(graph, event, role) : known;
    analysis::Origin origin;
    origin.block = b;
    origin.event = e;
    if (role.object == ObjectAt::out) {
      origin.kind = analysis::Origin::Kind::out;
      origin.index = static_cast<uint32_t>(std::max(role.index, 0));
    }
    auto later = std::make_shared<analysis::Continuation>();
    Outcome outcome = outcomes_.of_get(graph, origin, event, role, known.empty(), *later);
    if (!*later) later = nullptr;
    const std::string proof = is_kept(outcome) ? keepers_.proof(outcome.member) : "";
    const bool lost = outcome.fate == Fate::handed_over && is_kept(outcome) && proof.empty() &&
                      keepers_.loses(outcome.member, function);
    if (lost) lose_in_member(outcome, effects_.name(outcome.member));
    Site site;
    site.kind = SiteKind::get;
    site.place = to_place(event.location);
    site.function = name;
    site.api = api_name(event);
    site.through = through;
    site.pairing = to_pairing(outcome);
    site.reason = outcome.reason;
    if (!proof.empty()) {
      site.pairing = Pairing::lease;
      site.reason = proof;
    }
    const auto& related = site.pairing == Pairing::some_paths || site.pairing == Pairing::never
                              ? outcome.misses
                              : outcome.puts;
    for (const facts::Location& location : related) site.related.push_back(to_place(location));
    const facts::TypeId object = attribution_.object_type(graph, event, role);
    for (const PoolKey& key : keys) {
      Pool& pool = pool_at(key);
      introduce(pool, key, role);
      if (object) votes_[key][program_.pointee(object)] += 1;
      if (outcome.reset) resets_[key].push_back(site.place);
      pool.sites.push_back(site);
    }
    taken_.push_back({{function,
                       b,
                       e,
                       origin,
                       role,
                       known.empty(),
                       through,
                       site.place,
                       site.api,
                       {},
                       outcome,
                       {},
                       std::move(later)},
                      keys});
    for (const facts::Location& location : outcome.puts) put_pools_[location_key(location)] = keys;
    if (wrappers_.note(graph, origin, outcome, role, keys)) {
      add_callers(function, next);
      next.insert(function);  // for its own later calls of other wrappers
      if (const facts::Function* fact = program_.function(function)) {
        for (const Symbol base : fact->overrides) add_callers(base, next);
        wanted_.add(function);
      }
    } else if (!wrappers_.find(function) &&
               misuses_.lend(graph, {function, b, e, site.api}, origin, outcome)) {
      add_callers(function, next);
      next.insert(function);
    }
    // A callee that nobody has seen may put the object, or never come back.
    if (outcome.fate == Fate::unproven || is_miss(outcome)) {
      wanted_.add_unseen_callees(graph, b);
    }
  }

  static std::tuple<Symbol, uint32_t, uint32_t> location_key(const facts::Location& location) {
    return {location.file, location.line, location.column};
  }

  void put_site(const FlowGraph& graph, const std::string& name, const Event& event,
                const Role& role) {
    Site site;
    site.kind = SiteKind::put;
    if (role.operation && role.operation->effect == model::Effect::discard) {
      site.kind = SiteKind::discard;
    }
    site.place = to_place(event.location);
    site.function = name;
    site.api = api_name(event);
    std::set<PoolKey> keys = attribution_.pools_of(graph, event, role);
    const facts::TypeId object = attribution_.object_type(graph, event, role);
    late_puts_.push_back({site, keys, location_key(event.location), object, role});
  }

  // Puts that name no pool go to the pool of the get they pair with, else to the only pool of their
  // model and type.
  void settle_puts() {
    for (LatePut& put : late_puts_) {
      if (put.keys.empty()) {
        if (const auto found = put_pools_.find(put.at); found != put_pools_.end()) {
          put.keys = found->second;
        }
      }
      if (put.keys.empty()) {
        std::set<PoolKey> matching;
        for (const auto& [key, pool] : pools_) {
          if (!put.role.model || pool.model != put.role.model->id) continue;
          const auto votes = votes_.find(key);
          const bool same = put.object == facts::kNoType || votes == votes_.end() ||
                            votes->second.contains(program_.pointee(put.object));
          if (same) matching.insert(key);
        }
        if (matching.size() == 1) put.keys = matching;
      }
      if (put.keys.empty()) put.keys.insert(attribution_.type_key(put.role, "", {}));
      for (const PoolKey& key : put.keys) {
        Pool& pool = pool_at(key);
        introduce(pool, key, put.role);
        if (put.object) votes_[key][program_.pointee(put.object)] += 1;
        pool.sites.push_back(put.site);
      }
    }
  }

  void drop_denied() {
    std::erase_if(pools_, [&](const auto& pool) {
      // What declares the pool may keep none; the pool's own name says nothing against its model.
      const std::string& name = pool.second.name;
      const std::string place = name.substr(0, std::min(name.rfind("::"), name.size()));
      return marks_.not_a_pool(pool.first.id) || models_.denied(place + "::_");
    });
  }

  Built finish(const Inspect& inspect, const More& more) {
    settle_puts();
    drop_denied();
    Built out;
    std::vector<std::pair<PoolKey, Pool>> found_pools;
    for (auto& [key, pool] : pools_) {
      if (pool.pooled.name.empty()) {
        if (const auto votes = votes_.find(key); votes != votes_.end()) {
          const auto best = std::ranges::max_element(votes->second, {},
                                                     [](const auto& vote) { return vote.second; });
          set_pooled_type(pool, best->first, program_);
        }
      }
      if (const auto found = resets_.find(key);
          found != resets_.end() &&
          (pool.reset.by.empty() || pool.reset.by == "unknown" || pool.reset.by == "none")) {
        pool.reset.by = "caller";
        pool.reset.places = found->second;
        std::ranges::sort(pool.reset.places);
      }
      if (pool.reset.by.empty()) pool.reset.by = "unknown";
      sort_sites(pool);
      wanted_.add(key, pool);
      found_pools.emplace_back(key, std::move(pool));
    }
    wanted_.add(recognised_);
    wanted_.add(effects_.missing_bodies());
    out.wanted_names = wanted_.names();
    if (more && more(out.wanted_names)) {
      out.partial = true;
      return out;
    }
    for (const analysis::HandWritten& pool : recognised_.pools) {
      out.recognised.push_back(suggestion(pool, program_));
    }
    for (const analysis::HandWritten& found : recognised_.candidates) {
      out.candidates.push_back(candidate_of(found));
    }
    std::ranges::sort(found_pools, [](const auto& a, const auto& b) {
      return std::tie(a.second.place, a.second.name, a.second.id) <
             std::tie(b.second.place, b.second.name, b.second.id);
    });
    std::vector<PoolKey> keys;
    for (const Naming naming(program_); auto& [key, pool] : found_pools) {
      naming.name(pool, key);
      keys.push_back(key);
      out.pools.push_back(std::move(pool));
    }
    std::set<Symbol> wanted;
    if (inspect) out.findings = findings(inspect, out.pools, keys, wanted);
    const analysis::Effects::Cost cost = effects_.highest_cost();
    if (cost.function) {
      out.highest_cost = {effects_.name(cost.function), cost.work, cost.seconds};
    }
    Wanted by_rules(program_, roles_);
    by_rules.add(wanted);
    out.wanted_by_rules = by_rules.names();
    std::ranges::sort(out.candidates, [](const Candidate& a, const Candidate& b) {
      return std::tie(a.place, a.name) < std::tie(b.place, b.name);
    });
    return out;
  }

  std::vector<Finding> findings(const Inspect& inspect, const std::vector<Pool>& pools,
                                const std::vector<PoolKey>& keys, std::set<Symbol>& wanted) {
    std::map<PoolKey, size_t> index;
    for (size_t i = 0; i < keys.size(); ++i) index.emplace(keys[i], i);
    const auto settle = [&](auto& sites, const auto& misuses_at) {
      std::vector<Taken> out;
      for (auto& [site, from] : sites) {
        for (const PoolKey& key : from) {
          if (const auto at = index.find(key); at != index.end()) site.pools.push_back(at->second);
        }
        if (site.pools.empty()) continue;  // of what turned out to be no pool
        std::ranges::sort(site.pools);
        site.misuses = misuses_at(site);
        out.push_back(std::move(site));
      }
      std::ranges::sort(out, [](const Taken& a, const Taken& b) {
        return std::tie(a.place, a.function, a.block, a.event) <
               std::tie(b.place, b.function, b.block, b.event);
      });
      return out;
    };
    const std::vector<Taken> taken =
        settle(taken_, [this](const Taken& get) { return misuses_.of_taken(get); });
    const std::vector<Taken> given =
        settle(misuses_.given(), [&](const Taken& put) { return misuses_.of_given(put, taken); });
    const analysis::MemberWrites writes(program_, roles_);
    const analysis::MemberSites sites(program_);
    return inspect({program_, models_, recognised_, roles_, effects_, pools, keys, taken, given,
                    writes, sites, wanted});
  }

  struct LatePut {
    Site site;
    std::set<PoolKey> keys;
    std::tuple<Symbol, uint32_t, uint32_t> at;
    facts::TypeId object = facts::kNoType;
    Role role;
  };

  const Program& program_;
  const model::ModelSet& models_;
  SurveyPass pass_;
  analysis::Marks marks_;
  analysis::Recognised recognised_;
  analysis::Roles roles_;
  Insiders insiders_;
  analysis::Effects effects_;
  Outcomes outcomes_;
  analysis::Keepers keepers_;
  Misuses misuses_;
  Wrappers wrappers_;
  Identity identity_;
  std::map<PoolKey, Pool> pools_;
  Attribution attribution_;
  std::map<PoolKey, std::map<facts::TypeId, int>> votes_;  // what callers keep the object in
  std::map<PoolKey, std::vector<Place>> resets_;
  std::set<std::tuple<Symbol, uint32_t, uint32_t>> seen_;
  std::map<std::tuple<Symbol, uint32_t, uint32_t>, std::set<PoolKey>> put_pools_;
  std::vector<LatePut> late_puts_;
  std::vector<std::pair<Taken, std::set<PoolKey>>> taken_;
  Wanted wanted_;
};

}  // namespace

Built build(const Program& program, const model::ModelSet& models, const Inspect& inspect,
            const More& more, bool first_round) {
  if (more && first_round) {
    Built first;
    first.wanted_names = names_of_models(program, models);
    first.partial = more(first.wanted_names);
    if (first.partial) return first;
  }
  return Builder(program, models).run(inspect, more);
}

}  // namespace pool_audit::inventory
