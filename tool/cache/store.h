// Bytes on disk under a key, shared by any number of runs at once.
//
//   FOLDER/v1/CACHEDIR.TAG  tells backup programs to pass by. Not above: FOLDER may be anything
//   FOLDER/v1/0 ... f       entries, by the first digit of their key; a name is the other 31
//   FOLDER/v1/0/tmp.*       being written, or left by a run that was killed
//   FOLDER/v1/index         digests of files, see index.h
//
// An entry, all numbers little-endian:
//
//   offset 0  "paentry1"
//          8  key, 16 bytes         the name may lie: files get copied
//         24  u64 length of the payload
//         32  checksum, 16 bytes: of the 32 bytes before and of the payload
//         48  payload
//
// Entries are written to a temporary file in their own folder and renamed, so that a reader sees a
// whole one or none. They are not synced: after a power failure the checksum finds what is half
// there. A database (SQLite, LMDB) was dropped: it needs locks, which network file systems lack,
// and one damaged page costs more than one entry.
//
// A cache never fails a run. What cannot be read is a miss; at the first thing that cannot be
// written (read-only, full, no permission) writing stops for the rest of the run, and take_note()
// says so once. On a file system with a limit on file sizes, SIGXFSZ must be ignored by the
// process.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checks/support/hash.h"

namespace pool_audit::cache {

inline constexpr uint64_t kDefaultSizeLimit = uint64_t{5} << 30;
inline constexpr size_t kShards = 16;

struct StoreStats {
  // On disk, as found by walking the folders.
  size_t entries = 0;
  uint64_t bytes = 0;
  size_t temporaries = 0;
  // Of this object.
  size_t hits = 0;
  size_t misses = 0;   // damaged entries count as misses too
  size_t damaged = 0;  // entries that were thrown away
  size_t written = 0;
  size_t removed = 0;  // to stay within the size limit
};

// One thread at a time per object; any number of objects and processes per folder.
class Store {
 public:
  // An empty folder is a store that keeps nothing and finds nothing. Nothing is created before the
  // first put(). `size_limit` in bytes, 0: none.
  explicit Store(std::string folder, uint64_t size_limit = kDefaultSizeLimit);
  // Trims the parts that this run has written to.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // The bytes last put under `key`, by anybody. A hit counts as use for the trimming, at a
  // granularity of an hour. A damaged entry is removed and is a miss.
  [[nodiscard]] std::optional<std::string> get(const Digest& key);
  // Whether there is an entry, which may still prove damaged. Counts as use, and costs a stat.
  [[nodiscard]] bool contains(const Digest& key) const;
  // Keeps `bytes` under `key`, replacing what is there. False when they were not kept: the cache
  // cannot be written, or they are above 1/64 of the size limit or 4 GiB. No error either way.
  bool put(const Digest& key, std::string_view bytes);

  // Removes the least recently used entries of every part that this object has written to, down to
  // 4/5 of its share of the limit when it is above its share, and temporaries older than an hour.
  // Costs a stat for each entry there. A cache is above its limit by at most what the runs of this
  // moment write.
  void trim();
  // Removes all entries and the index. Runs that use the cache meanwhile lose entries, no more.
  void clear();
  [[nodiscard]] StoreStats stats() const;

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] bool enabled() const { return !folder_.empty(); }
  [[nodiscard]] bool writable() const { return writable_; }
  // What the user should know about the cache, said once.
  [[nodiscard]] std::optional<std::string> take_note();

  // For the other files of the cache: their path, and writing them under the rules of this class.
  [[nodiscard]] std::string path_of(std::string_view name) const;
  bool write(const std::string& path, std::string_view bytes);

 private:
  struct Entry;

  [[nodiscard]] std::string shard_path(size_t shard) const;
  [[nodiscard]] std::string entry_path(const Digest& key) const;
  void stop_writing(int error);
  void note(const std::string& text);
  bool prepare(const std::string& path);
  void trim_shard(size_t shard);
  void throw_away(const std::string& path);

  std::string folder_;  // without a slash at the end
  uint64_t size_limit_;
  bool writable_;
  bool tagged_ = false;
  bool noted_ = false;
  std::optional<std::string> note_;
  std::array<uint64_t, kShards> written_{};  // bytes since the shard was last trimmed
  mutable StoreStats counters_;
};

}  // namespace pool_audit::cache
