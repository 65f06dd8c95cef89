// What `pool-audit model list|show|check|suggest` print.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/loader.h"
#include "checks/model/model.h"
#include "checks/support/result.h"

namespace pool_audit::model {

// A line for each model in force, sorted by id, in columns; ends with a line that counts them.
[[nodiscard]] std::string list_text(const ModelSet& models);
// {"models": [{"id", "library", "kind", "title", "source", "line"}]}, sorted by id.
[[nodiscard]] nlohmann::ordered_json list_json(const ModelSet& models);

// The model with this id; the error names the nearest one.
[[nodiscard]] Result<const PoolModel*> find_model(const ModelSet& models, std::string_view id);

// The model in words, then as a model file.
[[nodiscard]] std::string show_text(const PoolModel& model);
// The model in the words of the format, with "source" and "line" beside.
[[nodiscard]] nlohmann::ordered_json show_json(const PoolModel& model);

// Everything that is wrong with the file, with what it extends, and with it beside the built-in
// models; empty when nothing is.
[[nodiscard]] std::vector<Error> check_file(const std::string& path);

// A hand-written pool as it was recognised. Arguments count from 0.
struct RecognisedFunction {
  std::string name;          // qualified, without template arguments: "net::BufferPool::get"
  int object_argument = -1;  // -1: a get returns the object, a put is called on it
  int pool_argument = -1;    // -1: the pool is what the method is called on, or hidden
  bool is_static = false;    // a static member: the pool is hidden
};

struct RecognisedPool {
  std::string type;         // "net::BufferPool", "net::Pool<Foo>"; "" for a file-scope free list
  std::string object_type;  // "Foo"; "" when unknown
  std::vector<RecognisedFunction> gets;
  std::vector<RecognisedFunction> puts;
  std::string reset_method;             // of the object, "" when none was seen
  ResetBy reset_by = ResetBy::unknown;  // who calls it
  std::string capacity;                 // a number or a constant, "" when unknown
  bool may_return_null = false;         // a get has a path that returns null
};

// The model of such a pool. It matches the functions that it was made from: anything that cannot be
// said in the format is an error.
[[nodiscard]] Result<PoolModel> suggest_model(const RecognisedPool& pool);
// The same as the text of a model file, to be put into `.pool-audit.yaml`.
[[nodiscard]] Result<std::string> suggest(const RecognisedPool& pool);

}  // namespace pool_audit::model
