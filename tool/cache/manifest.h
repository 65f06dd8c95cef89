// What one command's results depended on: the file behind FactsCache.
//
//   manifest     = "pamanif1"  paths  files  alternatives
//   paths        = count, then for each, sorted: count of bytes shared with the one before,
//                  count of further bytes, these bytes
//   files        = count, then for each: number of its path, digest of its content
//   alternatives = count, then for each, newest first: digest (key of the result),
//                  count, that many numbers of files;  count, that many numbers of absent paths
//
// Counts and numbers have seven bits a byte. Alternatives share nearly all their files, hence the
// tables. The store's entry around it holds the checksum.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checks/support/hash.h"
#include "checks/support/result.h"

namespace pool_audit::cache {

// One state of the world and the result in it.
struct Alternative {
  struct File {
    std::string path;  // without a leading '/': relative to the project root
    Digest content;

    friend bool operator==(const File&, const File&) = default;
  };
  Digest result;
  std::vector<File> files;          // in the order in which they are to be compared
  std::vector<std::string> absent;  // paths at which nothing may be

  friend bool operator==(const Alternative&, const Alternative&) = default;
};

struct Manifest {
  std::vector<Alternative> alternatives;  // newest first

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

[[nodiscard]] std::string encode_manifest(const Manifest& manifest);
// Fails on damage of any kind. Memory is bounded by a small multiple of the input.
[[nodiscard]] Result<Manifest> decode_manifest(std::string_view bytes);

}  // namespace pool_audit::cache
