// Digests of files' contents without reading the files again in every run.
//
// A file is taken to be unchanged while its size, modification time, change time, inode and device
// are. That misses a change made right after the file was read, within one tick of the file
// system's clock: what was changed less than two seconds before it was read is therefore not
// remembered, and read again in the next run (git's answer to its "racy" index entries).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/support/hash.h"
#include "tool/cache/index.h"
#include "tool/cache/store.h"

namespace pool_audit::cache {

using WallTime = std::chrono::system_clock::time_point;

// A file that a compilation read, and what was in it then.
struct ReadFile {
  std::string path;  // absolute
  Digest content;

  friend bool operator==(const ReadFile&, const ReadFile&) = default;
};

// For one run of the tool: the first answer about a path stands for the whole run, so that a run
// sees one state of the world and pays one stat per file. Not thread-safe.
class FileDigests {
 public:
  // `store` outlives this. `now` is for tests; empty: the system clock.
  explicit FileDigests(Store& store, std::function<WallTime()> now = {});
  ~FileDigests();  // save()
  FileDigests(const FileDigests&) = delete;
  FileDigests& operator=(const FileDigests&) = delete;

  // digest_of() the content of the regular file `path` (absolute; symlinks are followed). Nothing
  // when it cannot be read, or keeps changing while it is.
  [[nodiscard]] std::optional<Digest> digest(std::string_view path);
  // Whether anything is there, of any kind.
  [[nodiscard]] bool exists(std::string_view path);

  // The files with their contents, for a compilation that began at `started` and cannot tell what
  // it read: nothing when one of them is gone or may have changed since. Looks at every file anew.
  // Better is to digest the very bytes that were parsed.
  [[nodiscard]] std::optional<std::vector<ReadFile>> unchanged_since(
      const std::vector<std::string>& paths, WallTime started);

  // Writes down what is new, joined with what other runs wrote meanwhile. Records that no run used
  // for 90 days are dropped, and the oldest above 262,144.
  void save();

  struct Counters {
    size_t looked = 0;  // files that were asked for: a stat each
    size_t read = 0;    // of these: read and hashed
  };
  [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
  struct Known {
    std::optional<Digest> content;
    bool exists = false;
    Digest stamp;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return hash64(text); }
  };

  const Known& look(std::string_view path);
  [[nodiscard]] Known look_anew(const std::string& path);
  [[nodiscard]] WallTime now() const;
  [[nodiscard]] uint64_t today() const;
  void load();

  Store& store_;
  std::function<WallTime()> now_;
  bool loaded_ = false;
  Index index_;
  std::unordered_map<std::string, Known, Hash, std::equal_to<>> known_;
  std::map<Digest, IndexRecord> fresh_;  // to be written, by path
  Counters counters_;
};

}  // namespace pool_audit::cache
