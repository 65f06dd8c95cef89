#include "tool/load/paths.h"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <vector>

namespace pool_audit::load {

std::string normalise(std::string_view path) {
  const bool rooted = !path.empty() && path.front() == '/';
  std::string out = rooted ? "/" : "";
  size_t kept = 0;  // components of `out` that a ".." may remove
  for (size_t at = 0; at <= path.size();) {
    size_t end = path.find('/', at);
    if (end == std::string_view::npos) end = path.size();
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (kept > 0) {
        const size_t slash = out.rfind('/');
        out.resize(slash == std::string::npos ? 0 : (slash == 0 ? 1 : slash));
        --kept;
        continue;
      }
      if (rooted) continue;
    } else {
      ++kept;
    }
    if (!out.empty() && out.back() != '/') out += '/';
    out += part;
  }
  return out.empty() ? "." : out;
}

std::string absolute(std::string_view path, std::string_view base) {
  if (!path.empty() && path.front() == '/') return normalise(path);
  std::string joined(base);
  joined += '/';
  joined += path;
  return normalise(joined);
}

std::string absolute_here(std::string_view path) {
  char here[PATH_MAX];
  if (::getcwd(here, sizeof here) == nullptr) return std::string(path);
  return absolute(path, here);
}

std::string_view parent(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view base_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_within(std::string_view path, std::string_view folder) {
  if (folder == "/") return !path.empty() && path.front() == '/';
  if (!path.starts_with(folder)) return false;
  return path.size() == folder.size() || path[folder.size()] == '/';
}

std::string common_ancestor(std::string_view a, std::string_view b) {
  while (!is_within(b, a)) {
    if (a == "/" || a == ".") break;
    a = parent(a);
  }
  return std::string(a);
}

FileKind kind_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return FileKind::missing;
  if (S_ISREG(status.st_mode)) return FileKind::regular;
  return S_ISDIR(status.st_mode) ? FileKind::folder : FileKind::other;
}

const std::string& Canonicaliser::folder(const std::string& path) {
  if (const auto known = folders_.find(path); known != folders_.end()) return known->second;
  // Folders that are not there climb to one that is; the names climbed over are hung on again.
  std::vector<std::string> climbed;
  std::string at = path;
  std::string found;
  char resolved[PATH_MAX];
  while (true) {
    if (const auto known = folders_.find(at); known != folders_.end()) {
      found = known->second;
      break;
    }
    if (::realpath(at.c_str(), resolved) != nullptr) {
      found = resolved;
      break;
    }
    if (at == "/" || at == ".") {
      found = at;
      break;
    }
    climbed.push_back(at);
    at = parent(at);
  }
  folders_.emplace(at, found);
  for (; !climbed.empty(); climbed.pop_back()) {
    if (found.back() != '/') found += '/';
    found += base_name(climbed.back());
    folders_.emplace(climbed.back(), found);
  }
  return folders_.find(path)->second;
}

std::string Canonicaliser::canonical(const std::string& path) {
  const std::string normal = normalise(path);
  if (normal == "/") return normal;
  std::string out = folder(std::string(parent(normal)));
  if (out.back() != '/') out += '/';
  out += base_name(normal);
  struct stat status{};
  char resolved[PATH_MAX];
  if (::lstat(out.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
      ::realpath(out.c_str(), resolved) != nullptr) {
    return resolved;
  }
  return out;
}

}  // namespace pool_audit::load
