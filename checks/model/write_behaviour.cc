// Functions, types and members back as text.
#include "checks/model/vocabulary.h"
#include "checks/model/write_model.h"

namespace pool_audit::model {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& map, const char* key, const std::vector<std::string>& values) {
  if (!values.empty()) map[key] = values;
}

}  // namespace

Json to_json(const FunctionModel& model) {
  Json out = Json::object();
  out["fn"] = model.functions;
  Json does = Json::array();
  for (const Word<Does>& word : deeds()) {
    if (model.can(word.value)) does.push_back(word.text);
  }
  const bool handles = model.opens != HandleKind::none || model.closes != HandleKind::none;
  if (!does.empty() || !handles) out["does"] = std::move(does);
  if (model.opens != HandleKind::none) out["opens"] = spell(handle_kinds(), model.opens);
  if (model.closes != HandleKind::none) out["closes"] = spell(handle_kinds(), model.closes);
  if (handles) out["handle"] = spell(handle_places(), model.handle.kind, model.handle.index);
  if (model.min_arguments > 0) out["args"] = model.min_arguments;
  return out;
}

Json to_json(const TypeModel& model) {
  Json out = Json::object();
  out["type"] = model.types;
  if (model.holds != HandleKind::none) out["holds"] = spell(handle_kinds(), model.holds);
  if (model.contains_all) {
    out["contains"] = "all";
  } else {
    for (const int argument : model.contains) {
      out["contains"].push_back("template_arg(" + std::to_string(argument) + ')');
    }
  }
  if (model.grows) out["grows"] = true;
  // Always there, so that something is said of the type.
  if (!model.grows) out["owns_memory"] = model.owns_memory;
  put(out, "clears_by", model.clears_by);
  put(out, "shrinks_by", model.shrinks_by);
  put(out, "capacity_by", model.capacity_by);
  if (!model.use_instead.empty()) out["use_instead"] = model.use_instead;
  return out;
}

Json to_json(const MemberModel& model) {
  Json out = Json::object();
  out["name"] = model.names;
  out["tells"] = spell(member_kinds(), model.kind);
  return out;
}

}  // namespace pool_audit::model
