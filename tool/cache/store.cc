#include "tool/cache/store.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

#include "tool/cache/codec.h"

namespace pool_audit::cache {
namespace {

constexpr std::string_view kMagic = "paentry1";
constexpr size_t kChecked = 32;  // bytes of the header that the checksum covers
constexpr size_t kHeader = 48;
constexpr uint64_t kLargest = uint64_t{4} << 30;  // payload; more is damage
constexpr std::time_t kTouchAfter = 3600;  // seconds; a read that is fresher is not written down
constexpr std::string_view kTag =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This file marks the cache of pool-audit. Everything in this folder can be made again.\n";

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

bool read_exactly(int fd, char* to, size_t size) {
  while (size != 0) {
    const ssize_t got = ::read(fd, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<size_t>(got);
  }
  return true;
}

bool write_exactly(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

Digest checksum(std::string_view checked, std::string_view payload) {
  return combine(digest_of(checked), digest_of(payload));
}

// Distinct also between machines that share the folder.
std::string temporary_name() {
  static uint64_t serial = 0;
  uint64_t noise = 0;
  if (::getrandom(&noise, sizeof noise, GRND_NONBLOCK) < 0) noise = 0;
  return "tmp." + Digest{noise, (static_cast<uint64_t>(::getpid()) << 32) + ++serial}.hex();
}

// Whether a use of the entry is to be written down. That fails on a read-only cache, and need not
// succeed.
bool is_stale(const struct stat& status) {
  return status.st_mtime + kTouchAfter < std::time(nullptr);
}
constexpr std::array<timespec, 2> kTouch = {timespec{0, UTIME_OMIT}, timespec{0, UTIME_NOW}};

bool make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST) return true;
  if (errno != ENOENT) return false;
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos || slash == 0) return false;
  if (!make_folder(path.substr(0, slash))) return false;
  return ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST;
}

}  // namespace

Store::Store(std::string folder, uint64_t size_limit)
    : folder_(std::move(folder)), size_limit_(size_limit), writable_(!folder_.empty()) {
  while (folder_.size() > 1 && folder_.back() == '/') folder_.pop_back();
}

Store::~Store() {
  trim();
}

std::string Store::path_of(std::string_view name) const {
  return folder_ + "/v1/" + std::string(name);
}

std::string Store::shard_path(size_t shard) const {
  return path_of({&"0123456789abcdef"[shard], 1});
}

std::string Store::entry_path(const Digest& key) const {
  const std::string hex = key.hex();
  return path_of(hex.substr(0, 1)) + "/" + hex.substr(1);
}

void Store::note(const std::string& text) {
  if (!noted_) note_ = text;
  noted_ = true;
}

std::optional<std::string> Store::take_note() {
  return std::exchange(note_, std::nullopt);
}

void Store::stop_writing(int error) {
  writable_ = false;
  note(
      "the cache in '" + folder_ + "' cannot be written: " + std::strerror(error) +
      "; what this run finds out is not kept for the next. Choose another folder with --cache-dir");
}

void Store::throw_away(const std::string& path) {
  // If a good entry has just taken the damaged one's place, that is one miss more.
  ++counters_.damaged;
  ::unlink(path.c_str());
}

bool Store::contains(const Digest& key) const {
  if (!enabled()) return false;
  const std::string path = entry_path(key);
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  if (is_stale(status)) ::utimensat(AT_FDCWD, path.c_str(), kTouch.data(), AT_SYMLINK_NOFOLLOW);
  return true;
}

std::optional<std::string> Store::get(const Digest& key) {
  if (!enabled()) return std::nullopt;
  ++counters_.misses;  // until it is a hit
  const std::string path = entry_path(key);
  // Nothing but a regular file is an entry, and opening a fifo must not block.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (file.get() < 0) {
    if (errno != ENOENT && errno != ENOTDIR) {
      note("the cache in '" + folder_ + "' cannot be read: " + std::strerror(errno));
    }
    return std::nullopt;
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const auto size = static_cast<uint64_t>(status.st_size);
  std::array<char, kHeader> buffer{};
  const std::string_view header(buffer.data(), buffer.size());
  if (size < kHeader || !read_exactly(file.get(), buffer.data(), kHeader) ||
      !header.starts_with(kMagic) || load_digest(header.substr(8)) != key ||
      load_u64(header.substr(24)) != size - kHeader || size - kHeader > kLargest) {
    throw_away(path);
    return std::nullopt;
  }
  std::string payload(size - kHeader, '\0');
  if (!read_exactly(file.get(), payload.data(), payload.size()) ||
      load_digest(header.substr(kChecked)) != checksum(header.substr(0, kChecked), payload)) {
    throw_away(path);
    return std::nullopt;
  }
  if (is_stale(status)) ::futimens(file.get(), kTouch.data());
  --counters_.misses;
  ++counters_.hits;
  return payload;
}

bool Store::prepare(const std::string& path) {
  if (!make_folder(path.substr(0, path.find_last_of('/')))) return false;
  if (!tagged_) {
    tagged_ = true;
    const std::string tag = path_of("CACHEDIR.TAG");
    File file(::open(tag.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.get() >= 0 && !write_exactly(file.get(), kTag)) ::unlink(tag.c_str());
  }
  return true;
}

bool Store::write(const std::string& path, std::string_view bytes) {
  if (!writable_) return false;
  const std::string temporary = path.substr(0, path.find_last_of('/') + 1) + temporary_name();
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  int fd = ::open(temporary.c_str(), kFlags, 0666);
  if (fd < 0 && errno == ENOENT && prepare(path)) fd = ::open(temporary.c_str(), kFlags, 0666);
  if (fd < 0) {
    stop_writing(errno);
    return false;
  }
  File file(fd);
  if (write_exactly(fd, bytes) && file.close() && ::rename(temporary.c_str(), path.c_str()) == 0) {
    return true;
  }
  const int error = errno;
  ::unlink(temporary.c_str());
  stop_writing(error);
  return false;
}

bool Store::put(const Digest& key, std::string_view bytes) {
  if (!writable_ || bytes.size() > kLargest) return false;
  if (size_limit_ != 0 && bytes.size() > size_limit_ / kShards / 4) return false;
  ByteWriter entry;
  entry.reserve(kHeader + bytes.size());
  entry.bytes(kMagic);
  entry.digest(key);
  entry.u64(bytes.size());
  entry.digest(checksum(entry.out(), bytes));
  entry.bytes(bytes);
  if (!write(entry_path(key), entry.out())) return false;
  ++counters_.written;
  const size_t shard = key.high >> 60;
  written_[shard] += entry.out().size();
  // A run that writes more than a part may hold must not wait for its end.
  if (size_limit_ != 0 && written_[shard] > size_limit_ / kShards / 4) trim_shard(shard);
  return true;
}

}  // namespace pool_audit::cache
