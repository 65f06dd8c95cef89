// Models back as text, in the words in which they are read. What equals the default is left out.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "checks/model/loader.h"
#include "checks/model/model.h"

namespace pool_audit::model {

// Keys in the order of the format's manual; `source` and `line` are not part of it.
[[nodiscard]] nlohmann::ordered_json to_json(const PoolModel& model);
[[nodiscard]] nlohmann::ordered_json to_json(const FunctionModel& model);
[[nodiscard]] nlohmann::ordered_json to_json(const TypeModel& model);
[[nodiscard]] nlohmann::ordered_json to_json(const MemberModel& model);
[[nodiscard]] nlohmann::ordered_json to_json(const ModelFile& file);

// A file that parse_models() reads back as an equal value, `source` and `line` of its models aside.
[[nodiscard]] std::string to_yaml(const ModelFile& file);
[[nodiscard]] std::string to_yaml(const PoolModel& model);

}  // namespace pool_audit::model
