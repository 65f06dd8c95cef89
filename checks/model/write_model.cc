#include "checks/model/write_model.h"

#include "checks/model/vocabulary.h"

namespace pool_audit::model {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& map, const char* key, const std::string& value) {
  if (!value.empty()) map[key] = value;
}
void put(Json& map, const char* key, const std::vector<std::string>& values) {
  if (!values.empty()) map[key] = values;
}
void put(Json& map, const char* key, Json value) {
  if (!value.empty()) map[key] = std::move(value);
}
void put_flag(Json& map, const char* key, bool value, bool normal) {
  if (value != normal) map[key] = value;
}
void put_argument(Json& map, const char* key, int argument) {
  if (argument >= 0) map[key] = "arg(" + std::to_string(argument) + ')';
}

std::string spell_identity(const Identity& identity) {
  return spell(identities(), identity.kind, identity.index);
}

Json pool_of(const PoolModel& model) {
  Json out = Json::object();
  if (model.identity != Identity{}) out["identity"] = spell_identity(model.identity);
  put(out, "type", model.type);
  put(out, "not", model.excluded_types);
  if (model.object_template_argument >= 0) {
    out["object"] = "template_arg(" + std::to_string(model.object_template_argument) + ')';
  } else {
    put(out, "object", model.object_type);
  }
  put_argument(out, "keyed_by", model.key_argument);
  Json marker = Json::object();
  put(marker, "macro", model.marker_macro);
  put(marker, "member_decl", model.marker_member);
  put(out, "marker", std::move(marker));
  put(out, "scan", model.scan_words);
  return out;
}

Json operation_of(const Operation& operation, bool is_acquire) {
  Json out = Json::object();
  put(out, "fn", operation.function);
  put(out, "macro", operation.macro);
  out["object"] = spell(is_acquire ? acquire_objects() : release_objects(), operation.object.kind,
                        operation.object.index);
  if (operation.pool) out["pool"] = spell_identity(*operation.pool);
  if (operation.effect != Effect::give_back) {
    out["effect"] = spell(is_acquire ? acquire_effects() : release_effects(), operation.effect);
  }
  if (operation.fails != Failure::never) out["fails"] = spell(failures(), operation.fails);
  if (operation.blocks != Blocking::no) {
    out["blocks"] = spell(blockings(), operation.blocks, operation.timeout_argument);
  }
  put_argument(out, "count", operation.count_argument);
  put_argument(out, "array", operation.array_argument);
  put_argument(out, "factory", operation.factory_argument);
  put_argument(out, "keyed_by", operation.key_argument);
  put_argument(out, "async_cb", operation.async_argument);
  put_argument(out, "valid_flag", operation.valid_argument);
  put_flag(out, "owning", operation.owning, false);
  put_flag(out, "null_ok", operation.null_ok, false);
  put_flag(out, "nulls_arg", operation.nulls_argument, false);
  if (!operation.any_thread) out["thread"] = "acquirer";
  put_flag(out, "resets", operation.resets, false);
  put_flag(out, "raw_memory", operation.raw_memory, false);
  return out;
}

Json handle_of(const Handle& handle) {
  Json out = Json::object();
  put(out, "type", handle.type);
  put_flag(out, "releases_on_dtor", handle.releases_on_destruction, true);
  put(out, "detach", handle.detach);
  put(out, "return", handle.give_back);
  put(out, "raw", handle.raw);
  put(out, "discard", handle.discard);
  put(out, "transfer", handle.transfer);
  return out;
}

Json lifecycle_of(const PoolModel& model) {
  Json out = Json::object();
  put(out, "ctor", spell(constructions(), model.constructs));
  if (model.destroys_template_argument >= 0) {
    Json choice = Json::object();
    choice["template_arg"] = model.destroys_template_argument;
    choice["false"] = "never";
    if (model.destroys != Lifetime::on_release) {
      choice["true"] = spell(destructions(), model.destroys);
    }
    out["dtor"] = std::move(choice);
  } else {
    put(out, "dtor", spell(destructions(), model.destroys));
  }
  put(out, "on_pool_end", spell(pool_ends(), model.on_pool_end));
  put(out, "factory", spell(model.factory));
  return out;
}

Json bounds_of(const Bounds& bounds) {
  Json out = Json::object();
  put(out, "capacity", spell_capacity(bounds.capacity));
  put(out, "exhausted", spell(exhaustions(), bounds.exhausted));
  put_flag(out, "grow_moves", bounds.grow_moves, false);
  put_flag(out, "same_thread", bounds.same_thread, false);
  put(out, "mt_safe", bounds.thread_safe);
  return out;
}

Json blocks_of(const Blocks& blocks) {
  Json out = Json::object();
  const auto numbered = [&out](const char* key, const char* word, int argument) {
    if (argument >= 0) out[key] = std::string(word) + '(' + std::to_string(argument) + ')';
  };
  numbered("size", "ctor", blocks.size_argument);
  numbered("prefilled", "ctor", blocks.prefilled_argument);
  numbered("from", "template_arg", blocks.source_argument);
  put_flag(out, "freed_at_end", blocks.freed_at_end, false);
  put(out, "tuned_by", blocks.tuned_by);
  put(out, "trimmed_by", blocks.trimmed_by);
  return out;
}

// ---- YAML --------------------------------------------------------------------------------------

// JSON strings are valid double-quoted YAML; plain words go without quotes.
std::string scalar(const Json& value) {
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.()";
  const bool plain = text.find_first_not_of(kPlain) == std::string::npos && !text.empty() &&
                     text != "null" && text != "true" && text != "false";
  return plain ? text : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_short(const Json& value) {
  if (!value.is_array()) return false;
  for (const Json& item : value) {
    if (item.is_structured()) return false;
  }
  return true;
}

std::string key_of(const std::string& key) {
  return key == "true" || key == "false" ? '"' + key + '"' : key;
}

void write(std::string& out, const Json& value, size_t indent);

void write_entry(std::string& out, const Json& value, size_t indent) {
  if (is_short(value)) {
    out += " [";
    for (size_t i = 0; i < value.size(); ++i) {
      if (i != 0) out += ", ";
      out += scalar(value[i]);
    }
    out += "]\n";
  } else if (value.is_structured()) {
    out += '\n';
    write(out, value, indent);
  } else {
    out += ' ' + scalar(value) + '\n';
  }
}

void write(std::string& out, const Json& value, size_t indent) {
  if (value.is_object()) {
    for (const auto& [key, child] : value.items()) {
      out += std::string(indent, ' ') + key_of(key) + ':';
      write_entry(out, child, indent + 2);
    }
    return;
  }
  for (const Json& item : value) {
    // "- " stands where the first key of the map would be.
    std::string text;
    write(text, item, indent + 2);
    text.replace(indent, 2, "- ");
    out += text;
  }
}

}  // namespace

Json to_json(const PoolModel& model) {
  Json out = Json::object();
  out["id"] = model.id;
  put(out, "library", model.library);
  put(out, "title", model.title);
  if (model.kind != PoolKind::object_pool) out["kind"] = spell(pool_kinds(), model.kind);
  put_flag(out, "deny", !model.confirmed, false);
  put(out, "pool", pool_of(model));
  for (const bool is_acquire : {true, false}) {
    Json list = Json::array();
    for (const Operation& operation : is_acquire ? model.acquire : model.release) {
      list.push_back(operation_of(operation, is_acquire));
    }
    // A model that takes from nothing has to say so.
    if (is_acquire && list.empty() && model.confirmed && model.handles.empty()) {
      out["acquire"] = std::move(list);
      continue;
    }
    put(out, is_acquire ? "acquire" : "release", std::move(list));
  }
  Json handles = Json::array();
  for (const Handle& handle : model.handles) handles.push_back(handle_of(handle));
  put(out, "handle", std::move(handles));
  put(out, "lifecycle", lifecycle_of(model));
  Json reset = Json::object();
  put(reset, "by", spell(resets(), model.reset_by));
  put(reset, "methods", model.reset_methods);
  put(reset, "hook", spell(model.reset_hook));
  put(out, "reset", std::move(reset));
  put(out, "bounds", bounds_of(model.bounds));
  put(out, "blocks", blocks_of(model.blocks));
  if (!model.type_stable_types.empty()) {
    out["after_release"]["type_stable"] = model.type_stable_types;
  } else if (model.after_release != AfterRelease::forbidden) {
    out["after_release"] = spell(after_releases(), model.after_release);
  }
  return out;
}

Json to_json(const ModelFile& file) {
  Json out = Json::object();
  put(out, "extends", file.extends);
  Json pools = Json::array();
  for (const PoolModel& model : file.pools) pools.push_back(to_json(model));
  put(out, "pools", std::move(pools));
  put(out, "not_a_pool", file.not_a_pool);
  put(out, "consumes", file.consumers);
  Json functions = Json::array();
  for (const FunctionModel& model : file.behaviour.functions) functions.push_back(to_json(model));
  put(out, "functions", std::move(functions));
  Json types = Json::array();
  for (const TypeModel& model : file.behaviour.types) types.push_back(to_json(model));
  put(out, "types", std::move(types));
  Json members = Json::array();
  for (const MemberModel& model : file.behaviour.members) members.push_back(to_json(model));
  put(out, "members", std::move(members));
  return out;
}

std::string to_yaml(const ModelFile& file) {
  std::string out;
  write(out, to_json(file), 0);
  return out;
}

std::string to_yaml(const PoolModel& model) {
  ModelFile file;
  file.pools.push_back(model);
  return to_yaml(file);
}

}  // namespace pool_audit::model
