// The file in which FileDigests remembers contents from run to run.
//
//   offset 0  "paindex1"
//          8  u64 number of records
//         16  checksum of the records, 16 bytes
//         32  records, 56 bytes each, sorted by path, all numbers little-endian:
//               0  digest of the absolute path
//              16  stamp: digest of size, times, inode and device
//              32  digest of the content
//              48  u64 day of the last use, since 1970
//
// Records of one size and order are searched where they lie: loading a large index costs its
// checksum, not a pass over its records. A text form or a hash table was dropped for that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"

namespace pool_audit::cache {

struct IndexRecord {
  Digest path;
  Digest stamp;
  Digest content;
  uint64_t day = 0;

  friend bool operator==(const IndexRecord&, const IndexRecord&) = default;
};

inline constexpr size_t kMostRecords = size_t{1} << 18;

class Index {
 public:
  Index() = default;
  // Takes over `bytes`; an empty index when they are not a whole, undamaged one.
  [[nodiscard]] static Index open(std::string bytes);
  // Reads the file; an empty index when it is not there, or too large to have been written here.
  [[nodiscard]] static Index load(const std::string& path);

  [[nodiscard]] size_t size() const;
  [[nodiscard]] IndexRecord at(size_t position) const;
  // Logarithmic.
  [[nodiscard]] std::optional<IndexRecord> find(const Digest& path) const;

 private:
  std::string bytes_;  // empty, or verified
};

// `records` in any order; of two for one path the one that was used last stands.
[[nodiscard]] std::string encode_index(std::vector<IndexRecord> records);

}  // namespace pool_audit::cache
