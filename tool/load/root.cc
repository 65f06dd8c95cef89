#include "tool/load/root.h"

#include "tool/load/load.h"
#include "tool/load/paths.h"

namespace pool_audit::load {
namespace {

bool has_marker(const std::string& folder) {
  const std::string base = folder == "/" ? "/" : folder + "/";
  return kind_of(base + ".git") != FileKind::missing ||
         kind_of(base + ".pool-audit.yaml") == FileKind::regular;
}

// The nearest folder at or above `folder` that has a marker and holds `inside`; "" when none does.
std::string nearest_marked(std::string folder, const std::string& inside) {
  while (true) {
    if (is_within(inside, folder) && has_marker(folder)) return folder;
    if (folder == "/" || folder == ".") return {};
    folder = parent(folder);
  }
}

std::string deepest_folder(const std::vector<std::string>& sources,
                           const std::string& database_folder) {
  std::string all;
  std::string outside;
  const auto join = [](std::string& with, std::string_view folder) {
    with = with.empty() ? std::string(folder) : common_ancestor(with, folder);
  };
  for (const std::string& source : sources) {
    join(all, parent(source));
    if (!is_within(source, database_folder)) join(outside, parent(source));
  }
  return outside.empty() ? all : outside;
}

}  // namespace

std::string find_root(const std::vector<std::string>& sources, const std::string& database_folder) {
  std::string deepest = deepest_folder(sources, database_folder);
  if (deepest.empty()) deepest = database_folder;
  if (std::string root = nearest_marked(database_folder, deepest); !root.empty()) return root;
  if (std::string root = nearest_marked(deepest, deepest); !root.empty()) return root;
  if (deepest != "/") return deepest;
  const std::string root = nearest_marked(database_folder, database_folder);
  return root.empty() ? deepest : root;
}

std::string relative_to_root(const std::string& path, const std::string& root) {
  if (root.empty() || !is_within(path, root)) return path;
  if (path.size() == root.size()) return ".";
  return path.substr(root == "/" ? 1 : root.size() + 1);
}

}  // namespace pool_audit::load
