#include "tool/refactor/remove.h"

#include <algorithm>
#include <iterator>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "tool/refactor/beyond_pooling.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/instances.h"
#include "tool/refactor/link_members.h"
#include "tool/refactor/pool_parts.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/remove_hollow.h"
#include "tool/refactor/remove_modelled.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/runtime_hooks.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Place;
using inventory::Pool;
using inventory::PoolKey;
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
        plan_(plan),
        uses_(subject, pool) {}

  void run() {
    const size_t manual = plan_.manual.size();
    check_objects();
    collect();
    if (plan_.manual.size() != manual) return;
    std::vector<Group> callers = plan_callers();
    if (plan_.manual.size() != manual) return;
    const size_t before = plan_.groups.size();
    std::vector<std::string> titles;
    for (Group& each : callers) {
      titles.push_back(each.title);
      plan_.groups.push_back(std::move(each));
    }
    plan_pool(titles);
    // A pool that stays is no removal.
    if (plan_.manual.size() != manual) {
      plan_.groups.resize(before);
    } else {
      std::ranges::move(left_, std::back_inserter(plan_.manual));
    }
  }

 private:
  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  // What a plain new object would not stand for.
  void check_objects() {
    if (pool_.storage == inventory::StorageClass::injected) {
      manual(pool_.place, "the pool is handed in: whose it is does not show here");
    }
    if (pool_.pooled.name.empty()) manual(pool_.place, "the pool hands out untyped memory");
    if (has_runtime_hooks(pool_)) {
      std::string reason = against_plain_objects(subject_, index_, sources_);
      if (!reason.empty()) manual(pool_.place, std::move(reason));
      return;
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
      manual(pool_.factory.place.file.empty() ? pool_.place : pool_.factory.place,
             "objects are made by " + factory + ", which a plain new object would not be");
    }
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
    if (const std::string name = unseen_parameter(subject_, index_, own, sources_); !name.empty()) {
      manual(get.place, "what the get does depends on " + name +
                            ", which is another one here than in the code that is seen");
      return false;
    }
    const auto body = subject_.program.graph(call.callee);
    if (!body) return true;
    analysis::Part part;
    part.function = call.callee;
    element_ = element_of(subject_.program, part, false);
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

  [[nodiscard]] bool is_pooled(const facts::Record& record) const {
    return record.name.text() == pool_.pooled.name || &record == element_;
  }

  [[nodiscard]] bool makes_with_arguments(const facts::Event& event) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    if (event.kind != facts::EventKind::call || callee == nullptr || event.arguments.empty()) {
      return false;
    }
    if (callee->has(facts::FunctionFlag::constructor)) {
      const facts::Record* record = subject_.program.record(callee->record);
      return record != nullptr && is_pooled(*record) &&
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
    if (field.record == nullptr || !is_pooled(*field.record)) return {};
    const facts::Record* linked = subject_.program.record_of(field.field->type);
    if (linked != nullptr && linked->id == field.record->id) return {};
    return std::string(field.field->name.text());
  }

  void collect() {
    for (const auto& [id, use] : uses_.functions()) {
      plan_.manual.insert(plan_.manual.end(), use.troubles.begin(), use.troubles.end());
      for (const Taken* get : use.gets) (void)makes_and_no_more(*get);
    }
  }

  // Whether every object of a function goes back by itself.
  [[nodiscard]] bool is_leases(const PoolUse& use) const {
    return use.puts.empty() && std::ranges::all_of(use.gets, [&](const Taken* get) {
             return std::ranges::any_of(pool_.sites, [&](const inventory::Site& site) {
               return site.place == get->place && site.pairing == inventory::Pairing::lease;
             });
           });
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
    std::vector<Group> out;
    Group together;
    together.title = "make and destroy " + object() + " where it is used";
    for (const auto& [id, use] : uses_.functions()) {
      if (use.gets.empty() && use.puts.empty()) continue;
      const auto planned = planner.function(use.gets, use.puts, use.alone);
      if (!planned) continue;
      going_.insert(going_.end(), planned->replaced.begin(), planned->replaced.end());
      const bool alone = use.alone || is_leases(use);
      const Place& at = (use.gets.empty() ? use.puts : use.gets).front()->place;
      Group* target = &together;
      if (alone) {
        target = &out.emplace_back();
        target->function = use.function;
        target->title = "make " + object() + " in " +
                        (use.function.empty() ? at.file : use.function) + " without " +
                        last_part(pool_.name);
        target->evidence = "Every object that is taken here is given back here.";
      }
      for (const inventory::Edit& each : planned->edits) {
        add_words(each.text, written_[each.place.file]);
      }
      target->edits.insert(target->edits.end(), planned->edits.begin(), planned->edits.end());
      add_headers(at.file, planned->headers, *target);
    }
    if (!together.edits.empty()) {
      together.evidence = "Objects go from one of these functions to another.";
      out.push_back(std::move(together));
    }
    for (Group& each : out) {
      each.pool = pool_.id;
      each.pool_name = pool_.name;
    }
    std::ranges::sort(out, {}, [](const Group& group) { return group.edits.front().place; });
    return out;
  }

  [[nodiscard]] std::string object() const {
    return "a " + last_part(writable_type(pool_.pooled.name));
  }

  static bool is_owner(const facts::Record& record, const HandWritten& own) {
    return record.id == own.owner || record.pattern == own.owner;
  }

  // The pool itself goes when all its callers do without it.
  void plan_pool(const std::vector<std::string>& callers) {
    const PoolKey::Kind kind = subject_.keys[index_].kind;
    if (kind != PoolKey::Kind::variable && kind != PoolKey::Kind::field) {
      manual(pool_.place,
             "the pool is no variable of a namespace, a class or a function's statics");
      return;
    }
    std::ranges::sort(going_);
    End end = end_of(subject_, index_, uses_.hand_written(), sources_, going_, written_);
    plan_.manual.insert(plan_.manual.end(), end.manual.begin(), end.manual.end());
    if (end.groups.empty()) return;
    left_ = std::move(end.left);
    end.groups.front().needs = callers;
    std::ranges::move(end.groups, std::back_inserter(plan_.groups));
  }

  const Subject& subject_;
  const Pool& pool_;
  size_t index_;
  Sources& sources_;
  Plan& plan_;
  PoolUses uses_;
  const facts::Record* element_ = nullptr;  // of the get's body that is looked at
  std::vector<Manual> left_;                // what is to be done behind it
  std::vector<Stretch> going_;              // text that the callers' groups replace
  Written written_;                         // and what they write
};

}  // namespace

void plan_removal(const Subject& subject, size_t pool, Sources& sources, bool all_instances,
                  Plan& plan) {
  const size_t groups = plan.groups.size();
  const size_t manual = plan.manual.size();
  bool lossless = true;  // nothing but new and delete is what its functions come to
  if (const HandWritten* own = rules::hand_written(subject, pool)) {
    const auto tell = [&](const std::vector<Beyond>& list) {
      for (const Beyond& each : list) {
        plan.manual.push_back(
            {subject.pools[pool].id, inventory::to_place(each.at), "the pool " + each.what});
      }
      return list.empty();
    };
    // Neither form keeps that.
    if (!tell(beyond_removal(subject, pool, *own))) return;
    lossless = tell(beyond_pooling(subject, pool, *own, sources, false));
  }
  if (lossless) Removal(subject, pool, sources, plan).run();
  const auto with_links = [&] { plan_link_members(subject, pool, sources, groups, plan); };
  // Of the runtime's own pools the other forms know less.
  if (plan.groups.size() != groups) with_links();
  if (plan.groups.size() != groups || has_runtime_hooks(subject.pools[pool])) return;
  // What stands against one form does not concern another: the last word counts.
  const auto first = plan.manual.begin() + static_cast<ptrdiff_t>(manual);
  const std::vector<Manual> reasons(first, plan.manual.end());
  plan.manual.erase(first, plan.manual.end());
  if (subject.pools[pool].origin == inventory::Origin::modelled) {
    plan_modelled(subject, pool, sources, plan);
  } else {
    plan_hollow(subject, pool, sources, all_instances, plan);
  }
  if (plan.groups.size() != groups) {
    with_links();
  } else {
    plan.manual.insert(plan.manual.begin() + static_cast<ptrdiff_t>(manual), reasons.begin(),
                       reasons.end());
  }
}

}  // namespace pool_audit::refactor
