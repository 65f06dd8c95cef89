// The file system as an include search sees it. A folder is listed once, and every later question
// about it costs a hash look-up: a search over 50 folders for a header that is in none of them asks
// the system nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pool_audit::scan {

using FileId = uint32_t;
inline constexpr FileId kNoFile = 0xFFFFFFFF;

class Folder;

// All folders and files met so far. Files are numbered in the order in which they are first found,
// by their path without symlinks. Not thread-safe.
class Folders {
 public:
  Folders();
  ~Folders();
  Folders(const Folders&) = delete;
  Folders& operator=(const Folders&) = delete;

  // The folder of an absolute path, nullptr when it is not there. Valid as long as this object.
  [[nodiscard]] Folder* folder(std::string_view path);
  // The regular file `name`, which may have folders in front ("sys/x.h", "../x.h"), in `folder`.
  [[nodiscard]] FileId find(Folder* folder, std::string_view name);
  // The file of an absolute path, whether it is there or not.
  [[nodiscard]] FileId file(const std::string& path);

  [[nodiscard]] size_t size() const { return paths_.size(); }
  [[nodiscard]] const std::string& path(FileId file) const { return paths_[file]; }
  // The folder in which a file stands; nullptr when the file is not there.
  [[nodiscard]] Folder* folder_of(FileId file);

 private:
  friend class Folder;
  [[nodiscard]] Folder* made(const std::string& canonical);

  std::unordered_map<std::string, std::unique_ptr<Folder>> by_path_;
  std::unordered_map<std::string, FileId> ids_;
  std::deque<std::string> paths_;     // by FileId
  std::vector<Folder*> standing_in_;  // by FileId; nullptr: not looked for yet, or not there
};

}  // namespace pool_audit::scan
