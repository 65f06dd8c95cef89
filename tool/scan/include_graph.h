// Which project files include which, by text. Conditionals are ignored: both branches count. System
// headers end the search and are never opened.
//
//   TranslationUnit --search_path.h--> configuration --edges()--> files, read once each
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "tool/load/load.h"
#include "tool/scan/file_digest.h"
#include "tool/scan/folders.h"
#include "tool/scan/search_path.h"

namespace pool_audit::scan {

struct GraphStatistics {
  uint64_t files_read = 0;  // opened, each once
  uint64_t bytes_read = 0;
  uint64_t files_lexed = 0;     // the others came from the store
  uint64_t configurations = 0;  // different search paths
};

// Not thread-safe.
class IncludeGraph {
 public:
  struct Edge {
    FileId file = kNoFile;
    bool conditional = false;

    friend auto operator<=>(const Edge&, const Edge&) = default;
  };
  using Configuration = uint32_t;

  // Files below one of `system_folders` and outside `root` are system headers. `store` may be null.
  IncludeGraph(std::string root, std::vector<std::string> system_folders, FileStore* store);
  ~IncludeGraph();

  // Translation units that look for headers in the same places share a configuration.
  [[nodiscard]] Configuration configuration(const load::TranslationUnit& unit);
  [[nodiscard]] FileId file(const std::string& path) { return folders_.file(path); }
  [[nodiscard]] const std::string& path(FileId file) const { return folders_.path(file); }
  [[nodiscard]] size_t file_count() const { return folders_.size(); }

  // Reads the file when it has not been read. The digest of an unreadable file is empty, and
  // error() says why.
  [[nodiscard]] const FileDigest& digest(FileId file);
  [[nodiscard]] const std::string& error(FileId file) const;
  [[nodiscard]] bool was_read(FileId file) const {
    return file < files_.size() && files_[file] != nullptr;
  }

  // The project files that `file` includes directly, sorted, without those behind macros.
  [[nodiscard]] std::span<const Edge> edges(Configuration configuration, FileId file);
  // -include and -imacros of the configuration.
  [[nodiscard]] const std::vector<FileId>& forced(Configuration configuration);
  // What `#include NAME` in `from` may mean: by NAME's definitions among `definitions` and on the
  // command line. Empty when there is none or none is found; `*known` tells a macro that names a
  // header (a system's, perhaps) from one that nobody defines so.
  [[nodiscard]] std::vector<FileId> behind_macro(Configuration configuration, FileId from,
                                                 const std::string& name,
                                                 const std::vector<const HeaderMacro*>& definitions,
                                                 bool* known);
  // The project file that one #include names; kNoFile for system headers and missing ones.
  [[nodiscard]] FileId resolve(Configuration configuration, FileId from, const Include& include);

  [[nodiscard]] const GraphStatistics& statistics() const { return statistics_; }

 private:
  struct Read;
  struct Place;
  struct Configured;

  void find_all(Configured& in, FileId from, const Include& include, std::vector<FileId>& out);
  FileId search(Configured& in, bool angled, const std::string& name);
  FileId classify(FileId found, bool system_place);
  bool is_system(FileId file);

  const std::string root_;
  const std::vector<std::string> system_folders_;
  FileStore* const store_;
  Folders folders_;
  std::vector<std::unique_ptr<Read>> files_;  // by FileId; null: not read
  std::vector<uint8_t> system_;               // by FileId; 0 unknown, 1 project, 2 system
  std::map<std::string, Configuration> by_key_;
  std::vector<std::unique_ptr<Configured>> configurations_;
  GraphStatistics statistics_;
};

}  // namespace pool_audit::scan
