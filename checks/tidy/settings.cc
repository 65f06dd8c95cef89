#include "checks/tidy/settings.h"

#include <filesystem>
#include <map>
#include <mutex>

#include "checks/model/loader.h"

namespace pool_audit::tidy {

namespace fs = std::filesystem;

namespace {

// The nearest folder at or above `folder` that has an entry of one of these names; "" for none.
std::string nearest_with(const std::string& folder, const std::vector<std::string>& names) {
  std::error_code ignored;
  for (fs::path at = folder; !at.empty(); at = at.parent_path()) {
    for (const std::string& name : names) {
      if (fs::exists(at / name, ignored)) return at.string();
    }
    if (at == at.parent_path()) break;
  }
  return {};
}

std::string resolve(const std::string& folder, const std::string& file) {
  if (fs::path(file).is_absolute()) return file;
  const std::string at = nearest_with(folder, {file});
  return at.empty() ? file : (fs::path(at) / file).string();
}

}  // namespace

std::string project_root(const std::string& folder) {
  const std::string root = nearest_with(folder, {".git", ".pool-audit.yaml"});
  return root.empty() ? folder : root;
}

tl::expected<std::shared_ptr<const model::ModelSet>, std::vector<Error>> models_for(
    const std::string& folder, const std::vector<std::string>& files) {
  std::vector<std::string> all;
  if (std::string own = model::find_user_models(folder); !own.empty())
    all.push_back(std::move(own));
  for (const std::string& file : files) all.push_back(resolve(folder, file));
  static std::mutex mutex;
  static std::map<std::vector<std::string>, std::shared_ptr<const model::ModelSet>> known;
  const std::scoped_lock lock(mutex);
  std::shared_ptr<const model::ModelSet>& set = known[all];
  if (!set) {
    auto models = model::load_models(all);
    if (!models) return tl::unexpected(std::move(models.error()));
    set = std::make_shared<const model::ModelSet>(std::move(*models));
  }
  return set;
}

}  // namespace pool_audit::tidy
