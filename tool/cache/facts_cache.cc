#include "tool/cache/facts_cache.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "tool/cache/manifest.h"

namespace pool_audit::cache {
namespace {

// Keys of manifests and of results in the one store.
Digest manifest_key(const Digest& command) {
  return combine(digest_of("manifest"), command);
}
// By content: results that are equal in spite of a changed comment are kept once.
Digest result_key(std::string_view bytes) {
  return combine(digest_of("result"), digest_of(bytes));
}

}  // namespace

FactsCache::FactsCache(Store& store, FileDigests& files, std::string root)
    : store_(store), files_(files), root_(std::move(root)) {
  if (!root_.empty() && root_.back() != '/') root_ += '/';
}

std::string FactsCache::stored_path(const std::string& path) const {
  return !root_.empty() && path.starts_with(root_) ? path.substr(root_.size()) : path;
}

std::string FactsCache::full_path(const std::string& stored) const {
  return stored.starts_with('/') ? stored : root_ + stored;
}

std::optional<std::string> FactsCache::lookup(const Digest& command) {
  const std::optional<std::string> bytes = store_.get(manifest_key(command));
  if (!bytes) return std::nullopt;
  const Result<Manifest> manifest = decode_manifest(*bytes);
  if (!manifest) return std::nullopt;
  for (const Alternative& alternative : manifest->alternatives) {
    const bool holds =
        std::all_of(alternative.files.begin(), alternative.files.end(),
                    [&](const Alternative::File& file) {
                      return files_.digest(full_path(file.path)) == file.content;
                    }) &&
        std::none_of(alternative.absent.begin(), alternative.absent.end(),
                     [&](const std::string& path) { return files_.exists(full_path(path)); });
    if (!holds) continue;
    if (std::optional<std::string> result = store_.get(alternative.result)) return result;
  }
  return std::nullopt;
}

bool FactsCache::store(const Digest& command, const std::vector<ReadFile>& files,
                       const std::vector<std::string>& absent, std::string_view bytes) {
  if (!store_.writable()) return false;
  Alternative newest;
  newest.result = result_key(bytes);
  for (const ReadFile& file : files) {
    newest.files.push_back({stored_path(file.path), file.content});
  }
  for (const std::string& path : absent) newest.absent.push_back(stored_path(path));
  Manifest manifest;
  manifest.alternatives.push_back(std::move(newest));
  if (const auto old = store_.get(manifest_key(command))) {
    if (Result<Manifest> before = decode_manifest(*old)) {
      for (Alternative& alternative : before->alternatives) {
        if (manifest.alternatives.size() == kMostAlternatives) break;
        const Alternative& first = manifest.alternatives.front();
        // The same state of the world: its result was lost, or is replaced.
        if (alternative.files == first.files && alternative.absent == first.absent) continue;
        manifest.alternatives.push_back(std::move(alternative));
      }
    }
  }
  // The result first: a manifest never points to what is not there yet.
  return store_.put(result_key(bytes), bytes) &&
         store_.put(manifest_key(command), encode_manifest(manifest));
}

std::string relative_argument(std::string_view argument, std::string_view root) {
  while (root.size() > 1 && root.back() == '/') root.remove_suffix(1);
  if (root.size() < 2 || argument.starts_with("-D")) return std::string(argument);
  const auto in_a_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '.' || c == '_' ||
           c == '-' || c == '+' || c == '~';
  };
  std::string out;
  size_t from = 0;
  for (size_t at = 0; (at = argument.find(root, at)) != std::string_view::npos;) {
    const size_t end = at + root.size();
    // "/a/root2" and "/b/a/root" are other folders than "/a/root"; "-I/a/root" is not: the letters
    // of an option are no part of a name.
    const bool begins =
        at == 0 || !in_a_name(argument[at - 1]) || (argument[0] == '-' && argument.find('/') == at);
    const bool ends = end == argument.size() || argument[end] == '/' || !in_a_name(argument[end]);
    if (begins && ends) {
      out += argument.substr(from, at - from);
      out += "//root";
      from = end;
    }
    at = end;
  }
  out += argument.substr(from);
  return out;
}

}  // namespace pool_audit::cache
