// Look-up of names in the models in force.
#include <algorithm>
#include <unordered_map>

#include "checks/model/compile.h"
#include "checks/model/model.h"
#include "checks/model/write_model.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

// Patterns filed under the last component of what they match. Those with a star in it are few and
// tried for every name.
template <class Value>
class PatternTable {
 public:
  void add(NamePattern pattern, Value value) {
    const std::string key(pattern.key());
    std::vector<Entry>& list = key.empty() ? starred_ : by_key_[key];
    list.push_back(Entry{std::move(pattern), value});
  }

  // Calls `each(pattern, value)` for every entry that may match a name with this last component.
  template <class Each>
  void candidates(std::string_view key, Each&& each) const {
    if (const auto at = by_key_.find(key); at != by_key_.end()) {
      for (const Entry& entry : at->second) each(entry.pattern, entry.value);
    }
    for (const Entry& entry : starred_) each(entry.pattern, entry.value);
  }

  [[nodiscard]] bool may_match(std::string_view key) const {
    return !starred_.empty() || by_key_.find(key) != by_key_.end();
  }

 private:
  struct Entry {
    NamePattern pattern;
    Value value;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return hash64(text); }
  };

  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> by_key_;
  std::vector<Entry> starred_;
};

// An operation or handle of a model, by position: models move while the set is built.
struct Slot {
  size_t model = 0;
  size_t index = 0;
  bool is_acquire = true;
};

Error blame(const PoolModel& model, const std::string& message) {
  return Error{"pool model '" + model.id + "': " + message, model.source, model.line, 0};
}

bool says_nothing(const PoolModel& model) {
  return model.type.empty() && model.acquire.empty() && model.release.empty() &&
         model.handles.empty();
}

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

struct ModelSet::Index {
  std::vector<PoolModel> models;
  std::vector<std::string> not_a_pool;
  std::vector<std::string> consumers;

  PatternTable<Slot> functions;
  PatternTable<size_t> types;   // confirmed models
  PatternTable<size_t> news;    // confirmed models whose objects come from new expressions
  PatternTable<size_t> denied;  // models with `deny`
  PatternTable<Slot> handles;
  PatternTable<char> denied_names;  // not_a_pool
  PatternTable<int> consumed;       // function -> argument
  std::unordered_map<std::string_view, Slot> macros;
  std::unordered_map<std::string_view, size_t> markers;
  std::vector<std::vector<NamePattern>> excluded;  // by model
  std::vector<size_t> type_specificity;            // by model; 0 without a type
  std::vector<std::string> identifiers;
  Digest digest;

  Result<void> merge(std::vector<PoolModel> given);
  Result<void> add_model(size_t position);
  Result<void> add_operations(size_t position, bool is_acquire);
  Result<void> add_lists();
  void add_identifiers();

  [[nodiscard]] bool excludes(size_t model, const Bindings& bindings,
                              const std::vector<std::string_view>& arguments) const;
  [[nodiscard]] bool denies_type(const std::vector<NamePart>& parts, std::string_view key,
                                 size_t specificity) const;
};

// One model an id, in the order in which the ids were first seen last: a later model takes the
// later place, so that it also wins among equals.
Result<void> ModelSet::Index::merge(std::vector<PoolModel> given) {
  for (PoolModel& model : given) {
    const auto earlier = std::find_if(models.begin(), models.end(),
                                      [&](const PoolModel& m) { return m.id == model.id; });
    if (!model.confirmed && says_nothing(model)) {
      if (earlier == models.end()) {
        std::vector<std::string_view> ids;
        for (const PoolModel& known : models) ids.push_back(known.id);
        const std::string_view near = nearest_word(model.id, ids);
        return tl::unexpected<Error>(
            blame(model, "it denies a model that is not there" +
                             (near.empty() ? std::string("; name a 'type' under 'pool'")
                                           : "; did you mean '" + std::string(near) + "'?")));
      }
      earlier->confirmed = false;
      continue;
    }
    if (earlier != models.end()) models.erase(earlier);
    models.push_back(std::move(model));
  }
  return {};
}

Result<void> ModelSet::Index::add_operations(size_t position, bool is_acquire) {
  const PoolModel& model = models[position];
  const std::vector<Operation>& operations = is_acquire ? model.acquire : model.release;
  for (size_t i = 0; i < operations.size(); ++i) {
    const Slot slot{position, i, is_acquire};
    if (!operations[i].macro.empty()) macros[operations[i].macro] = slot;
    if (operations[i].function.empty()) continue;
    Result<NamePattern> pattern = full_pattern(model, operations[i]);
    if (!pattern) {
      return tl::unexpected<Error>(
          blame(model, "'" + operations[i].function + "': " + pattern.error().message));
    }
    functions.add(std::move(*pattern), slot);
  }
  return {};
}

Result<void> ModelSet::Index::add_model(size_t position) {
  const PoolModel& model = models[position];
  const auto wrong = [&](const std::string& text, const Error& error) {
    return tl::unexpected<Error>(blame(model, "'" + text + "': " + error.message));
  };
  excluded.emplace_back();
  type_specificity.push_back(0);
  for (const std::string& text : model.excluded_types) {
    Result<NamePattern> pattern = NamePattern::parse(text);
    if (!pattern) return wrong(text, pattern.error());
    excluded.back().push_back(std::move(*pattern));
  }
  if (!model.type.empty()) {
    Result<NamePattern> pattern = NamePattern::parse(model.type);
    if (!pattern) return wrong(model.type, pattern.error());
    type_specificity.back() = pattern->specificity();
    const bool from_new = model.identity.kind == IdentityKind::enclosing_type ||
                          model.identity.kind == IdentityKind::object_type;
    PatternTable<size_t>& table = !model.confirmed ? denied : from_new ? news : types;
    // With a marker it is the macro that makes a class pooled, whatever its name.
    if (model.marker_macro.empty()) table.add(std::move(*pattern), position);
  }
  if (!model.marker_macro.empty() && model.confirmed) markers[model.marker_macro] = position;
  for (const bool is_acquire : {true, false}) {
    if (Result<void> added = add_operations(position, is_acquire); !added) return added;
  }
  for (size_t i = 0; i < model.handles.size(); ++i) {
    Result<NamePattern> pattern = NamePattern::parse(model.handles[i].type);
    if (!pattern) return wrong(model.handles[i].type, pattern.error());
    handles.add(std::move(*pattern), Slot{position, i, true});
  }
  return {};
}

Result<void> ModelSet::Index::add_lists() {
  for (const std::string& text : not_a_pool) {
    Result<NamePattern> pattern = NamePattern::parse(text);
    if (!pattern) return fail("not_a_pool: '" + text + "': " + pattern.error().message);
    denied_names.add(std::move(*pattern), 0);
  }
  for (const std::string& text : consumers) {
    Result<Consumer> consumer = parse_consumer(text);
    if (!consumer) return fail("consumes: '" + text + "': " + consumer.error().message);
    consumed.add(std::move(consumer->function), consumer->argument);
  }
  return {};
}

// A member function needs the header of its class, so the word of the class is the one to look for;
// a free function is known by its own name.
void ModelSet::Index::add_identifiers() {
  const auto add = [this](std::string_view word) {
    // The last word of "unsigned int" or of a name with spaces is what a scanner sees.
    const size_t space = word.rfind(' ');
    if (space != std::string_view::npos) word.remove_prefix(space + 1);
    if (!word.empty()) identifiers.emplace_back(word);
  };
  const auto add_pattern = [&](const Result<NamePattern>& pattern) {
    if (pattern) add(pattern->literal_word());
  };
  for (const PoolModel& model : models) {
    if (!model.confirmed) continue;
    if (model.marker_macro.empty() && !model.type.empty()) {
      add_pattern(NamePattern::parse(model.type));
    }
    add(model.marker_macro);
    for (const std::vector<Operation>* operations : {&model.acquire, &model.release}) {
      for (const Operation& operation : *operations) {
        add(operation.macro);
        if (operation.function.empty() || is_relative(model, operation)) continue;
        add_pattern(NamePattern::parse(operation.function));
      }
    }
    for (const Handle& handle : model.handles) add_pattern(NamePattern::parse(handle.type));
  }
  add("annotate");  // pools that are marked in the source
  std::sort(identifiers.begin(), identifiers.end());
  identifiers.erase(std::unique(identifiers.begin(), identifiers.end()), identifiers.end());
}

bool ModelSet::Index::excludes(size_t model, const Bindings& bindings,
                               const std::vector<std::string_view>& arguments) const {
  if (excluded[model].empty()) return false;
  std::string_view pooled;
  if (const auto bound = bindings.find(models[model].object_type); bound != bindings.end()) {
    pooled = bound->second;
  } else {
    const int at = models[model].object_template_argument;
    if (at < 0 || static_cast<size_t>(at) >= arguments.size()) return false;
    pooled = arguments[static_cast<size_t>(at)];
  }
  return std::any_of(excluded[model].begin(), excluded[model].end(),
                     [&](const NamePattern& pattern) { return pattern.matches(pooled); });
}

bool ModelSet::Index::denies_type(const std::vector<NamePart>& parts, std::string_view key,
                                  size_t specificity) const {
  bool found = false;
  denied.candidates(key, [&](const NamePattern& pattern, size_t) {
    Bindings bindings;
    found = found || (pattern.specificity() >= specificity && pattern.matches(parts, bindings));
  });
  return found;
}

Result<ModelSet> ModelSet::create(std::vector<PoolModel> models,
                                  std::vector<std::string> not_a_pool,
                                  std::vector<std::string> consumers) {
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
  index.add_identifiers();
  ModelFile all;
  all.pools = index.models;
  all.not_a_pool = index.not_a_pool;
  all.consumers = index.consumers;
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
