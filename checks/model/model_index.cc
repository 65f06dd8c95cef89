#include "checks/model/model_index.h"

#include <algorithm>

#include "checks/model/compile.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

Error blame(const PoolModel& model, const std::string& message) {
  return Error{"pool model '" + model.id + "': " + message, model.source, model.line, 0};
}

bool says_nothing(const PoolModel& model) {
  return model.type.empty() && model.acquire.empty() && model.release.empty() &&
         model.handles.empty();
}

}  // namespace

// One model an id. A later model takes the later place, so that it also wins among equals.
Result<void> ModelSet::Index::merge(std::vector<PoolModel> given) {
  std::unordered_map<std::string, size_t> last;  // id -> place in `given`
  std::vector<bool> replaced(given.size(), false);
  for (size_t i = 0; i < given.size(); ++i) {
    PoolModel& model = given[i];
    const auto earlier = last.find(model.id);
    if (model.confirmed || !says_nothing(model)) {
      if (earlier != last.end()) replaced[earlier->second] = true;
      last[model.id] = i;
      continue;
    }
    replaced[i] = true;
    if (earlier != last.end()) {
      given[earlier->second].confirmed = false;
      continue;
    }
    std::vector<std::string_view> ids;
    for (const auto& [id, place] : last) ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    const std::string_view near = nearest_word(model.id, ids);
    return tl::unexpected<Error>(
        blame(model, "it denies a model that is not there" +
                         (near.empty() ? std::string("; name a 'type' under 'pool'")
                                       : "; did you mean '" + std::string(near) + "'?")));
  }
  for (size_t i = 0; i < given.size(); ++i) {
    if (!replaced[i]) models.push_back(std::move(given[i]));
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
    if (!word.empty()) identifiers.emplace_back(word);
  };
  const auto add_pattern = [&](const Result<NamePattern>& pattern) {
    if (pattern) add(pattern->literal_word());
  };
  for (const PoolModel& model : models) {
    if (!model.confirmed) continue;
    for (const std::string& word : model.scan_words) add(word);
    if (!model.scan_words.empty()) continue;
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

}  // namespace pool_audit::model
