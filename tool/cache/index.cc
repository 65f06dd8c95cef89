#include "tool/cache/index.h"

#include <sys/stat.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "checks/support/files.h"
#include "tool/cache/codec.h"

namespace pool_audit::cache {
namespace {

constexpr std::string_view kMagic = "paindex1";
constexpr size_t kHeader = 32;
constexpr size_t kRecord = 56;

Digest path_at(std::string_view bytes, size_t position) {
  return load_digest(bytes.substr(kHeader + position * kRecord));
}

}  // namespace

Index Index::open(std::string bytes) {
  if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return {};
  const std::string_view records = std::string_view(bytes).substr(kHeader);
  const uint64_t count = load_u64(std::string_view(bytes).substr(8));
  if (records.size() % kRecord != 0 || count != records.size() / kRecord) return {};
  if (load_digest(std::string_view(bytes).substr(16)) != digest_of(records)) return {};
  Index out;
  out.bytes_ = std::move(bytes);
  return out;
}

Index Index::load(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
      static_cast<uint64_t>(status.st_size) > kHeader + kMostRecords * kRecord) {
    return {};
  }
  Result<std::string> bytes = read_file(path);
  return bytes ? open(std::move(*bytes)) : Index();
}

size_t Index::size() const {
  return bytes_.empty() ? 0 : (bytes_.size() - kHeader) / kRecord;
}

IndexRecord Index::at(size_t position) const {
  const auto from = std::string_view(bytes_).substr(kHeader + position * kRecord, kRecord);
  return {load_digest(from), load_digest(from.substr(16)), load_digest(from.substr(32)),
          load_u64(from.substr(48))};
}

std::optional<IndexRecord> Index::find(const Digest& path) const {
  size_t low = 0;
  size_t high = size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (path_at(bytes_, middle) < path) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || path_at(bytes_, low) != path) return std::nullopt;
  return at(low);
}

std::string encode_index(std::vector<IndexRecord> records) {
  std::sort(records.begin(), records.end(), [](const IndexRecord& a, const IndexRecord& b) {
    return std::tie(a.path, a.day, a.stamp, a.content) <
           std::tie(b.path, b.day, b.stamp, b.content);
  });
  ByteWriter body;
  body.reserve(records.size() * kRecord);
  size_t count = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    if (i + 1 < records.size() && records[i + 1].path == records[i].path) continue;
    ++count;
    body.digest(records[i].path);
    body.digest(records[i].stamp);
    body.digest(records[i].content);
    body.u64(records[i].day);
  }
  ByteWriter out;
  out.reserve(kHeader + body.out().size());
  out.bytes(kMagic);
  out.u64(count);
  out.digest(digest_of(body.out()));
  out.bytes(body.out());
  return out.take();
}

}  // namespace pool_audit::cache
