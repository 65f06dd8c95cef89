#include "tool/refactor/migrate_modelled.h"

#include <algorithm>
#include <string>

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
      // Each user got an object of his own, and its end when he gave it back.
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
