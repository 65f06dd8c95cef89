#include "tool/shadow.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "tool/settings.h"

namespace pool_audit {

namespace fs = std::filesystem;

namespace {

// What a build folder is full of and no compiler reads.
constexpr std::array<std::string_view, 12> kProducts = {
    ".o", ".a", ".so", ".d", ".obj", ".gcno", ".gcda", ".pch", ".gch", ".log", ".bin", ".lo"};
constexpr std::uintmax_t kLargest = 8U << 20;  // bytes, of a generated file

bool is_within(const std::string& path, const std::string& folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

// The deepest folder that holds both, without a slash at the end.
std::string common_folder(const fs::path& a, const fs::path& b) {
  fs::path out;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end() && *i == *j; ++i, ++j) {
    out /= *i;
  }
  const std::string text = out.string();
  return text == "/" ? "" : text;
}

bool may_be_read(const fs::directory_entry& entry) {
  std::error_code failed;
  const std::string extension = entry.path().extension().string();
  if (std::ranges::find(kProducts, extension) != kProducts.end()) return false;
  const std::uintmax_t size = entry.file_size(failed);
  if (failed || size > kLargest) return false;
  const auto mode = entry.status(failed).permissions();
  // A program: generated headers have an extension.
  return !extension.empty() || (mode & fs::perms::owner_exec) == fs::perms::none;
}

class Copier {
 public:
  // `skipped`: a folder that is left out, or "".
  Copier(bool all, std::string skipped) : all_(all), skipped_(std::move(skipped)) {}

  Result<void> run(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::create_directories(to, failed);
    if (failed) return fail("cannot make a copy of the sources: " + failed.message(), to.string());
    for (fs::directory_iterator it(from, failed), end; !failed && it != end; it.increment(failed)) {
      if (auto copied = one(*it, to / it->path().filename()); !copied) return copied;
    }
    if (failed) return fail("cannot read the folder: " + failed.message(), from.string());
    return {};
  }

 private:
  Result<void> one(const fs::directory_entry& entry, const fs::path& to) {
    std::error_code failed;
    if (entry.is_symlink(failed)) {
      fs::copy_symlink(entry.path(), to, failed);
      return {};
    }
    if (entry.is_directory(failed)) {
      const bool left_out = entry.path().filename() == ".git" || entry.path() == skipped_;
      return left_out ? Result<void>() : run(entry.path(), to);
    }
    if (!entry.is_regular_file(failed) || (!all_ && !may_be_read(entry))) return {};
    fs::copy_file(entry.path(), to, fs::copy_options::overwrite_existing, failed);
    if (failed) {
      return fail("cannot make a copy of the sources: " + failed.message() + "; see TMPDIR",
                  entry.path().string());
    }
    return {};
  }

  bool all_;
  std::string skipped_;
};

}  // namespace

Result<void> Shadow::make(const std::string& tree, const std::string& build) {
  std::error_code ignored;
  if (scratch_.path().empty()) return fail("no temporary folder can be made; set TMPDIR");
  tree_ = tree;
  const fs::path path = fs::weakly_canonical(build, ignored);
  build_ = (fs::is_directory(path, ignored) ? path : path.parent_path()).string();
  // A build folder that holds the sources is theirs.
  if (is_within(tree_, build_)) build_ = tree_;
  const std::string common = common_folder(tree_, build_);
  // One folder deeper, so that a tree which is the common folder has a name, too.
  tree_there_ = scratch_.path() + "/t" + tree_.substr(common.size());
  build_there_ = scratch_.path() + "/t" + build_.substr(common.size());
  fs::create_directories(tree_there_, ignored);
  if (build_ == tree_) return {};
  return Copier(false, is_within(tree_, build_) ? tree_ : "").run(build_, build_there_);
}

std::string Shadow::moved(const std::string& path) const {
  if (is_within(path, build_) && build_.size() >= tree_.size()) {
    return build_there_ + path.substr(build_.size());
  }
  if (is_within(path, tree_)) return tree_there_ + path.substr(tree_.size());
  return is_within(path, build_) ? build_there_ + path.substr(build_.size()) : path;
}

Result<void> Shadow::copy_sources() {
  return Copier(true, build_ == tree_ ? "" : build_).run(tree_, tree_there_);
}

cli::Options Shadow::options(const cli::Options& original, const std::string& root) const {
  cli::Options out = original;
  out.since.clear();
  out.baseline.clear();
  out.dump = cli::Stage::none;
  out.pool.clear();
  out.quiet = true;
  out.root = tree_there_ + root.substr(tree_.size());
  // A path is mapped once: what the user's own maps lead to moves with the rest.
  for (auto& [from, to] : out.path_map) to = moved(to);
  // Of two that hold, the first counts: the deeper one.
  std::vector<std::pair<std::string, std::string>> moves = {{tree_, tree_there_},
                                                            {build_, build_there_}};
  if (build_ == tree_) moves.pop_back();
  std::ranges::sort(moves, std::ranges::greater(),
                    [](const auto& move) { return move.first.size(); });
  out.path_map.insert(out.path_map.end(), moves.begin(), moves.end());
  out.models = config_files(original, root);
  out.user_model = false;
  return out;
}

}  // namespace pool_audit
