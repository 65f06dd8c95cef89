// Paths as text and as the file system has them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace pool_audit::load {

// "/a/./b//../c/" becomes "/a/c": textual, without a look at the file system. A relative path stays
// relative; the empty path becomes ".".
[[nodiscard]] std::string normalise(std::string_view path);

// `path` when it is absolute, else `base`/`path`; normalised.
[[nodiscard]] std::string absolute(std::string_view path, std::string_view base);

// The same with the current folder as the base; `path` unchanged when that cannot be read.
[[nodiscard]] std::string absolute_here(std::string_view path);

// "/a/b" of "/a/b/c.h", "/" of "/c.h", "." of "c.h".
[[nodiscard]] std::string_view parent(std::string_view path);
// "c.h" of "/a/b/c.h".
[[nodiscard]] std::string_view base_name(std::string_view path);

// Whether the normalised `path` is `folder` or lies below it.
[[nodiscard]] bool is_within(std::string_view path, std::string_view folder);

// The deepest folder that holds both normalised folders.
[[nodiscard]] std::string common_ancestor(std::string_view a, std::string_view b);

enum class FileKind : uint8_t { missing, regular, folder, other };
[[nodiscard]] FileKind kind_of(const std::string& path);

// Resolves symlinks, one system call a folder whatever number of files it holds. Not thread-safe.
class Canonicaliser {
 public:
  // `path` is absolute. What does not exist keeps its spelling below the deepest folder that does.
  [[nodiscard]] std::string canonical(const std::string& path);

 private:
  [[nodiscard]] const std::string& folder(const std::string& path);

  std::unordered_map<std::string, std::string> folders_;
};

}  // namespace pool_audit::load
