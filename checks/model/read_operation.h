// One function or macro of a model file: reading it, then checking it against its model.
#pragma once

#include "checks/model/reader.h"

namespace pool_audit::model {

// Where an operation stands in the file, for what can only be said once the model is read.
struct PlacedOperation {
  bool is_acquire = true;
  size_t index = 0;      // in the model's list
  bool is_whole = true;  // no unknown keys
  const yaml::Node* node = nullptr;
  const yaml::Node* function = nullptr;  // the value of 'fn'; null when there is none
  const yaml::Node* macro = nullptr;
  const yaml::Node* object = nullptr;
};

[[nodiscard]] Identity read_identity(Reader& reader, const yaml::Node& node, std::string_view what);

// `placed.is_acquire` says which keys are valid; the nodes in it point into `node`.
[[nodiscard]] Operation read_operation(Reader& reader, const yaml::Node& node,
                                       PlacedOperation& placed);

// `type_given`: the model names a type, though it may be a wrong one that has been reported.
// Returns the `$` names that the operation's function binds.
std::vector<std::string> check_operation(Reader& reader, const PoolModel& model,
                                         const PlacedOperation& placed, bool type_given);

}  // namespace pool_audit::model
