#include "tool/scan/folders.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

namespace pool_audit::scan {

// One folder, listed when it is first asked for something.
class Folder {
 public:
  Folder(Folders& all, std::string path) : all_(all), path_(std::move(path)) {}

  [[nodiscard]] const std::string& path() const { return path_; }

  // The folder `name` in this one, nullptr when there is none.
  Folder* child(std::string_view name) {
    if (name.empty() || name == ".") return this;
    if (name == "..") {
      const size_t slash = path_.rfind('/');
      return all_.made(slash == 0 ? "/" : path_.substr(0, slash));
    }
    Entry* entry = find(name);
    if (entry == nullptr) return nullptr;
    resolve(*entry, name);
    return entry->folder;
  }

  FileId file(std::string_view name) {
    Entry* entry = find(name);
    if (entry == nullptr) return kNoFile;
    resolve(*entry, name);
    return entry->file;
  }

 private:
  struct Entry {
    bool resolved = false;
    unsigned char type = DT_UNKNOWN;  // as readdir has it
    Folder* folder = nullptr;
    FileId file = kNoFile;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  Entry* find(std::string_view name) {
    if (!listed_) list();
    const auto at = entries_.find(name);
    return at == entries_.end() ? nullptr : &at->second;
  }

  void list() {
    listed_ = true;
    DIR* dir = ::opendir(path_.c_str());
    if (dir == nullptr) return;
    while (const dirent* found = ::readdir(dir)) {
      entries_[found->d_name].type = found->d_type;
    }
    ::closedir(dir);
  }

  void resolve(Entry& entry, std::string_view name) {
    if (entry.resolved) return;
    entry.resolved = true;
    std::string full = path_ == "/" ? "/" : path_ + "/";
    full += name;
    if (entry.type == DT_REG) {
      entry.file = all_.file(full);
      return;
    }
    if (entry.type == DT_DIR) {
      entry.folder = all_.made(full);
      return;
    }
    char canonical[PATH_MAX];
    struct stat status{};
    if (::realpath(full.c_str(), canonical) == nullptr || ::stat(canonical, &status) != 0) return;
    if (S_ISDIR(status.st_mode)) entry.folder = all_.made(canonical);
    if (S_ISREG(status.st_mode)) entry.file = all_.file(canonical);
  }

  Folders& all_;
  const std::string path_;
  bool listed_ = false;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

Folders::Folders() = default;
Folders::~Folders() = default;

Folder* Folders::made(const std::string& canonical) {
  std::unique_ptr<Folder>& folder = by_path_[canonical];
  if (!folder) folder = std::make_unique<Folder>(*this, canonical);
  return folder.get();
}

Folder* Folders::folder(std::string_view path) {
  if (path.empty() || path.front() != '/') return nullptr;
  Folder* at = made("/");
  for (size_t begin = 1; begin <= path.size() && at != nullptr;) {
    const size_t end = std::min(path.find('/', begin), path.size());
    at = at->child(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return at;
}

FileId Folders::find(Folder* folder, std::string_view name) {
  if (!name.empty() && name.front() == '/') folder = made("/");
  while (folder != nullptr) {
    const size_t slash = name.find('/');
    if (slash == std::string_view::npos) return name.empty() ? kNoFile : folder->file(name);
    folder = folder->child(name.substr(0, slash));
    name.remove_prefix(slash + 1);
  }
  return kNoFile;
}

FileId Folders::file(const std::string& path) {
  const auto [at, fresh] = ids_.try_emplace(path, static_cast<FileId>(paths_.size()));
  if (fresh) paths_.push_back(path);
  return at->second;
}

Folder* Folders::folder_of(FileId file) {
  if (standing_in_.size() <= file) standing_in_.resize(paths_.size(), nullptr);
  Folder*& known = standing_in_[file];
  if (known == nullptr) {
    const std::string& path = paths_[file];
    const size_t slash = path.rfind('/');
    known = folder(std::string_view(path).substr(0, slash == 0 ? 1 : slash));
  }
  return known;
}

}  // namespace pool_audit::scan
