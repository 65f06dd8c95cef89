// Looking after the store as a whole: its size, leftovers, statistics.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <tuple>
#include <vector>

#include "tool/cache/store.h"

namespace pool_audit::cache {

struct Store::Entry {
  std::string name;
  uint64_t bytes = 0;
  timespec used{};
};

namespace {

constexpr std::time_t kAbandoned = 3600;  // seconds after which nobody writes a temporary any more

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_entry(std::string_view name) {
  return name.size() == 31 && is_hex(name);
}
bool is_temporary(std::string_view name) {
  return name.starts_with("tmp.") && name.size() == 36 && is_hex(name.substr(4));
}

// Calls `use(name, status, folder descriptor)` for the regular files of a folder whose names are
// the store's. Anything else in there belongs to somebody else and is left alone.
template <class Use>
void for_each_file(const std::string& path, Use use) {
  DIR* folder = ::opendir(path.c_str());
  if (folder == nullptr) return;
  const int fd = ::dirfd(folder);
  if (fd < 0) {
    ::closedir(folder);
    return;
  }
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (!is_entry(name) && !is_temporary(name)) continue;
    struct stat status{};
    // One that another run has just removed or renamed is simply not there.
    if (::fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISREG(status.st_mode)) use(entry->d_name, status, fd);
  }
  ::closedir(folder);
}

void remove_if_abandoned(const char* name, const struct stat& status, int folder) {
  if (!is_temporary(name)) return;
  if (status.st_mtime + kAbandoned < std::time(nullptr)) ::unlinkat(folder, name, 0);
}

}  // namespace

void Store::trim_shard(size_t shard) {
  written_[shard] = 0;
  const std::string path = shard_path(shard);
  std::vector<Entry> entries;
  uint64_t total = 0;
  for_each_file(path, [&](const char* name, const struct stat& status, int folder) {
    if (is_temporary(name)) {
      remove_if_abandoned(name, status, folder);
      return;
    }
    entries.push_back({name, static_cast<uint64_t>(status.st_size), status.st_mtim});
    total += entries.back().bytes;
  });
  const uint64_t share = size_limit_ / kShards;
  if (size_limit_ == 0 || total <= share) return;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.used.tv_sec, a.used.tv_nsec, a.name) <
           std::tie(b.used.tv_sec, b.used.tv_nsec, b.name);
  });
  for (const Entry& entry : entries) {
    if (total <= share / 5 * 4) break;
    // Somebody else who trims may have been faster; gone is gone.
    if (::unlink((path + "/" + entry.name).c_str()) == 0) ++counters_.removed;
    total -= entry.bytes;
  }
}

void Store::trim() {
  bool any = false;
  for (size_t shard = 0; shard < kShards; ++shard) {
    any = any || written_[shard] != 0;
    if (written_[shard] != 0) trim_shard(shard);
  }
  if (any) for_each_file(path_of(""), remove_if_abandoned);
}

void Store::clear() {
  if (!enabled()) return;
  for (size_t shard = 0; shard < kShards; ++shard) {
    const std::string path = shard_path(shard);
    for_each_file(path, [](const char* name, const struct stat&, int folder) {
      ::unlinkat(folder, name, 0);
    });
    ::rmdir(path.c_str());
    written_[shard] = 0;
  }
  const std::string version = path_of("");
  for_each_file(version, [](const char* name, const struct stat&, int folder) {
    if (is_temporary(name)) ::unlinkat(folder, name, 0);
  });
  ::unlink(path_of("index").c_str());
  ::unlink(path_of("CACHEDIR.TAG").c_str());
  tagged_ = false;
  ::rmdir(version.c_str());
}

StoreStats Store::stats() const {
  StoreStats out = counters_;
  if (!enabled()) return out;
  for (size_t shard = 0; shard < kShards; ++shard) {
    for_each_file(shard_path(shard), [&](const char* name, const struct stat& status, int) {
      if (is_temporary(name)) {
        ++out.temporaries;
      } else {
        ++out.entries;
        out.bytes += static_cast<uint64_t>(status.st_size);
      }
    });
  }
  return out;
}

}  // namespace pool_audit::cache
