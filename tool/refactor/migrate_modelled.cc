#include "tool/refactor/migrate_modelled.h"

#include <algorithm>
#include <string>

#include "checks/inventory/describe.h"

namespace pool_audit::refactor {

using inventory::Pool;
using inventory::Subject;
using model::PoolModel;

namespace {

class Reading {
 public:
  Reading(const Subject& subject, size_t pool, const PoolUses& uses, const PoolModel& model)
      : subject_(subject),
        pool_(subject.pools[pool]),
        uses_(uses),
        model_(model),
        type_(subject.program.type(inventory::type_of(subject.keys[pool], subject.program))) {}

  Habits run() {
    if (model_.kind != model::PoolKind::object_pool &&
        model_.kind != model::PoolKind::memory_pool) {
      return by_hand("a " + pool_.kind + " has no equal in the runtime");
    }
    read_operations();
    read_reset();
    read_bound();
    read_end();
    return std::move(out_);
  }

 private:
  Habits by_hand(std::string reason) {
    out_.troubles.push_back({pool_.id, pool_.place, std::move(reason)});
    return std::move(out_);
  }

  void trouble(const inventory::Place& place, std::string reason) {
    out_.troubles.push_back({pool_.id, place, std::move(reason)});
  }

  // Memory in which callers construct is no object.
  void read_operations() {
    for (const auto& [id, use] : uses_.functions()) {
      for (const inventory::Taken* get : use.gets) {
        if (get->role.operation != nullptr && get->role.operation->raw_memory) {
          trouble(get->place, "the get hands out memory, in which the caller makes the object");
        }
      }
    }
  }

  // What the library itself brings as a hook makes and deletes, and does no more.
  [[nodiscard]] bool is_of_library(const std::string& hook) const {
    const size_t at = std::string_view(model_.type).find("::");
    return at != std::string::npos && hook.starts_with(model_.type.substr(0, at + 2));
  }

  void read_reset() {
    if (model_.constructs == model::Lifetime::each) {
      // Each user got an object of his own, and its end when he gave it back. An assignment is as
      // good where nobody can tell when constructors and destructors run, and how often.
      if (const facts::Record* record = subject_.program.record_of(pooled_type())) {
        refuse_noticed(*record, 0);
      }
      out_.reset.emplace_back("object = {};");
      return;
    }
    const int hook =
        model_.reset_hook.kind == model::HookKind::template_argument ? model_.reset_hook.index : -1;
    if (hook < 0) {
      if (model_.reset_by != model::ResetBy::none) {
        trouble(pool_.place, "who resets the objects does not show");
      }
      return;
    }
    const auto index = static_cast<size_t>(hook);
    if (index < type_.text_arguments.size() &&
        !is_of_library(std::string(type_.text_arguments[index].text()))) {
      trouble(pool_.place, "objects are made and reset by " +
                               std::string(type_.text_arguments[index].text()) +
                               ", which a policy has to do");
    }
  }

  [[nodiscard]] facts::TypeId pooled_type() const {
    for (const auto& [id, use] : uses_.functions()) {
      for (const inventory::Taken* get : use.gets) {
        const auto graph = subject_.program.graph(get->function);
        if (!graph) continue;
        const facts::TypeId type = graph->blocks[get->block].events[get->event].type;
        if (subject_.program.type(type).kind == facts::TypeKind::pointer) return type;
      }
    }
    return facts::kNoType;
  }

  // Constructors and destructors that others can notice: of the class, its bases and its members.
  void refuse_noticed(const facts::Record& record, int depth) {
    constexpr int kDeepest = 8;
    if (record.is_system || depth > kDeepest) return;
    for (const facts::Function* each : subject_.program.functions()) {
      const bool special = each->has(facts::FunctionFlag::constructor) ||
                           each->has(facts::FunctionFlag::destructor) ||
                           each->has(facts::FunctionFlag::copy_or_move);
      if (each->record != record.id || !special || each->has(facts::FunctionFlag::implicit))
        continue;
      if (!is_noticed(*each)) continue;
      trouble(inventory::to_place(each->location),
              "objects are made and destroyed for each user, and this is seen elsewhere: '" +
                  std::string(each->name.text()) + "'");
      return;
    }
    const auto of = [&](facts::TypeId type) {
      const facts::Type& known = subject_.program.type(type);
      if (known.kind == facts::TypeKind::pointer) return;
      const facts::Record* inner = subject_.program.record_of(type);
      if (inner != nullptr && inner != &record) refuse_noticed(*inner, depth + 1);
    };
    for (const facts::Base& base : record.bases) of(base.type);
    for (const facts::Field& field : record.fields) of(field.type);
  }

  // Whether a function does anything but set members of its own object.
  [[nodiscard]] bool is_noticed(const facts::Function& function) const {
    const auto graph = subject_.program.graph(function.id);
    if (!graph) return !function.has(facts::FunctionFlag::trivial);
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        const bool writes =
            event.kind == facts::EventKind::assign ||
            (event.kind == facts::EventKind::use && event.has(facts::EventFlag::write));
        if (writes && event.target.root == facts::Root::global) return true;
        if (event.kind == facts::EventKind::throw_ || event.kind == facts::EventKind::new_ ||
            event.kind == facts::EventKind::delete_) {
          return true;
        }
        if (event.kind != facts::EventKind::call) continue;
        const facts::Function* callee = subject_.program.function(event.callee);
        const bool of_member = callee != nullptr &&
                               callee->has(facts::FunctionFlag::in_system_header) && callee->record;
        const bool special = callee != nullptr && (callee->has(facts::FunctionFlag::constructor) ||
                                                   callee->has(facts::FunctionFlag::destructor));
        if (!of_member && !special) return true;
      }
    }
    return false;
  }

  void read_bound() {
    const std::string& capacity = model_.bounds.capacity;
    if (capacity == "unbounded") return;
    const facts::Variable* variable = subject_.program.variable(uses_.instance().id);
    if (variable == nullptr || variable->arguments.empty()) {
      return trouble(pool_.place, "its bound does not show");
    }
    // Of several numbers the last one bounds what exists.
    out_.capacity = variable->arguments.back().text();
    out_.gives_nothing = model_.bounds.exhausted == model::Exhausted::null;
    if (!out_.gives_nothing) trouble(pool_.place, "what it does at its bound has no equal");
    const bool digits = !out_.capacity.empty() && std::ranges::all_of(out_.capacity, [](char c) {
      return c >= '0' && c <= '9';
    });
    if (!digits) trouble(pool_.place, "its bound is no number");
  }

  // Objects that nobody gave back went with the old pool: the new one wants them all.
  void read_end() {
    if (model_.constructs != model::Lifetime::each) return;
    for (const auto& [id, use] : uses_.functions()) {
      if (use.alone || use.gets.empty()) continue;
      trouble(use.gets.front()->place,
              "objects that are not given back end with the old pool, and this may be one");
    }
  }

  const Subject& subject_;
  const Pool& pool_;
  const PoolUses& uses_;
  const PoolModel& model_;
  const facts::Type& type_;
  Habits out_;
};

}  // namespace

Habits habits_of_library(const Subject& subject, size_t pool, const PoolUses& uses) {
  const facts::TypeId type = inventory::type_of(subject.keys[pool], subject.program);
  const PoolModel* model = subject.roles.model_of_type(type);
  for (const auto& [id, use] : uses.functions()) {
    for (const inventory::Taken* get : use.gets) {
      if (model == nullptr) model = get->role.model;
    }
  }
  if (model == nullptr) {
    Habits out;
    out.troubles.push_back({subject.pools[pool].id, subject.pools[pool].place,
                            "which pool of the runtime is like it does not show"});
    return out;
  }
  return Reading(subject, pool, uses, *model).run();
}

}  // namespace pool_audit::refactor
