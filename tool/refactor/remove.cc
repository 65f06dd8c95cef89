#include "tool/refactor/remove.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "checks/inventory/describe.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/orphans.h"
#include "tool/refactor/remove_hollow.h"
#include "tool/refactor/remove_modelled.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Edit;
using inventory::Pairing;
using inventory::Place;
using inventory::Pool;
using inventory::PoolKey;
using inventory::Site;
using inventory::SiteKind;
using inventory::Subject;
using inventory::Taken;

namespace {

class Removal {
 public:
  Removal(const Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject),
        pool_(subject.pools[pool]),
        index_(pool),
        sources_(sources),
        plan_(plan) {}

  void run() {
    const size_t manual = plan_.manual.size();
    check_sites();
    collect();
    if (plan_.manual.size() != manual) return;
    std::vector<Group> callers = plan_callers();
    if (plan_.manual.size() != manual) return;
    const size_t before = plan_.groups.size();
    for (Group& each : callers) plan_.groups.push_back(std::move(each));
    plan_pool();
    // A pool that stays is no removal.
    if (plan_.manual.size() != manual) plan_.groups.resize(before);
  }

 private:
  struct Function {
    std::vector<const Taken*> gets;
    std::vector<const Taken*> puts;
    bool alone = true;
  };

  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  // What nobody can replace, or what others share.
  void check_sites() {
    if (pool_.storage == inventory::StorageClass::injected) {
      manual(pool_.place, "the pool is handed in: whose it is does not show here");
    }
    if (pool_.pooled.name.empty()) manual(pool_.place, "the pool hands out untyped memory");
    std::set<Place> shared;
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      if (i == index_) continue;
      for (const Site& site : subject_.pools[i].sites) shared.insert(site.place);
    }
    for (const Site& site : pool_.sites) {
      if (shared.contains(site.place)) manual(site.place, "other pools are used here, too");
      if (!site.place.macro.empty()) {
        manual(site.place, "comes out of the macro " + site.place.macro);
      }
      if (site.kind == SiteKind::discard || site.kind == SiteKind::reset) {
        manual(site.place, "drops or resets an object by hand");
      }
    }
    const std::string& factory = pool_.factory.text;
    constexpr std::string_view kPlain[] = {"", "make_unique()", "make_shared()", "malloc()",
                                           "calloc()"};
    const bool plain =
        std::ranges::find(kPlain, factory) != std::end(kPlain) ||
        (factory.starts_with("new ") && (!factory.ends_with(')') || factory.ends_with("()")));
    if (pool_.origin != inventory::Origin::modelled && factory.empty()) {
      manual(pool_.place, "who makes the objects does not show");
    }
    if (!plain) {
      manual(pool_.factory.place,
             "objects are made by " + factory + ", which a plain new object would not be");
    }
  }

  // The get or put at a site: as the subject has it, or out of the graph of its function.
  [[nodiscard]] const Taken* locate(const Site& site) {
    const auto& list = site.kind == SiteKind::get ? subject_.taken : subject_.given;
    const auto found = std::ranges::find(list, site.place, &Taken::place);
    if (found != list.end()) return &*found;
    const auto kind =
        site.kind == SiteKind::get ? analysis::RoleKind::get : analysis::RoleKind::put;
    for (const facts::Function* function : functions_named(site.function)) {
      const auto graph = subject_.program.graph(function->id);
      if (!graph) continue;
      for (uint32_t block = 0; block < graph->blocks.size(); ++block) {
        const auto& events = graph->blocks[block].events;
        for (uint32_t event = 0; event < events.size(); ++event) {
          const analysis::Role& role = subject_.roles.of(events[event]);
          if (role.kind != kind || inventory::to_place(events[event].location) != site.place)
            continue;
          Taken taken;
          taken.function = function->id;
          taken.block = block;
          taken.event = event;
          taken.role = role;
          taken.place = site.place;
          return &located_.emplace_back(std::move(taken));
        }
      }
    }
    return nullptr;
  }

  [[nodiscard]] const std::vector<const facts::Function*>& functions_named(
      const std::string& name) {
    if (by_name_.empty()) {
      for (const facts::Function* each : subject_.program.functions()) {
        by_name_[std::string(each->name.text())].push_back(each);
      }
    }
    return by_name_[name];
  }

  [[nodiscard]] bool is_in_template(const Taken& taken) const {
    const facts::Function* function = subject_.program.function(taken.function);
    return function != nullptr && (function->has(facts::FunctionFlag::template_pattern) ||
                                   function->has(facts::FunctionFlag::instantiation));
  }

  // Whether a get of a hand-written pool hands out an object as its factory made it. What it does
  // to the object besides would be lost with it.
  [[nodiscard]] bool makes_and_no_more(const Taken& get) {
    if (get.role.hand_written < 0) return true;
    const HandWritten& own = subject_.recognised.pools[static_cast<size_t>(get.role.hand_written)];
    const auto graph = subject_.program.graph(get.function);
    const facts::Event& call = graph->blocks[get.block].events[get.event];
    for (const facts::Operand& argument : call.arguments) {
      const facts::Record* record = subject_.program.record_of(argument.type);
      if (record != nullptr && is_owner(*record, own)) continue;
      manual(get.place, "the get takes arguments, which the new object would miss");
      return false;
    }
    const auto body = subject_.program.graph(call.callee);
    if (!body) return true;
    for (const facts::Block& block : body->blocks) {
      for (const facts::Event& event : block.events) {
        if (makes_with_arguments(event)) {
          manual(get.place, "objects are made with arguments, which the new one would miss");
          return false;
        }
        if (const std::string field = set_field(event); !field.empty()) {
          manual(get.place,
                 "the get sets " + field + " of the object, which the new one would miss");
          return false;
        }
      }
    }
    return true;
  }

  [[nodiscard]] bool makes_with_arguments(const facts::Event& event) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (event.kind != facts::EventKind::call || callee == nullptr || event.arguments.empty()) {
      return false;
    }
    if (callee->has(facts::FunctionFlag::constructor)) {
      const facts::Record* record = subject_.program.record(callee->record);
      return record != nullptr && record->name.text() == pool_.pooled.name &&
             !callee->has(facts::FunctionFlag::copy_or_move);
    }
    const std::string_view name = callee->name.text();
    return name == "std::make_unique" || name == "std::make_shared";
  }

  // The member of the pooled type that an event writes, but for links between spares; "" for none.
  [[nodiscard]] std::string set_field(const facts::Event& event) const {
    const bool writes = event.kind == facts::EventKind::assign ||
                        (event.kind == facts::EventKind::use && event.has(facts::EventFlag::write));
    if (!writes || event.target.steps.empty()) return {};
    const facts::Step& step = event.target.steps.back();
    if (step.kind != facts::StepKind::field) return {};
    const auto field = subject_.program.field(step.field);
    if (field.record == nullptr || field.record->name.text() != pool_.pooled.name) return {};
    const facts::Record* linked = subject_.program.record_of(field.field->type);
    if (linked != nullptr && linked->id == field.record->id) return {};
    return std::string(field.field->name.text());
  }

  void collect() {
    for (const Site& site : pool_.sites) {
      const bool get = site.kind == SiteKind::get;
      if ((!get && site.kind != SiteKind::put) || !site.through.empty()) continue;
      const Taken* taken = locate(site);
      if (taken == nullptr || !taken->direct) {
        manual(site.place, "what is called here does not show");
        continue;
      }
      if (is_in_template(*taken)) {
        manual(site.place, "is in a template, which others may use with other pools");
        continue;
      }
      if (get && !makes_and_no_more(*taken)) continue;
      Function& function = functions_[taken->function];
      (get ? function.gets : function.puts).push_back(taken);
      const bool stays = site.pairing == Pairing::all_paths || site.pairing == Pairing::never ||
                         site.pairing == Pairing::some_paths;
      if (get && !stays) function.alone = false;
    }
    for (auto& [id, function] : functions_) {
      if (function.gets.empty()) function.alone = false;
    }
  }

  void add_headers(const std::string& file, const std::vector<std::string>& headers, Group& group) {
    const Source* source = sources_.find(file);
    if (source == nullptr) return;
    for (const std::string& header : headers) {
      const auto edit = include_line(*source, file, "<" + header + ">");
      if (edit && std::ranges::find(group.edits, *edit) == group.edits.end()) {
        group.edits.push_back(*edit);
      }
    }
  }

  std::vector<Group> plan_callers() {
    SitePlanner planner(subject_, index_, sources_, plan_);
    std::vector<Group> alone;
    Group together;
    together.title = "make and destroy " + object() + " where it is used";
    for (const auto& [id, function] : functions_) {
      const auto planned = planner.function(function.gets, function.puts, function.alone);
      if (!planned) continue;
      going_.insert(going_.end(), planned->replaced.begin(), planned->replaced.end());
      const Place& at = (function.gets.empty() ? function.puts : function.gets).front()->place;
      Group* target = &together;
      if (function.alone) {
        target = &alone.emplace_back();
        const facts::Function* known = subject_.program.function(id);
        target->function = known != nullptr ? std::string(known->name.text()) : "";
        target->title = "make " + object() + " in " +
                        (known != nullptr ? std::string(known->name.text()) : at.file) +
                        " without " + last_part(pool_.name);
        target->evidence = "Every object that is taken here is given back here.";
      }
      target->edits.insert(target->edits.end(), planned->edits.begin(), planned->edits.end());
      add_headers(at.file, planned->headers, *target);
    }
    if (!together.edits.empty()) {
      together.evidence = "Objects go from one of these functions to another.";
      alone.push_back(std::move(together));
    }
    for (Group& each : alone) {
      each.pool = pool_.id;
      each.pool_name = pool_.name;
    }
    std::ranges::sort(alone, {}, [](const Group& group) { return group.edits.front().place; });
    return alone;
  }

  [[nodiscard]] std::string object() const {
    return "a " + last_part(writable_type(pool_.pooled.name));
  }

  void add_variable(Symbol id, std::vector<Entity>& out) {
    const facts::Variable* variable = subject_.program.variable(id);
    if (variable == nullptr) return;
    Entity entity{Entity::Kind::variable, last_part(variable->name.text()),
                  sources_.stretch(variable->location)};
    for (Stretch& each : declarations_of(sources_, entity.name, entity.kind)) {
      entity.declarations.push_back(std::move(each));
    }
    out.push_back(std::move(entity));
  }

  void add_function(Symbol id, std::vector<Entity>& out) {
    const facts::Function* function = subject_.program.function(id);
    if (function == nullptr || !function->record.text().empty()) return;
    Entity entity{Entity::Kind::function, last_part(function->name.text()),
                  sources_.stretch(function->location)};
    for (Stretch& each : declarations_of(sources_, entity.name, entity.kind)) {
      entity.declarations.push_back(std::move(each));
    }
    out.push_back(std::move(entity));
  }

  void add_record(Symbol id, std::vector<Entity>& out) {
    const facts::Record* record = subject_.program.record(id);
    if (record == nullptr || record->is_system) return;
    if (const facts::Record* pattern = subject_.program.record(record->pattern)) record = pattern;
    out.push_back({Entity::Kind::record,
                   last_part(record->template_name.text().empty() ? record->name.text()
                                                                  : record->template_name.text()),
                   sources_.stretch(record->location)});
  }

  // The pool's own declaration, and for a hand-written one its functions, its class and the
  // variables of that class.
  [[nodiscard]] std::vector<Entity> candidates() {
    std::vector<Entity> out;
    const PoolKey& key = subject_.keys[index_];
    const HandWritten* own = nullptr;
    for (const auto& [id, function] : functions_) {
      for (const auto* list : {&function.gets, &function.puts}) {
        for (const Taken* each : *list) {
          if (each->role.hand_written < 0) continue;
          own = &subject_.recognised.pools[static_cast<size_t>(each->role.hand_written)];
        }
      }
    }
    const auto field = key.kind == PoolKey::Kind::field ? subject_.program.field(key.id)
                                                        : analysis::Program::FieldRef{};
    Symbol owner = own != nullptr ? own->owner : Symbol();
    if (owner.text().empty() && own != nullptr && field.record != nullptr &&
        are_methods_of(*own, field.record->id)) {
      owner = field.record->id;  // a class around one free list
    }
    const bool has_class = !owner.text().empty();
    if (key.kind == PoolKey::Kind::variable) add_variable(key.id, out);
    const auto is_class = [&](const facts::Record* record) {
      return has_class && record != nullptr && (record->id == owner || record->pattern == owner);
    };
    if (field.field != nullptr && !is_class(field.record)) {
      out.push_back({Entity::Kind::field, std::string(field.field->name.text()),
                     sources_.stretch(field.field->location)});
    }
    if (is_class(field.record)) {
      // The class is the pool, and each variable of it.
      for (const facts::Variable* variable : subject_.program.variables()) {
        if (is_class(subject_.program.record_of(variable->type))) add_variable(variable->id, out);
      }
    }
    if (has_class) {
      add_record(owner, out);
      // Where the variable is the pool, the class may have others.
      if (!out.empty() && out.back().kind == Entity::Kind::record) {
        out.back().optional = !is_class(field.record);
      }
    }
    if (own != nullptr && !has_class) {
      if (own->slot != key.id) add_variable(own->slot, out);
      for (const auto* list : {&own->gets, &own->puts}) {
        for (const analysis::Part& part : *list) add_function(part.function, out);
      }
    }
    return out;
  }

  [[nodiscard]] bool are_methods_of(const HandWritten& own, Symbol record) const {
    for (const auto* list : {&own.gets, &own.puts}) {
      for (const analysis::Part& part : *list) {
        const facts::Function* function = subject_.program.function(part.function);
        if (function == nullptr || function->record != record) return false;
      }
    }
    return true;
  }

  static bool is_owner(const facts::Record& record, const HandWritten& own) {
    return record.id == own.owner || record.pattern == own.owner;
  }

  void plan_pool() {
    std::vector<Entity> all = candidates();
    std::erase_if(all, [](const Entity& each) { return each.declarations.empty(); });
    if (std::ranges::all_of(all, &Entity::optional)) {
      manual(pool_.place,
             "the pool is no variable of a namespace, a class or a function's statics");
      return;
    }
    // Two facts of one declaration are one.
    for (Entity& each : all) {
      std::ranges::sort(each.declarations);
      const auto doubles = std::ranges::unique(each.declarations);
      each.declarations.erase(doubles.begin(), doubles.end());
    }
    Swept swept = sweep(sources_, all, going_);
    for (const Swept::Kept& kept : swept.kept) {
      manual(sources_.place(kept.because), "'" + kept.name + "' is still named here");
    }
    if (!swept.kept.empty() || swept.removed.empty()) return;
    // What only they used goes as well, and what only that used.
    for (size_t before = 0; before != swept.gone.size();) {
      before = swept.gone.size();
      add_orphans(sources_, subject_.program, swept.removed, all);
      swept = sweep(sources_, all, going_);
    }
    Group group;
    group.pool = pool_.id;
    group.pool_name = pool_.name;
    group.title = "remove the pool " + last_part(pool_.name);
    group.evidence = "Nothing names it any more.";
    for (const Stretch& each : swept.removed) {
      const Source* source = sources_.find(each.file);
      group.edits.push_back({source->place(each.file, each.range), ""});
    }
    plan_.groups.push_back(std::move(group));
    plan_includes(swept.removed);
  }

  // In a group of its own: when a header turns out to be needed, the rest stands.
  void plan_includes(const std::vector<Stretch>& removed) {
    std::vector<Stretch> gone = going_;
    gone.insert(gone.end(), removed.begin(), removed.end());
    Group group;
    group.pool = pool_.id;
    group.pool_name = pool_.name;
    group.title = "remove includes that only " + last_part(pool_.name) + " needed";
    group.evidence = "None of what these headers declare is named in the file any more.";
    for (const Stretch& each : needless_includes(sources_, subject_.program, gone)) {
      group.edits.push_back({sources_.place(each), ""});
    }
    if (!group.edits.empty()) plan_.groups.push_back(std::move(group));
  }

  const Subject& subject_;
  const Pool& pool_;
  size_t index_;
  Sources& sources_;
  Plan& plan_;
  std::map<Symbol, Function> functions_;
  std::deque<Taken> located_;  // stay where they are
  std::map<std::string, std::vector<const facts::Function*>> by_name_;
  std::vector<Stretch> going_;  // text that the callers' groups replace
};

}  // namespace

void plan_removal(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  const size_t groups = plan.groups.size();
  const size_t manual = plan.manual.size();
  Removal(subject, pool, sources, plan).run();
  if (plan.groups.size() != groups) return;
  // What stands against one form does not concern another: the last word counts.
  const auto first = plan.manual.begin() + static_cast<ptrdiff_t>(manual);
  const std::vector<Manual> reasons(first, plan.manual.end());
  plan.manual.erase(first, plan.manual.end());
  if (subject.pools[pool].origin == inventory::Origin::modelled) {
    plan_modelled(subject, pool, sources, plan);
  } else {
    plan_hollow(subject, pool, sources, plan);
  }
  if (plan.groups.size() == groups) {
    plan.manual.insert(plan.manual.begin() + static_cast<ptrdiff_t>(manual), reasons.begin(),
                       reasons.end());
  }
}

}  // namespace pool_audit::refactor
