#include "tool/cache/manifest.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "tool/cache/codec.h"

namespace pool_audit::cache {
namespace {

constexpr std::string_view kMagic = "pamanif1";
constexpr size_t kLongestPath = 1 << 16;
constexpr size_t kMostPathBytes = 64 << 20;  // shared beginnings could unfold to any size
constexpr size_t kMostReferences = 1 << 22;  // files of all alternatives together

tl::unexpected<Error> damaged(const char* what) {
  return fail("the manifest is damaged: " + std::string(what));
}

// Numbers things in their sorted order.
template <class Key>
std::vector<Key> number(std::map<Key, uint64_t>& table) {
  std::vector<Key> out;
  for (auto& [key, position] : table) {
    position = out.size();
    out.push_back(key);
  }
  return out;
}

std::vector<std::string> read_paths(ByteReader& in, const char*& problem) {
  std::vector<std::string> paths;
  size_t total = 0;
  for (uint64_t left = in.count(); left != 0 && in.good(); --left) {
    const uint64_t shared = in.count();
    const std::string_view rest = in.bytes(in.count());
    const size_t before = paths.empty() ? 0 : paths.back().size();
    if (shared <= kLongestPath) total += shared + rest.size();
    if (shared > before || shared + rest.size() > kLongestPath || total > kMostPathBytes) {
      problem = "a path has an impossible length";
      return {};
    }
    std::string path = paths.empty() ? std::string() : paths.back().substr(0, shared);
    path += rest;
    if (path.find('\0') != std::string::npos) problem = "a path has a zero byte";
    if (!paths.empty() && path <= paths.back()) problem = "the paths are not sorted";
    if (problem != nullptr) return {};
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace

std::string encode_manifest(const Manifest& manifest) {
  std::map<std::string, uint64_t> paths;
  std::map<std::pair<std::string, Digest>, uint64_t> files;
  for (const Alternative& alternative : manifest.alternatives) {
    for (const Alternative::File& file : alternative.files) {
      paths[file.path];
      files[{file.path, file.content}];
    }
    for (const std::string& path : alternative.absent) paths[path];
  }
  ByteWriter out;
  out.bytes(kMagic);
  const std::vector<std::string> sorted_paths = number(paths);
  out.count(sorted_paths.size());
  std::string_view before;
  for (const std::string& path : sorted_paths) {
    const auto shared = static_cast<size_t>(
        std::mismatch(before.begin(), before.end(), path.begin(), path.end()).first -
        before.begin());
    out.count(shared);
    out.count(path.size() - shared);
    out.bytes(std::string_view(path).substr(shared));
    before = path;
  }
  const auto sorted_files = number(files);
  out.count(sorted_files.size());
  for (const auto& [path, content] : sorted_files) {
    out.count(paths[path]);
    out.digest(content);
  }
  out.count(manifest.alternatives.size());
  for (const Alternative& alternative : manifest.alternatives) {
    out.digest(alternative.result);
    out.count(alternative.files.size());
    for (const Alternative::File& file : alternative.files) {
      out.count(files[{file.path, file.content}]);
    }
    out.count(alternative.absent.size());
    for (const std::string& path : alternative.absent) out.count(paths[path]);
  }
  return out.take();
}

Result<Manifest> decode_manifest(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.bytes(kMagic.size()) != kMagic) return damaged("it does not begin like one");
  const char* problem = nullptr;
  const std::vector<std::string> paths = read_paths(in, problem);
  if (problem != nullptr) return damaged(problem);
  std::vector<std::pair<uint64_t, Digest>> files;
  for (uint64_t left = in.count(); left != 0 && in.good(); --left) {
    const uint64_t path = in.count();
    files.emplace_back(path, in.digest());
    if (path >= paths.size()) return damaged("a file has no path");
  }
  Manifest out;
  size_t references = 0;
  size_t referenced_bytes = 0;
  const auto account = [&](const std::string& path) {
    referenced_bytes += path.size();
    return ++references <= kMostReferences && referenced_bytes <= kMostPathBytes;
  };
  for (uint64_t left = in.count(); left != 0 && in.good(); --left) {
    Alternative& alternative = out.alternatives.emplace_back();
    alternative.result = in.digest();
    for (uint64_t more = in.count(); more != 0 && in.good(); --more) {
      const uint64_t file = in.count();
      if (file >= files.size()) return damaged("an alternative has an unknown file");
      const std::string& path = paths[files[file].first];
      if (!account(path)) return damaged("it is too large");
      alternative.files.push_back({path, files[file].second});
    }
    for (uint64_t more = in.count(); more != 0 && in.good(); --more) {
      const uint64_t path = in.count();
      if (path >= paths.size()) return damaged("an alternative has an unknown path");
      if (!account(paths[path])) return damaged("it is too large");
      alternative.absent.push_back(paths[path]);
    }
  }
  if (!in.good()) return damaged("it ends too early");
  if (in.left() != 0) return damaged("something follows its end");
  return out;
}

}  // namespace pool_audit::cache
