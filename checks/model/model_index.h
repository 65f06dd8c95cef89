// The look-up tables behind a ModelSet.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/model/model.h"
#include "checks/model/pattern.h"

namespace pool_audit::model {

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

}  // namespace pool_audit::model
