// The look-up tables behind a ModelSet.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/model/behaviour_index.h"
#include "checks/model/model.h"
#include "checks/model/pattern.h"
#include "checks/model/pattern_table.h"

namespace pool_audit::model {

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
  BehaviourIndex behaviour;
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
