// From files to one set: built-in models first, then what each file extends, then the file itself.
#include <algorithm>
#include <filesystem>
#include <set>

#include "checks/model/builtin_text.h"
#include "checks/model/loader.h"
#include "checks/model/parsed_file.h"
#include "checks/model/pattern.h"
#include "checks/support/files.h"
#include "checks/support/spelling.h"

namespace pool_audit::model {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUserFile = ".pool-audit.yaml";
constexpr size_t kMaxFiles = 256;

// Symlinks and ".." resolved as far as the file system allows.
std::string canonical(const std::string& path) {
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(path, error);
  return error ? path : resolved.string();
}

struct BuiltIns {
  std::vector<ModelFile> files;
  std::vector<Error> errors;
};

const BuiltIns& built_ins() {
  static const BuiltIns parsed = [] {
    BuiltIns out;
    for (const BuiltInText& text : built_in_texts()) {
      auto file = parse_models(text.yaml, std::string(text.name));
      if (!file) {
        out.errors.insert(out.errors.end(), file.error().begin(), file.error().end());
        continue;
      }
      for (PoolModel& model : file->pools) model.source = "built in";
      out.files.push_back(std::move(*file));
    }
    return out;
  }();
  return parsed;
}

bool is_built_in(std::string_view name) {
  const auto texts = built_in_texts();
  return std::any_of(texts.begin(), texts.end(),
                     [&](const BuiltInText& text) { return text.name == name; });
}

class Loading {
 public:
  void add(const std::string& path, const Error* place) {
    const std::string id = canonical(path);
    if (std::find(open_.begin(), open_.end(), id) != open_.end()) {
      errors_.push_back(
          at(place, "the file extends itself through '" + path + "'; break the ring"));
      return;
    }
    if (done_.count(id) != 0) return;
    if (done_.size() >= kMaxFiles) {
      errors_.push_back(at(place, "expected at most " + std::to_string(kMaxFiles) +
                                      " model files, found more; merge some"));
      return;
    }
    Result<std::string> text = read_file(path);
    if (!text) {
      errors_.push_back(place == nullptr ? text.error()
                                         : at(place, "cannot read what this file extends: " +
                                                         text.error().to_string()));
      done_.insert(id);
      return;
    }
    auto parsed = parse_file(*text, path);
    if (!parsed) {
      errors_.insert(errors_.end(), parsed.error().begin(), parsed.error().end());
      done_.insert(id);
      return;
    }
    open_.push_back(id);
    for (size_t i = 0; i < parsed->file.extends.size(); ++i) {
      extend(path, parsed->file.extends[i], parsed->extends_places[i]);
    }
    open_.pop_back();
    done_.insert(id);
    paths_.push_back(path);
    files_.push_back(std::move(parsed->file));
  }

  std::vector<Error> errors_;
  std::vector<ModelFile> files_;
  std::vector<std::string> paths_;  // of files_

 private:
  void extend(const std::string& from, const std::string& what, const Error& place) {
    const bool is_path =
        what.find('/') != std::string::npos || what.ends_with(".yaml") || what.ends_with(".yml");
    if (is_path) {
      const fs::path target = fs::path(from).parent_path() / what;
      add(target.lexically_normal().string(), &place);
      return;
    }
    if (is_built_in(what)) return;
    std::vector<std::string_view> names;
    for (const BuiltInText& text : built_in_texts()) names.push_back(text.name);
    const std::string_view near = nearest_word(what, names);
    errors_.push_back(
        at(&place,
           "expected a model file's path or the name of a built-in one, "
           "found '" +
               what + '\'' +
               (near.empty() ? std::string() : "; did you mean '" + std::string(near) + "'?")));
  }

  static Error at(const Error* place, std::string message) {
    Error out = place == nullptr ? Error{} : *place;
    out.message = std::move(message);
    return out;
  }

  std::vector<std::string> open_;  // files being read, outermost first
  std::set<std::string> done_;
};

// A later file's `not_a_pool` speaks against the models of earlier ones.
void deny_earlier(std::vector<PoolModel>& models, const std::vector<std::string>& not_a_pool) {
  for (const std::string& text : not_a_pool) {
    const Result<NamePattern> pattern = NamePattern::parse(text);
    if (!pattern) continue;
    for (PoolModel& model : models) {
      if (!model.type.empty() && pattern->matches(model.type)) model.confirmed = false;
    }
  }
}

}  // namespace

const std::vector<ModelFile>& built_in_models() {
  return built_ins().files;
}

tl::expected<ModelSet, std::vector<Error>> load_models(const std::vector<std::string>& files) {
  Loading loading;
  loading.errors_ = built_ins().errors;
  for (const std::string& file : files) loading.add(file, nullptr);
  if (!loading.errors_.empty()) {
    return tl::unexpected<std::vector<Error>>(std::move(loading.errors_));
  }
  std::vector<PoolModel> models;
  std::vector<std::string> not_a_pool;
  std::vector<std::string> consumers;
  Behaviour behaviour;
  const auto take = [&](const ModelFile& file) {
    models.insert(models.end(), file.pools.begin(), file.pools.end());
    not_a_pool.insert(not_a_pool.end(), file.not_a_pool.begin(), file.not_a_pool.end());
    consumers.insert(consumers.end(), file.consumers.begin(), file.consumers.end());
    const Behaviour& more = file.behaviour;
    behaviour.functions.insert(behaviour.functions.end(), more.functions.begin(),
                               more.functions.end());
    behaviour.types.insert(behaviour.types.end(), more.types.begin(), more.types.end());
    behaviour.members.insert(behaviour.members.end(), more.members.begin(), more.members.end());
  };
  for (const ModelFile& file : built_in_models()) take(file);
  for (const ModelFile& file : loading.files_) {
    deny_earlier(models, file.not_a_pool);
    take(file);
  }
  Result<ModelSet> set = ModelSet::create(std::move(models), std::move(not_a_pool),
                                          std::move(consumers), std::move(behaviour));
  if (!set) return tl::unexpected<std::vector<Error>>({set.error()});
  return std::move(*set);
}

std::vector<std::string> files_in_order(const std::vector<std::string>& files) {
  Loading loading;
  for (const std::string& file : files) loading.add(file, nullptr);
  return std::move(loading.paths_);
}

std::string find_user_models(const std::string& folder) {
  std::error_code error;
  fs::path at = fs::absolute(folder, error);
  if (error) return {};
  at = at.lexically_normal();
  while (true) {
    const fs::path candidate = at / kUserFile;
    if (fs::is_regular_file(candidate, error)) return candidate.string();
    const fs::path parent = at.parent_path();
    if (parent == at || parent.empty()) return {};
    at = parent;
  }
}

}  // namespace pool_audit::model
