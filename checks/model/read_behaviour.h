// The sections `functions`, `types` and `members` of a model file.
#pragma once

#include "checks/model/behaviour.h"
#include "checks/model/reader.h"

namespace pool_audit::model {

void read_functions(Reader& reader, const yaml::Node& node, Behaviour& out);
void read_types(Reader& reader, const yaml::Node& node, Behaviour& out);
void read_members(Reader& reader, const yaml::Node& node, Behaviour& out);

}  // namespace pool_audit::model
