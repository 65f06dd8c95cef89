#include "tool/cache/file_digests.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <tuple>
#include <utility>

#include "tool/cache/codec.h"

namespace pool_audit::cache {
namespace {

constexpr int64_t kRacy = 2'000'000'000;  // ns: the coarsest clock of a file system, FAT's
// Between a compilation's start and a change that is certainly after it: the tick of the kernel's
// clock, by which a file's time can lag behind.
constexpr int64_t kTick = 20'000'000;  // ns
constexpr uint64_t kForgetAfter = 90;  // days
constexpr uint64_t kRefreshAfter = 7;  // days; a younger record of a last use is not rewritten

int64_t nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Digest stamp_of(const struct stat& status) {
  ByteWriter out;
  out.u64(static_cast<uint64_t>(status.st_size));
  out.u64(static_cast<uint64_t>(nanoseconds(status.st_mtim)));
  out.u64(static_cast<uint64_t>(nanoseconds(status.st_ctim)));
  out.u64(status.st_ino);
  out.u64(status.st_dev);
  return digest_of(out.out());
}

int64_t nanoseconds(WallTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

// Neither a change of the content nor one of the times themselves lies close to `moment`. A time in
// the future is no danger: the next change sets another.
bool is_settled(const struct stat& status, int64_t moment) {
  for (const timespec& time : {status.st_mtim, status.st_ctim}) {
    const int64_t at = nanoseconds(time);
    if (at >= moment - kRacy && at <= moment + kRacy) return false;
  }
  return true;
}

class File {
 public:
  explicit File(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

// The same as digest_of() of the whole content, in pieces.
std::optional<Digest> digest_of_content(int fd) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(),
                                                                       XXH3_freeState);
  if (state == nullptr || XXH3_128bits_reset(state.get()) != XXH_OK) return std::nullopt;
  std::string buffer(1 << 17, '\0');
  while (true) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    XXH3_128bits_update(state.get(), buffer.data(), static_cast<size_t>(got));
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return Digest{hash.high64, hash.low64};
}

}  // namespace

FileDigests::FileDigests(Store& store, std::function<WallTime()> now)
    : store_(store), now_(std::move(now)) {}

FileDigests::~FileDigests() {
  save();
}

WallTime FileDigests::now() const {
  return now_ ? now_() : std::chrono::system_clock::now();
}

uint64_t FileDigests::today() const {
  const int64_t day = nanoseconds(now()) / 86'400'000'000'000;
  return day > 0 ? static_cast<uint64_t>(day) : 0;
}

void FileDigests::load() {
  loaded_ = true;
  if (store_.enabled()) index_ = Index::load(store_.path_of("index"));
}

FileDigests::Known FileDigests::look_anew(const std::string& path) {
  Known out;
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return out;
  out.exists = true;
  if (!S_ISREG(status.st_mode)) return out;
  out.stamp = stamp_of(status);
  const Digest key = digest_of(path);
  const uint64_t day = today();
  if (const auto record = index_.find(key); record && record->stamp == out.stamp) {
    if (record->day + kRefreshAfter <= day) fresh_[key] = {key, out.stamp, record->content, day};
    out.content = record->content;
    return out;
  }
  ++counters_.read;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const int64_t moment = nanoseconds(now());
    const File file(path);
    struct stat before{};
    struct stat after{};
    if (file.get() < 0 || ::fstat(file.get(), &before) != 0 || !S_ISREG(before.st_mode)) return out;
    const std::optional<Digest> content = digest_of_content(file.get());
    if (!content || ::fstat(file.get(), &after) != 0) return out;
    if (stamp_of(before) != stamp_of(after)) continue;  // it was written to meanwhile
    out.stamp = stamp_of(after);
    out.content = content;
    if (is_settled(after, moment)) fresh_[key] = {key, out.stamp, *content, day};
    return out;
  }
  return out;
}

const FileDigests::Known& FileDigests::look(std::string_view path) {
  if (const auto found = known_.find(path); found != known_.end()) return found->second;
  if (!loaded_) load();
  ++counters_.looked;
  const std::string text(path);
  return known_.emplace(text, look_anew(text)).first->second;
}

std::optional<Digest> FileDigests::digest(std::string_view path) {
  return look(path).content;
}

bool FileDigests::exists(std::string_view path) {
  return look(path).exists;
}

std::optional<std::vector<ReadFile>> FileDigests::unchanged_since(
    const std::vector<std::string>& paths, WallTime started) {
  std::vector<ReadFile> out;
  out.reserve(paths.size());
  for (const std::string& path : paths) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    const int64_t limit = nanoseconds(started) - kTick;
    if (nanoseconds(status.st_mtim) >= limit || nanoseconds(status.st_ctim) >= limit) {
      return std::nullopt;
    }
    // What was known from before the compilation may be of another content.
    auto found = known_.find(path);
    if (found != known_.end() && found->second.stamp != stamp_of(status)) {
      known_.erase(found);
      found = known_.end();
    }
    const Known& known = found != known_.end() ? found->second : look(path);
    if (!known.content || known.stamp != stamp_of(status)) return std::nullopt;
    out.push_back({path, *known.content});
  }
  return out;
}

void FileDigests::save() {
  if (fresh_.empty() || !store_.writable()) return;
  const std::map<Digest, IndexRecord> fresh = std::exchange(fresh_, {});
  // Read again: other runs may have written since. What they write between here and the rename is
  // lost, which costs reading some files once more.
  load();
  const uint64_t day = today();
  std::vector<IndexRecord> records;
  records.reserve(index_.size() + fresh.size());
  for (const auto& [path, record] : fresh) records.push_back(record);
  for (size_t i = 0; i < index_.size(); ++i) {
    const IndexRecord record = index_.at(i);
    if (record.day + kForgetAfter > day && !fresh.contains(record.path)) records.push_back(record);
  }
  if (records.size() > kMostRecords) {
    std::sort(records.begin(), records.end(), [](const IndexRecord& a, const IndexRecord& b) {
      return std::tie(b.day, a.path) < std::tie(a.day, b.path);
    });
    records.resize(kMostRecords);
  }
  store_.write(store_.path_of("index"), encode_index(std::move(records)));
}

}  // namespace pool_audit::cache
