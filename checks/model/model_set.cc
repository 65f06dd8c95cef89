// Look-up of names in the models in force.
#include <algorithm>

#include "checks/model/model_index.h"
#include "checks/model/write_model.h"

namespace pool_audit::model {
namespace {

// The name of a call as patterns see it: the class as it is spelled with its arguments, then the
// function.
std::vector<NamePart> parts_of(const CallName& call) {
  std::vector<NamePart> parts;
  if (call.record.empty()) {
    parts = split_name(call.name);
  } else {
    parts = split_name(call.record);
    NamePart& record = parts.back();
    if (!record.has_arguments && !call.record_arguments.empty()) {
      record.has_arguments = true;
      record.arguments = call.record_arguments;
    }
    NamePart function;
    function.text = last_component(call.name);
    parts.push_back(function);
  }
  if (!call.template_arguments.empty()) {
    parts.back().has_arguments = true;
    parts.back().arguments = call.template_arguments;
  }
  return parts;
}

std::vector<NamePart> parts_of(std::string_view type,
                               const std::vector<std::string_view>& arguments) {
  std::vector<NamePart> parts = split_name(type);
  if (!parts.back().has_arguments && !arguments.empty()) {
    parts.back().has_arguments = true;
    parts.back().arguments = arguments;
  }
  return parts;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<ModelSet> ModelSet::create(std::vector<PoolModel> models,
                                  std::vector<std::string> not_a_pool,
                                  std::vector<std::string> consumers, Behaviour behaviour) {
  ModelSet set(new Index);
  Index& index = *set.index_;
  if (Result<void> merged = index.merge(std::move(models)); !merged) {
    return tl::unexpected<Error>(merged.error());
  }
  index.not_a_pool = std::move(not_a_pool);
  index.consumers = std::move(consumers);
  for (size_t i = 0; i < index.models.size(); ++i) {
    if (Result<void> added = index.add_model(i); !added) {
      return tl::unexpected<Error>(added.error());
    }
  }
  if (Result<void> added = index.add_lists(); !added) {
    return tl::unexpected<Error>(added.error());
  }
  if (Result<void> added = index.behaviour.build(std::move(behaviour)); !added) {
    return tl::unexpected<Error>(added.error());
  }
  index.add_identifiers();
  ModelFile all;
  all.pools = index.models;
  all.not_a_pool = index.not_a_pool;
  all.consumers = index.consumers;
  all.behaviour = index.behaviour.all();
  index.digest = digest_of(to_yaml(all));
  return set;
}

ModelSet::ModelSet(Index* index) : index_(index) {}
ModelSet::ModelSet(ModelSet&& other) noexcept : index_(other.index_) {
  other.index_ = nullptr;
}
ModelSet& ModelSet::operator=(ModelSet&& other) noexcept {
  std::swap(index_, other.index_);
  return *this;
}
ModelSet::~ModelSet() {
  delete index_;
}

const std::vector<PoolModel>& ModelSet::models() const {
  return index_->models;
}

Match ModelSet::match_call(const CallName& call) const {
  const std::string_view key = last_component(call.name);
  Match best;
  if (!index_->functions.may_match(key)) return best;
  const std::vector<NamePart> parts = parts_of(call);
  size_t best_specificity = 0;
  const Slot* best_slot = nullptr;
  index_->functions.candidates(key, [&](const NamePattern& pattern, const Slot& slot) {
    const bool better = pattern.specificity() > best_specificity ||
                        (pattern.specificity() == best_specificity && best_slot != nullptr &&
                         slot.model >= best_slot->model);
    if (best_slot != nullptr && !better) return;
    Bindings bindings;
    if (!pattern.matches(parts, bindings)) return;
    if (index_->excludes(slot.model, bindings, call.record_arguments)) return;
    best_slot = &slot;
    best_specificity = pattern.specificity();
    best.bindings = std::move(bindings);
  });
  if (best_slot == nullptr) return {};
  const PoolModel& model = index_->models[best_slot->model];
  if (!model.confirmed) return {};
  if (!call.record.empty()) {
    const std::vector<NamePart> record(parts.begin(), parts.end() - 1);
    if (index_->denies_type(record, record.back().text,
                            index_->type_specificity[best_slot->model])) {
      return {};
    }
  }
  best.role = best_slot->is_acquire ? Role::acquire : Role::release;
  best.model = &model;
  best.operation = &(best_slot->is_acquire ? model.acquire : model.release)[best_slot->index];
  return best;
}

Match ModelSet::match_macro(std::string_view name) const {
  const auto at = index_->macros.find(name);
  if (at == index_->macros.end()) return {};
  const Slot& slot = at->second;
  const PoolModel& model = index_->models[slot.model];
  if (!model.confirmed) return {};
  Match match;
  match.role = slot.is_acquire ? Role::acquire : Role::release;
  match.model = &model;
  match.operation = &(slot.is_acquire ? model.acquire : model.release)[slot.index];
  return match;
}

namespace {

struct BestType {
  size_t model = 0;
  size_t specificity = 0;
  bool found = false;
};

}  // namespace

const PoolModel* ModelSet::match_type(std::string_view type,
                                      const std::vector<std::string_view>& arguments) const {
  const std::string_view key = last_component(type);
  if (!index_->types.may_match(key)) return nullptr;
  const std::vector<NamePart> parts = parts_of(type, arguments);
  BestType best;
  index_->types.candidates(key, [&](const NamePattern& pattern, size_t model) {
    if (best.found && pattern.specificity() < best.specificity) return;
    Bindings bindings;
    if (!pattern.matches(parts, bindings)) return;
    if (index_->excludes(model, bindings, parts.back().arguments)) return;
    best = BestType{model, pattern.specificity(), true};
  });
  if (!best.found || index_->denies_type(parts, key, best.specificity)) return nullptr;
  return &index_->models[best.model];
}

const PoolModel* ModelSet::match_new(std::string_view type) const {
  const std::string_view key = last_component(type);
  if (!index_->news.may_match(key)) return nullptr;
  const std::vector<NamePart> parts = split_name(type);
  BestType best;
  index_->news.candidates(key, [&](const NamePattern& pattern, size_t model) {
    if (best.found && pattern.specificity() < best.specificity) return;
    Bindings bindings;
    if (!pattern.matches(parts, bindings)) return;
    if (index_->excludes(model, bindings, parts.back().arguments)) return;
    best = BestType{model, pattern.specificity(), true};
  });
  if (!best.found || index_->denies_type(parts, key, best.specificity)) return nullptr;
  return &index_->models[best.model];
}

const PoolModel* ModelSet::match_marker(std::string_view macro) const {
  const auto at = index_->markers.find(macro);
  return at == index_->markers.end() ? nullptr : &index_->models[at->second];
}

HandleMatch ModelSet::match_handle(std::string_view type, std::string_view method) const {
  const std::string_view key = last_component(type);
  if (!index_->handles.may_match(key)) return {};
  const std::vector<NamePart> parts = split_name(type);
  const Slot* best = nullptr;
  size_t best_specificity = 0;
  index_->handles.candidates(key, [&](const NamePattern& pattern, const Slot& slot) {
    if (best != nullptr && pattern.specificity() < best_specificity) return;
    Bindings bindings;
    if (!index_->models[slot.model].confirmed || !pattern.matches(parts, bindings)) return;
    best = &slot;
    best_specificity = pattern.specificity();
  });
  if (best == nullptr) return {};
  HandleMatch match;
  match.model = &index_->models[best->model];
  match.handle = &match.model->handles[best->index];
  if (method.empty()) {
    match.role = HandleRole::destructor;
  } else if (contains(match.handle->detach, method)) {
    match.role = HandleRole::detach;
  } else if (contains(match.handle->give_back, method)) {
    match.role = HandleRole::give_back;
  } else if (contains(match.handle->raw, method)) {
    match.role = HandleRole::raw;
  } else if (contains(match.handle->discard, method)) {
    match.role = HandleRole::discard;
  } else if (contains(match.handle->transfer, method)) {
    match.role = HandleRole::transfer;
  }
  return match;
}

bool ModelSet::denied(std::string_view name) const {
  const std::string_view key = last_component(name);
  const bool listed = index_->denied_names.may_match(key);
  if (!listed && !index_->denied.may_match(key)) return false;
  const std::vector<NamePart> parts = split_name(name);
  if (index_->denies_type(parts, key, 0)) return match_type(name, {}) == nullptr;
  bool found = false;
  index_->denied_names.candidates(key, [&](const NamePattern& pattern, char) {
    Bindings bindings;
    found = found || pattern.matches(parts, bindings);
  });
  return found && match_type(name, {}) == nullptr;
}

int ModelSet::consumed_argument(std::string_view function) const {
  const std::string_view key = last_component(function);
  if (!index_->consumed.may_match(key)) return -1;
  const std::vector<NamePart> parts = split_name(function);
  int argument = -1;
  size_t specificity = 0;
  index_->consumed.candidates(key, [&](const NamePattern& pattern, int position) {
    Bindings bindings;
    if (pattern.specificity() < specificity || !pattern.matches(parts, bindings)) return;
    argument = position;
    specificity = pattern.specificity();
  });
  return argument;
}

const FunctionModel* ModelSet::effects_of(std::string_view function, size_t arguments) const {
  return index_->behaviour.function(function, arguments);
}

const TypeModel* ModelSet::traits_of(std::string_view type) const {
  return index_->behaviour.type(type);
}
MemberKind ModelSet::kind_of_member(std::string_view name) const {
  return index_->behaviour.member(name);
}

std::vector<std::string> ModelSet::macros() const {
  std::vector<std::string> out;
  for (const auto& [name, slot] : index_->macros) {
    if (index_->models[slot.model].confirmed) out.emplace_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> ModelSet::identifiers() const {
  return index_->identifiers;
}

Digest ModelSet::digest() const {
  return index_->digest;
}

}  // namespace pool_audit::model
