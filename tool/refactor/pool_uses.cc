#include "tool/refactor/pool_uses.h"

#include <algorithm>
#include <set>

#include "checks/inventory/describe.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Pairing;
using inventory::Place;
using inventory::PoolKey;
using inventory::Site;
using inventory::SiteKind;
using inventory::Subject;
using inventory::Taken;

namespace {

bool is_in_template(const facts::Function* function) {
  return function != nullptr && (function->has(facts::FunctionFlag::template_pattern) ||
                                 function->has(facts::FunctionFlag::instantiation));
}

}  // namespace

PoolUses::PoolUses(const Subject& subject, size_t pool)
    : subject_(subject), index_(pool), pool_(subject.pools[pool]) {
  for (const Site& site : pool_.sites) collect(site);
  for (auto& [id, use] : functions_) settle(use);
  find_hand_written();
  find_instance();
}

void PoolUses::collect(const Site& site) {
  // The wrapper that it calls is where the pool is used.
  if (!site.through.empty()) return;
  const bool moves = site.kind == SiteKind::get || site.kind == SiteKind::put;
  const bool drops = site.kind == SiteKind::discard || site.kind == SiteKind::reset;
  if (!moves && !drops) return;
  const Taken* taken = moves ? locate(site) : nullptr;
  PoolUse& use = functions_[taken != nullptr ? std::string(taken->function.text()) : site.function];
  use.function = site.function;
  const auto trouble = [&](std::string reason) {
    use.troubles.push_back({pool_.id, site.place, std::move(reason)});
  };
  if (!site.place.macro.empty()) {
    trouble("comes out of the macro " + site.place.macro);
  } else if (drops) {
    trouble("drops or resets an object by hand");
  } else if (is_shared(site)) {
    trouble("other pools are used here, too");
  } else if (taken == nullptr || !taken->direct) {
    trouble("what is called here does not show");
  } else if (is_in_template(subject_.program.function(taken->function))) {
    trouble("is in a template, which others may use with other pools");
  } else {
    (site.kind == SiteKind::get ? use.gets : use.puts).push_back(taken);
  }
}

void PoolUses::settle(PoolUse& use) const {
  use.alone = !use.gets.empty() && use.troubles.empty();
  std::set<Place> paired;
  for (const Taken* get : use.gets) {
    const auto site = std::ranges::find_if(pool_.sites, [&](const Site& each) {
      return each.kind == SiteKind::get && each.place == get->place;
    });
    const bool stays = site != pool_.sites.end() &&
                       (site->pairing == Pairing::all_paths || site->pairing == Pairing::never ||
                        site->pairing == Pairing::some_paths);
    if (!stays) {
      use.alone = false;
      continue;
    }
    paired.insert(site->related.begin(), site->related.end());
  }
  for (const Taken* put : use.puts) {
    if (!paired.contains(put->place)) use.alone = false;
  }
}

bool PoolUses::is_shared(const Site& site) const {
  for (size_t i = 0; i < subject_.pools.size(); ++i) {
    if (i == index_) continue;
    const auto& sites = subject_.pools[i].sites;
    if (std::ranges::find(sites, site.place, &Site::place) != sites.end()) return true;
  }
  return false;
}

const Taken* PoolUses::locate(const Site& site) {
  const auto& list = site.kind == SiteKind::get ? subject_.taken : subject_.given;
  const auto found = std::ranges::find(list, site.place, &Taken::place);
  if (found != list.end()) return &*found;
  for (const facts::Function* function : subject_.program.functions()) {
    if (function->name.text() != site.function) continue;
    if (const Taken* taken = locate_in(*function, site)) return taken;
  }
  return nullptr;
}

const Taken* PoolUses::locate_in(const facts::Function& function, const Site& site) {
  const auto kind = site.kind == SiteKind::get ? analysis::RoleKind::get : analysis::RoleKind::put;
  const auto graph = subject_.program.graph(function.id);
  if (!graph) return nullptr;
  for (uint32_t block = 0; block < graph->blocks.size(); ++block) {
    const auto& events = graph->blocks[block].events;
    for (uint32_t event = 0; event < events.size(); ++event) {
      const analysis::Role& role = subject_.roles.of(events[event]);
      if (role.kind != kind || inventory::to_place(events[event].location) != site.place) continue;
      Taken taken;
      taken.function = function.id;
      taken.block = block;
      taken.event = event;
      taken.role = role;
      taken.place = site.place;
      return &located_.emplace_back(std::move(taken));
    }
  }
  return nullptr;
}

void PoolUses::find_hand_written() {
  const auto take = [&](int index) {
    if (index >= 0) own_ = &subject_.recognised.pools[static_cast<size_t>(index)];
  };
  for (const auto& [id, use] : functions_) {
    for (const auto* list : {&use.gets, &use.puts}) {
      for (const Taken* each : *list) {
        if (own_ == nullptr) take(each->role.hand_written);
      }
    }
  }
  if (own_ != nullptr || pool_.origin == inventory::Origin::modelled) return;
  // Nobody uses it any more: it is known by its slot, or by its class.
  const PoolKey& key = subject_.keys[index_];
  for (const HandWritten& each : subject_.recognised.pools) {
    if (each.slot == key.id) own_ = &each;
  }
  if (own_ == nullptr) {
    take(subject_.roles.hand_written_of_type(inventory::type_of(key, subject_.program)));
  }
}

bool PoolUses::sit_at_spares() {
  if (own_ == nullptr) return false;
  const auto slot = subject_.program.field(own_->slot);
  if (slot.record != nullptr) {
    instance_ = {PoolKey::Kind::field, own_->slot, 0, ""};
    // Of a template it is a member of all its instances.
    const std::string_view pattern = slot.record->template_name.text();
    instance_name_ = std::string(pattern.empty() ? slot.record->name.text() : pattern) +
                     "::" + std::string(slot.field->name.text());
    return true;
  }
  const facts::Variable* variable = subject_.program.variable(own_->slot);
  if (variable == nullptr) return false;
  instance_ = {PoolKey::Kind::variable, own_->slot, 0, ""};
  instance_name_ = variable->name.text();
  return true;
}

void PoolUses::find_instance() {
  instance_ = subject_.keys[index_];
  instance_name_ = pool_.name;
  if (own_ == nullptr || instance_.kind != PoolKey::Kind::field) return;
  const facts::Record* holder = subject_.program.field(instance_.id).record;
  if (holder == nullptr || instance_.id != own_->slot) return;
  const auto is_instance = [&](facts::TypeId id) {
    const facts::Type& type = subject_.program.type(id);
    const facts::Record* record = subject_.program.record(type.record);
    return type.kind == facts::TypeKind::record && record != nullptr &&
           (record->id == holder->id || record->pattern == holder->id);
  };
  size_t count = 0;
  for (const facts::Variable* each : subject_.program.variables()) {
    if (!is_instance(each->type)) continue;
    ++count;
    instance_ = {PoolKey::Kind::variable, each->id, 0, ""};
    instance_name_ = each->name.text();
  }
  for (const facts::Record* record : subject_.program.records()) {
    for (const facts::Field& field : record->fields) {
      if (!is_instance(field.type)) continue;
      ++count;
      instance_ = {PoolKey::Kind::field, field.id, 0, ""};
      instance_name_ = std::string(record->name.text()) + "::" + std::string(field.name.text());
    }
  }
  if (count != 1) instance_ = {};
}

}  // namespace pool_audit::refactor
